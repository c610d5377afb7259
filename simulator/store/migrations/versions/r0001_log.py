"""Streams, their entries, and the server that has them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and the one row of `owner`: nobody."""
    op.create_table(
        "stream",
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("created_wall_ms", sa.BigInteger, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("stream", name="stream_name"),
    )
    op.create_table(
        "entry",
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("wall_ms", sa.BigInteger, nullable=False),
        sa.Column("t_ms", sa.BigInteger, nullable=False),
        sa.Column("seat", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("basis_seq", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("stream", "seq", name="entry_number"),
        sa.UniqueConstraint("stream", "key", name="entry_once"),
        sa.ForeignKeyConstraint(["stream"], ["stream.stream"], name="entry_stream"),
    )
    owner = op.create_table(
        "owner",
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("since_wall_ms", sa.BigInteger, nullable=False),
        sa.Column("beat_wall_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="owner_one"),
    )
    op.bulk_insert(owner, [{"id": 1, "token": "", "who": "", "since_wall_ms": 0, "beat_wall_ms": 0}])
