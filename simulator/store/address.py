"""Where a database is: a file on this computer's own disk, or a PostgreSQL server.

SQLite's locks do not hold over a network, so that a file on a share would lose entries without a word.
"""

from __future__ import annotations

import sys
from pathlib import Path

from simulator.errors import NotFound, Refused

# Kinds of Linux mounts that are somebody else's disk, as the mount table names them.
NETWORK_MOUNTS = frozenset(
    [
        "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "glusterfs", "davfs",
        "fuse.davfs2", "fuse.glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.smbnetfs", "fuse.gvfsd-fuse",
    ]
)  # fmt: skip
MOUNTS = Path("/proc/mounts")
WINDOWS_REMOTE_DRIVE = 4  # DRIVE_REMOTE, as GetDriveTypeW answers


def place_of(where: str | Path) -> Path | str:
    """The file that `where` (a path or a URL) names, absolute and checked; a PostgreSQL URL as it is.

    Raises `Refused` for another kind of database and for a network share, `NotFound` where the folder is missing.
    """
    text = str(where)
    scheme, separator, rest = text.partition("://")
    if not separator:
        return local_file(text)
    if scheme in ("sqlite", "sqlite+pysqlite"):
        return local_file(rest.removeprefix("/"))
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    raise Refused(
        f"Hotwash keeps exercises in a file or in PostgreSQL and does not know {scheme}. "
        "Name a file, or a URL that begins with postgresql:// ."
    )


def local_file(text: str) -> Path:
    """`text` as an absolute path in a folder that exists on this computer's own disk."""
    if not text.strip() or text.startswith((":memory:", "file:")):
        raise Refused("An exercise is kept in a file, so that nothing is lost: name one, for example hotwash.db.")
    if is_unc(text):
        raise on_a_share(text)
    path = Path(text).expanduser().absolute()
    if not path.parent.is_dir():
        raise NotFound(f"The folder {path.parent} does not exist. Make it first, or name another one.")
    if path.is_dir():
        raise Refused(f"{path} is a folder. Name a file in it, for example {path / 'hotwash.db'}.")
    if on_network(path):
        raise on_a_share(text)
    return path


def on_a_share(text: str) -> Refused:
    return Refused(
        f"{text} is on a network share, where two computers writing at once could lose entries. "
        "Keep the exercise on this computer's own disk, and carry it with `hotwash exercise save`."
    )


def is_unc(text: str) -> bool:
    r"""Whether `text` names a share as Windows writes it: `\\server\share` or `\\?\UNC\server\share`."""
    back = text.replace("/", "\\") if sys.platform == "win32" else text
    if back.upper().startswith("\\\\?\\UNC\\"):
        return True
    return back.startswith("\\\\") and not back.startswith(("\\\\?\\", "\\\\.\\"))


def on_network(path: Path) -> bool:
    """Whether `path` is on a disk of another computer, as far as this system says so."""
    resolved = path.resolve()
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(resolved.anchor) == WINDOWS_REMOTE_DRIVE)
    if not MOUNTS.exists():
        return False
    return mount_kind(resolved, MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")) in NETWORK_MOUNTS


def mount_kind(path: Path, table: str) -> str:
    """The kind of file system that holds `path`, by a mount table of Linux: the deepest and last mount counts."""
    kind, depth = "", 0
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mounted = Path(unescaped(fields[1]))
        if len(mounted.parts) >= depth and path.is_relative_to(mounted):
            kind, depth = fields[2], len(mounted.parts)
    return kind


def unescaped(field: str) -> str:
    r"""A mount table's `\040` for a space, and the like."""
    for code in ("040", "011", "012", "134"):
        field = field.replace(f"\\{code}", chr(int(code, 8)))
    return field
