"""The pages that come without Streamlit: they survive a server that was started again, and show no bar of its own."""

from __future__ import annotations

OWN_PAGES = ("projector", "observer", "stopped")
_TITLES = {"projector": "Projector", "observer": "Observer", "stopped": "REAL EMERGENCY"}
_PAGE = """<!doctype html>
<html lang="en"{theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · THIS IS AN EXERCISE</title>
<link rel="icon" type="image/svg+xml" href="/live/static/{icon}.svg">
<link rel="stylesheet" href="/live/static/tokens.css">
<link rel="stylesheet" href="/live/static/base.css">
</head>
<body>
<div id="root" data-page="{name}"><noscript>This page needs JavaScript. THIS IS AN EXERCISE.</noscript></div>
<script type="module" src="/live/static/page.js"></script>
</body>
</html>
"""


def page(name: str) -> str:
    """The HTML of one of our own pages."""
    return _PAGE.format(
        name=name, title=_TITLES[name], icon="stopped" if name == "stopped" else "held",
        theme=' data-theme="dark"' if name != "stopped" else "",
    )  # fmt: skip
