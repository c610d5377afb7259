"""What stands in Streamlit's empty page, and the interface for programs that is not there."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.web.shell import Shell

PAGE = """<html><head><!-- pointer to the agent API's own description --> <link rel="service-desc" href="x.json" />
<!-- kept --><title>t</title></head><body><noscript><p>Reading this without a browser?</p>
<a href="y">y</a></noscript><div id="root"></div></body></html>"""


def client() -> TestClient:
    routes = [
        Route("/run", lambda _: HTMLResponse(PAGE)),
        Route("/text", lambda _: PlainTextResponse(PAGE)),
        Route("/_stcore/agent/openapi.json", lambda _: PlainTextResponse("it is here")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Shell)]))


def test_without_javascript_one_sentence_is_read() -> None:
    answer = client().get("/run")
    assert "Hotwash needs JavaScript" in answer.text and "THIS IS AN EXERCISE" in answer.text
    assert "Reading this" not in answer.text and "agent" not in answer.text and "service-desc" not in answer.text
    assert '<div id="root">' in answer.text and "<!-- kept -->" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert client().head("/run").status_code == 200


def test_other_answers_stay_as_they_are_and_programs_find_nothing() -> None:
    assert client().get("/text").text == PAGE
    assert client().get("/_stcore/agent/openapi.json").status_code == 404
