"""The tables, and rows as the nouns of `model.exercise`. `migrations/` makes and changes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, MetaData, PrimaryKeyConstraint, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from simulator.errors import Refused
from simulator.model.exercise import KINDS, Entry, Header
from simulator.store.names import may_be_key, may_be_stream

LARGEST = 2**53 - 1  # whole numbers that every reader of JSON keeps exactly
metadata = MetaData()

stream = Table(
    "stream",
    metadata,
    Column("stream", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("created_wall_ms", BigInteger, nullable=False),
    Column("texts", Text, nullable=False),
    Column("settings", Text, nullable=False),
    PrimaryKeyConstraint("stream", name="stream_name"),
)

entry = Table(
    "entry",
    metadata,
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("wall_ms", BigInteger, nullable=False),
    Column("t_ms", BigInteger, nullable=False),
    Column("seat", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("basis_seq", BigInteger, nullable=True),
    PrimaryKeyConstraint("stream", "seq", name="entry_number"),
    Unique("stream", "key", name="entry_once"),
    ForeignKeyConstraint(["stream"], ["stream.stream"], name="entry_stream"),
)

# One row, there from the first migration on; an empty token says that no server is running.
owner = Table(
    "owner",
    metadata,
    Column("id", BigInteger, nullable=False, autoincrement=False),
    Column("token", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("since_wall_ms", BigInteger, nullable=False),
    Column("beat_wall_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("id", name="owner_one"),
)


def json_text(value: Any) -> str:
    """`value` as JSON in ASCII, which every database keeps byte for byte; `Refused` for what JSON cannot say."""
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as cause:
        raise Refused(f"This cannot be kept in the log: {cause}.") from None


def plain(text: str, what: str) -> str:
    """`text`, which must be something that every database can hold; `Refused` else."""
    if not isinstance(text, str) or "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused(f"{what} holds characters that cannot be kept: {text!r}.")
    return text


def whole(number: int, what: str) -> int:
    """`number`, which must be a whole one that fits; `Refused` else."""
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > LARGEST:
        raise Refused(f"{what} is not a whole number that can be kept: {number!r}.")
    return number


def header_row(header: Header) -> dict[str, Any]:
    """A header as a row; `Refused` where it cannot be kept."""
    return {
        "stream": may_be_stream(header.stream),
        "title": plain(header.title, "The title"),
        "engine": plain(header.engine, "The engine's version"),
        "created_wall_ms": whole(header.created_wall_ms, "The time of creation"),
        "texts": json_text(dict(header.texts)),
        "settings": json_text(dict(header.settings)),
    }


def header_of(row: Sequence[Any]) -> Header:
    """A row as a header; `ValueError` where it is not one."""
    name, title, engine, created_wall_ms, texts, settings = row
    return Header(name, title, engine, created_wall_ms, mapping(texts), mapping(settings))


def entry_row(one: Entry) -> dict[str, Any]:
    """An entry as a row; `Refused` where it cannot be kept."""
    if one.kind not in KINDS:
        raise Refused(f"The log knows no entry of the kind {one.kind!r}.")
    return {
        "stream": one.stream,
        "seq": one.seq,
        "wall_ms": whole(one.wall_ms, "The room's time"),
        "t_ms": whole(one.t_ms, "The scenario's time"),
        "seat": plain(one.seat, "The seat"),
        "kind": one.kind,
        "payload": json_text(one.payload),
        "key": may_be_key(one.key),
        "basis_seq": None if one.basis_seq is None else whole(one.basis_seq, "The entry it was based on"),
    }


def entry_of(row: Sequence[Any]) -> Entry:
    """A row as an entry; `ValueError` where it is not one."""
    name, seq, wall_ms, t_ms, seat, kind, payload, key, basis_seq = row
    if kind not in KINDS:
        raise ValueError(f"entry {seq} is of the unknown kind {kind!r}")
    return Entry(name, seq, wall_ms, t_ms, seat, kind, dict(mapping(payload)), key, basis_seq)


def mapping(text: str) -> Mapping[str, Any]:
    """The JSON object that `text` says; `ValueError` where it is another thing."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"an object was expected and not {text[:40]!r}")
    return value
