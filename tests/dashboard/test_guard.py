"""Who may talk to the server, and where its data lies on each system."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import Headers

from dashboard.web.guard import is_ours, is_same_origin
from simulator.cli_live import data_folder


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "192.168.1.7:8501", "[::1]:8501", "[fe80::1]"])
def test_an_address_or_this_machines_name_is_ours(host: str) -> None:
    assert is_ours(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example:8501", "127.0.0.1.evil.example", "[::1", "a b"]
)
def test_another_name_is_not_ours(host: str) -> None:
    assert not is_ours(host)


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({"host": "localhost:8501", "origin": "http://localhost:8501"}, True),
        ({"host": "localhost:8501"}, True),
        ({"host": "localhost:8501", "origin": "http://localhost:8502"}, False),
        ({"host": "localhost:8501", "origin": "null"}, False),
        ({"host": "localhost:8501", "sec-fetch-site": "cross-site"}, False),
        ({"host": "localhost:8501", "sec-fetch-site": "same-site"}, False),
    ],
)
def test_only_pages_of_this_server_may_change_something(headers: dict[str, str], same: bool) -> None:
    assert is_same_origin(Headers(headers)) is same


def test_data_lies_where_each_system_keeps_it() -> None:
    home = Path("home")
    assert data_folder("linux", {}, home) == home / ".local" / "share" / "hotwash"
    assert data_folder("linux", {"XDG_DATA_HOME": "there"}, home) == Path("there") / "hotwash"
    assert data_folder("darwin", {}, home) == home / "Library" / "Application Support" / "Hotwash"
    assert data_folder("win32", {"LOCALAPPDATA": "there"}, home) == Path("there") / "Hotwash"
    assert data_folder("win32", {}, home) == home / "AppData" / "Local" / "Hotwash"
