"""Where a database may be, and what opening says about one that cannot be used."""

import os
import sqlite3
import sys
from contextlib import closing

import pytest

from simulator.errors import NotFound, Refused, SimulatorError
from simulator.store import Store, address
from simulator.store.migrating import REVISIONS, VERSION_TABLE

ONE = "exercise:one"


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_a_path_and_a_url_name_the_same_file(opened, tmp_path, named, form):
    opened(tmp_path / "log.db").create(named(ONE))
    assert opened(form.format(tmp_path / "log.db")).header(ONE) == named(ONE)


def test_a_file_is_where_it_was_when_it_was_opened(opened, tmp_path, named, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = opened("log.db")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    store.create(named(ONE))
    assert not os.listdir() and opened("../log.db").headers() == (named(ONE),)


def test_every_commit_is_on_the_disk_and_readers_do_not_wait(opened, tmp_path):
    from sqlalchemy import text

    store = opened(tmp_path / "log.db")
    for writing in (False, True):
        with store._database.connection(writing=writing) as connection:
            asked = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "trusted_schema")
            }
        assert asked == {
            "journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000, "foreign_keys": 1, "trusted_schema": 0,
        }  # fmt: skip


@pytest.mark.postgres
def test_every_commit_is_on_the_server_s_disk_whatever_its_default(database_url, opened):
    from sqlalchemy import text

    other_defaults = "%20-c%20synchronous_commit%3Doff%20-c%20default_transaction_isolation%3Dserializable"
    store = opened(database_url + other_defaults)
    with store._database.connection(writing=True) as connection:
        shown = [
            connection.execute(text(f"SHOW {name}")).scalar()
            for name in ("synchronous_commit", "transaction_isolation", "lock_timeout")
        ]
    assert shown == ["on", "read committed", "10s"]


@pytest.mark.parametrize("share", [r"\\server\share\log.db", r"\\?\UNC\server\share\log.db", r"\\10.0.0.5\c$\log.db"])
def test_a_windows_share_is_refused(share):
    for where in (share, f"sqlite:///{share}"):
        with pytest.raises(Refused, match=r"network share.*own disk"):
            Store.open(where)


@pytest.mark.parametrize("local", [r"\\?\C:\Users\me\log.db", r"C:\Users\me\log.db", "/srv//share/log.db"])
def test_other_paths_of_windows_are_no_shares(local):
    assert not address.is_unc(local)


MOUNT_TABLE = r"""
/dev/sda1 / ext4 rw,relatime 0 0
server:/homes /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/me/disk ext4 rw 0 0
//server/share /mnt/our\040share cifs rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
me@server:/ /mnt/over fuse.sshfs rw 0 0
//server/all /home2 smb3 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/log.db", "ext4"), ("/home/me/log.db", "nfs4"), ("/home/me/disk/log.db", "ext4"),
        ("/homework/log.db", "ext4"),
        ("/mnt/our share/a/log.db", "cifs"), ("/mnt/over/log.db", "fuse.sshfs"), ("/home2/log.db", "smb3"),
    ],
)  # fmt: skip
def test_the_deepest_mount_says_whose_disk_it_is(path, kind):
    from pathlib import PurePosixPath

    assert address.mount_kind(PurePosixPath(path), MOUNT_TABLE) == kind
    assert (kind in address.NETWORK_MOUNTS) == (kind != "ext4")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount table")
def test_a_share_that_is_mounted_is_refused_also_behind_a_link(tmp_path, monkeypatch):
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "link").symlink_to(share)
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n//server/share {share} cifs rw 0 0\n")
    monkeypatch.setattr(address, "MOUNTS", table)
    for where in (share / "log.db", tmp_path / "link" / "log.db"):
        with pytest.raises(Refused, match="network share"):
            Store.open(where)
    Store.open(tmp_path / "log.db").close()
    assert os.listdir(share) == []


def test_a_missing_folder_a_folder_and_no_file_at_all_are_said_so(tmp_path):
    with pytest.raises(NotFound, match=r"folder .*nowhere does not exist"):
        Store.open(tmp_path / "nowhere" / "log.db")
    with pytest.raises(Refused, match="is a folder"):
        Store.open(tmp_path)
    for where in ("", "sqlite://", ":memory:", "sqlite:///:memory:", "file:x?mode=memory"):
        with pytest.raises(Refused, match="kept in a file"):
            Store.open(where)
    with pytest.raises(Refused, match="does not know mysql"):
        Store.open("mysql://me@server/hotwash")
    with pytest.raises(Refused, match=r"cannot be read"):
        Store.open("postgresql://me@server:port/hotwash")


def test_a_folder_or_file_that_may_only_be_read_is_said_so(tmp_path, opened):
    if os.geteuid() == 0:
        tmp_path.chmod(0o755)
        as_nobody = 65534
    else:
        as_nobody = os.geteuid()
    folder = tmp_path / "read only"
    folder.mkdir()
    Store.open(folder / "old.db").close()
    (folder / "old.db").chmod(0o444)
    folder.chmod(0o555)
    parents = [parent for parent in folder.parents if not parent.stat().st_mode & 0o001]
    modes = {parent: parent.stat().st_mode for parent in parents}
    for parent in parents:
        parent.chmod(modes[parent] | 0o111)
    mine = os.geteuid()
    os.seteuid(as_nobody)  # root may write anywhere
    try:
        for name in ("new.db", "old.db"):
            with pytest.raises(Refused, match="cannot be written to"):
                Store.open(folder / name)
    finally:
        os.seteuid(mine)
        folder.chmod(0o755)
        for parent in parents:
            parent.chmod(modes[parent])


def test_another_file_is_refused_and_left_as_it_is(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("Notes of the last exercise, and more of them, so that it is longer than a header.\n" * 30)
    foreign = tmp_path / "photos.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE photo (name TEXT)")
        connection.commit()
    for path, sentence in ((text, "not a Hotwash database"), (foreign, "another program's data")):
        before = path.read_bytes()
        with pytest.raises(Refused, match=sentence):
            Store.open(path)
        assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["notes.txt", "photos.db"]


def test_a_damaged_database_is_said_so(tmp_path, opened, named, note):
    path = tmp_path / "log.db"
    store = opened(path)
    store.create(named(ONE))
    for index in range(100):
        store.append(ONE, f"k{index}", note)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))
    with pytest.raises(Refused, match=r"damaged.*\.hotwash"):
        Store.open(path).entries(ONE)


def test_a_row_that_is_no_entry_is_said_so(opened, where, named, note):
    from sqlalchemy import text

    store = opened(where)
    store.create(named(ONE))
    store.append(ONE, "k", note)
    with store._database.connection(writing=True) as connection:
        connection.execute(text("UPDATE entry SET payload = '[1'"))
    with pytest.raises(Refused, match="damaged"):
        opened(where).entries(ONE)


def test_an_empty_and_a_current_database_open_and_a_newer_one_is_refused(opened, where, named, note):
    from sqlalchemy import text

    first = opened(where)
    first.create(named(ONE))
    first.append(ONE, "k", note)
    assert opened(where).entries(ONE) == first.entries(ONE)
    with first._database.connection(writing=True) as connection:
        assert connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all() == [REVISIONS[-1]]
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0999'"))
    with pytest.raises(Refused, match=r"newer version of Hotwash .*0999"):
        Store.open(where)


def test_a_database_that_lost_a_table_is_refused(opened, where):
    from sqlalchemy import text

    with opened(where)._database.connection(writing=True) as connection:
        connection.execute(text("DROP TABLE entry"))
    with pytest.raises(Refused, match="lacks tables"):
        Store.open(where)


def test_the_migrations_make_the_tables_that_the_code_names(opened, where):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from simulator.store.migrating import SCRIPTS
    from simulator.store.tables import metadata

    assert tuple(script.revision for script in ScriptDirectory(SCRIPTS).walk_revisions())[::-1] == REVISIONS
    with opened(where)._database.connection(writing=False) as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("reached", range(len(REVISIONS) + 1))
def test_a_database_of_each_older_revision_is_brought_up_to_date(where, opened, named, note, reached):
    from simulator.store.address import place_of
    from simulator.store.database import open_file, open_server
    from simulator.store.migrating import upgrade

    place = place_of(where)
    database = open_server(place) if isinstance(place, str) else open_file(place)
    if reached:
        with database.connection(writing=True) as connection:
            upgrade(connection, REVISIONS[reached - 1])
    database.close()
    store = opened(where)
    store.create(named(ONE))
    assert store.append(ONE, "k", note).seq == 1


OPENER = """
import sys
from simulator.store import Store
from simulator.store import database, migrating
import alembic.command
print("ready", flush=True)
sys.stdin.readline()
Store.open(sys.argv[1]).close()
"""


def test_processes_that_open_a_new_database_at_once_make_it_once(where, child, opened, named):
    processes = [child(OPENER, where) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.wait(60) for process in processes] == [0] * 4
    opened(where).create(named(ONE))


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["photo", "entry"])
def test_a_server_s_other_tables_are_left_alone_unless_they_have_our_names(database_url, opened, table):
    import psycopg

    plain = database_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {table} (name TEXT)")
    if table == "photo":
        assert opened(plain).headers() == ()
        return
    with pytest.raises(Refused, match="another program's data"):
        Store.open(plain)


@pytest.mark.postgres
def test_a_server_that_was_started_again_is_gone_on_with(server, database_url, opened, named, note):
    store = opened(database_url)
    store.create(named(ONE))
    lease = store.lease()
    kept = store.append(ONE, "k1", note)
    server.restart()
    assert store.append(ONE, "k1", note) == kept
    assert store.append(ONE, "k2", note).seq == 2
    lease.beat()
    with pytest.raises(SimulatorError, match="already served"):
        opened(database_url).lease()


@pytest.mark.parametrize("address", ["me:s3cret@127.0.0.1:1/hotwash", "me@127.0.0.1:1/hotwash?password=s3cret"])
def test_no_sentence_tells_a_password(address):
    pytest.importorskip("psycopg")
    with pytest.raises(Refused) as refused:
        Store.open(f"postgresql://{address}")
    assert "s3cret" not in str(refused.value) and "127.0.0.1" in str(refused.value)


def test_a_missing_driver_is_said_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Refused, match=r"hotwash\[postgres\]"):
        Store.open("postgresql://me@server/hotwash")
