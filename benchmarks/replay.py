"""The replay in real Chromium: `python -m benchmarks.replay [--minutes 60]`, with playwright and /usr/bin/chromium.

A run of the shipped high school (1,500 people, two storeys) at lunch with every module on, cut at an hour: the bytes
of its payload, plain and packed, the time until the first frame, and frames a second at 60 times the scenario's speed
with every person drawn, at full speed and with the processor slowed down four times (CDP), each beside what was asked.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.web.debrief import DebriefRoutes
from dashboard.web.debrief_subjects import RunMeant, RunSubject
from dashboard.web.guard import Guard
from dashboard.web.house import House
from simulator import session

SCENARIO = Path(__file__).parent / "scenarios" / "lunch.yaml"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STATIC = Path(__file__).resolve().parents[1] / "dashboard" / "static"
SLOWER = 4
SECONDS = 4
PAGE = """<!doctype html><html><head><link rel=stylesheet href=/live/static/tokens.css>
<link rel=stylesheet href=/live/static/base.css><link rel=stylesheet href=/live/static/debrief.css></head>
<body><div class=hw-root id=root></div><script type=module src=/start.js></script></body></html>"""
START = """import { mount } from "/live/static/debrief.js"; mount(document.getElementById("root"), { token: "KEY" });"""
FRAMES = """async (seconds) => { let n = 0; const gaps = []; let last = performance.now();
  const end = last + 1000 * seconds;
  return await new Promise((done) => { const one = (now) => { n += 1; gaps.push(now - last); last = now;
    if (now < end) return requestAnimationFrame(one);
    gaps.sort((a, b) => a - b); done([n / seconds, gaps[Math.floor(0.95 * gaps.length)]]); };
    requestAnimationFrame(one); }); }"""

MARKS = """() => { const named = (name) => performance.getEntriesByName(name)[0].startTime;
  const bytes = performance.getEntriesByType('resource').find((one) => one.name.includes('replay.bin'));
  return [bytes.startTime, named('hotwash-replay-first-frame')]; }"""


class Hour(RunSubject):
    """A run up to an instant."""

    until_s = 3600.0

    def _made(self, course: str) -> Any:
        bundle = session.load_scenario(self.meant.scenario)
        run = session.run(bundle, self.meant.version, until=self.until_s, seats={})
        return session.debrief_of_run(run, bundle, seats={})


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=60)
    Hour.until_s = 60 * asked.parse_args().minutes
    house = House(None)  # type: ignore[arg-type]
    subject = Hour(meant=RunMeant(str(SCENARIO)))
    key = house.looks.lay_down("benchmark", lambda: subject, {})
    data = subject.replay("as_shown")
    subject.debrief("as_shown")
    run = subject._of("as_shown").matter.subject.run
    people, levels = sum(one.count for one in run.people), len(run.plan.levels)
    print(f"{people:,} people, {levels} storeys, {run.until_ms / 60_000:.0f} minutes, {len(run.rows):,} rows")
    packed = len(gzip.compress(data, 6, mtime=0))
    print(f"payload: {len(data):,} bytes plain, {packed:,} as sent by gzip (at most 500,000)")
    with served(house, key) as base:
        in_browser(base)


@contextmanager
def served(house: House, key: str) -> Iterator[str]:
    """Our routes on a free port, and one page that mounts the debrief."""

    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(PAGE)

    async def start(_: Request) -> HTMLResponse:
        return HTMLResponse(START.replace("KEY", key), media_type="text/javascript")

    routes: list[BaseRoute] = [Route("/", page), Route("/start.js", start), *DebriefRoutes(house).all()]
    routes.append(Mount("/live/static", StaticFiles(directory=STATIC)))
    app = Starlette(routes=routes, middleware=[Middleware(Guard)])
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=asyncio.run, args=(server.serve([taken]),), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        house.looks.ended.set()
        server.should_exit = True
        thread.join(5)


def in_browser(base: str) -> None:
    """The first frame, and frames a second."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.route("**/live/ranges.json*", lambda route: route.fulfill(json={}))  # other work, in other processes
        firsts = [first_frame(page, base) for _ in range(3)]
        print(f"first frame: {min(firsts):.0f} ms after its data were asked for (of {_all(firsts)}; at most 1,500)")
        page.locator("input[name=everybody]").check()
        page.locator("select[name=speed]").select_option("60")
        slow = page.context.new_cdp_session(page)
        for rate, least in ((1, 60), (SLOWER, 45)):
            slow.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            page.evaluate("document.querySelector('.range').value = 0")
            page.locator(".range").dispatch_event("input")
            page.locator(".stack").press(" ")
            fps, gap = page.evaluate(FRAMES, SECONDS)
            page.locator(".stack").press(" ")
            played_s = float(page.locator(".range").input_value()) / 1000
            assert played_s > 40 * SECONDS, f"only {played_s:.0f} s of the scenario were played"
            print(f"processor / {rate}: {fps:.1f} frames a second, 19 of 20 within {gap:.1f} ms (at least {least})")
        browser.close()


def first_frame(page: Any, base: str) -> float:
    """From the request of the replay's bytes to the frame that shows them."""
    page.goto(base)
    page.wait_for_function("performance.getEntriesByName('hotwash-replay-first-frame').length > 0", timeout=60_000)
    marks = page.evaluate(MARKS)
    return float(marks[1] - marks[0])


def _all(values: list[float]) -> str:
    return json.dumps([round(one) for one in values])


if __name__ == "__main__":
    main()
