"""The room check's own pages: a test picture for the projector, a line for phones, a page for the printer."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.web.house import House

_HEAD = """<!doctype html>
<html lang="en"{theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · THIS IS AN EXERCISE</title>
<link rel="icon" type="image/svg+xml" href="/live/static/held.svg">
<link rel="stylesheet" href="/live/static/tokens.css">
<link rel="stylesheet" href="/live/static/check.css">
</head>
"""
_PICTURE = """<body class="picture">
<p class="stamp">THIS IS AN EXERCISE</p>
<main>
<h1>Can you read this from the last row?</h1>
<p class="middle">And this line: the door by the gym, 10:44:30</p>
<p class="least">This is the smallest line that the projector will show.</p>
<ul>
<li><span class="box school"></span>■ school</li><li><span class="box dispatch"></span>◆ dispatch</li>
<li><span class="box law"></span>▲ law enforcement</li><li><span class="box fire"></span>✚ fire and EMS</li>
<li><span class="box families"></span>● families</li>
</ul>
<p class="corners">All four corners of the frame must be seen. F11 makes the window whole.</p>
</main>
</body>
</html>
"""
_PHONE = """<body class="phone">
<p class="stamp">THIS IS AN EXERCISE</p>
<main>
<h1>This phone reaches Hotwash.</h1>
<p>Nothing else is needed now. On the day you get a code, and open this address again.</p>
</main>
</body>
</html>
"""


def check_routes(house: House) -> list[BaseRoute]:
    """For `st.App(routes=...)`, beside those of the exercise itself."""

    async def picture(request: Request) -> Response:
        page = _HEAD.format(theme=' data-theme="dark"', title="Test picture") + _PICTURE
        return HTMLResponse(page, headers={"cache-control": "no-store"})

    async def phone(request: Request) -> Response:
        house.reached_by(request.client.host if request.client else "")
        return HTMLResponse(_HEAD.format(theme="", title="Room check") + _PHONE, headers={"cache-control": "no-store"})

    async def printed(request: Request) -> Response:
        from simulator.exports.printer_check import printer_page

        data = await asyncio.to_thread(printer_page)
        return Response(data, media_type="application/pdf", headers={"cache-control": "no-store"})

    return [
        Route("/live/check/projector", picture), Route("/live/check/phone", phone),
        Route("/live/check/test-page.pdf", printed),
    ]  # fmt: skip
