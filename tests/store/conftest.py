"""The same tests on SQLite and on a PostgreSQL server of their own, on a socket in a temporary folder."""

import getpass
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.model.exercise import Draft, Header
from simulator.store import Store

ROOT = Path(__file__).resolve().parents[2]
# Where PostgreSQL must not be missing (as in CI), its absence fails the tests instead of leaving them out.
MUST = "HOTWASH_POSTGRES"
_numbers = count()


def binaries():
    """The folder of initdb and pg_ctl: Debian keeps them out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def may_run_as():
    """Arguments for `subprocess`: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return {}, getpass.getuser()
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}, name
    return None, None


def missing(reason):
    if os.environ.get(MUST):
        pytest.fail(f"{MUST} is set, and {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server: its `home`, where its socket is, and `restart()`."""
    folder = binaries()
    if folder is None:
        missing("there is no PostgreSQL on this machine (apt-get install postgresql)")
    if importlib.util.find_spec("psycopg") is None:
        missing("psycopg is not installed")
    who, name = may_run_as()
    if who is None:
        missing("there is no user other than root to run PostgreSQL")
    home = Path(tempfile.mkdtemp(prefix="hw-pg-", dir="/tmp"))  # a socket's path must be short
    data = home / "data"
    if who:
        shutil.chown(home, name)

    def run(program, *arguments):
        done = subprocess.run(
            [folder / program, *arguments], cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, **who
        )
        assert done.returncode == 0, done.stdout + done.stderr

    # Its output goes to a file: a server that inherits our pipes would keep `run` waiting.
    control = ["-D", str(data), "-w", "-l", str(home / "log")]
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c max_connections=60"
    try:
        run("initdb", "-D", str(data), "-U", "hotwash", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", *control, "-o", options, "start")
        yield SimpleNamespace(
            home=home,
            restart=lambda: run("pg_ctl", *control, "-o", options, "-m", "immediate", "restart"),
        )
    finally:
        if data.exists():
            subprocess.run([folder / "pg_ctl", "-D", str(data), "-m", "immediate", "stop"], capture_output=True, **who)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def database_url(server):
    """The URL of a schema that was just made: to Hotwash a database of its own, and a hundred times cheaper."""
    import psycopg

    name = f"hotwash_{next(_numbers)}"
    with psycopg.connect(f"host={server.home} user=hotwash dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"postgresql+psycopg://hotwash@/postgres?host={server.home}&options=-c%20search_path%3D{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request, tmp_path):
    """A database that is still empty: a path, or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "log.db")
    return request.getfixturevalue("database_url")


@pytest.fixture
def opened():
    """`Store.open`, with a close at the end of the test."""
    stores = []

    def open_(*arguments, **named):
        stores.append(Store.open(*arguments, **named))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened, where):
    """A store with one exercise, `exercise:one`."""
    made = opened(where)
    made.create(header_named("exercise:one"))
    return made


def header_named(stream, **other):
    return Header(**{
        "stream": stream, "title": "Señales – storm day", "engine": "1.0", "created_wall_ms": 1_700_000_000_000,
        "texts": {"scenario": "title: Storm\n", "plan": "épée \U0001f692\n"},
        "settings": {"seed": 7, "minutes": 90, "seats": {"principal": "played"}},
    } | other)  # fmt: skip


def numbered(past):
    """An entry that says how many were before it, as `write` saw it."""
    return Draft("note", {"before": len(past)}, t_ms=len(past) * 10, seat="facilitator")


@pytest.fixture
def named():
    return header_named


@pytest.fixture
def note():
    return numbered


@pytest.fixture
def child():
    """Start a Python of its own that runs `code` with arguments in `sys.argv`; killed at the end of the test."""
    running = []

    def start(code, *arguments):
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", code, *map(str, arguments)],
                stdout=subprocess.PIPE,
                stdin=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()
