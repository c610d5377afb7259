"""The server's application: Streamlit's pages, and our own routes on the same port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from streamlit import App

from dashboard.web.broadcast import Broadcaster
from dashboard.web.check_pages import check_routes
from dashboard.web.guard import Guard
from dashboard.web.house import House, set_house
from dashboard.web.routes import Routes
from dashboard.web.shell import Shell

PAGES = Path(__file__).resolve().parent / "pages.py"


@dataclass(frozen=True)
class Served:
    """The application, and the broadcaster that has to be told when it ends."""

    app: Any
    broadcaster: Broadcaster


def make_app(house: House) -> Served:
    """Serve a house. One in each process: Streamlit's pages find it by `the_house`."""
    set_house(house)
    broadcaster = Broadcaster(house)
    routes = Routes(house, broadcaster)

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
        house.live.on_commit(broadcaster.woken)
        task = asyncio.create_task(broadcaster.run(), name="broadcaster")
        try:
            yield {}
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            routes.close()

    every = [*check_routes(house), *routes.all()]
    return Served(
        App(PAGES, lifespan=lifespan, routes=every, middleware=[Middleware(Guard), Middleware(Shell)]), broadcaster
    )
