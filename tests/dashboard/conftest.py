"""What every test of pages has around it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _main_comes_back() -> Iterator[None]:
    """Streamlit makes the page's script the main module, which processes that a later test starts would then run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
