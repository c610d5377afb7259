"""Alembic's scripts, run by `simulator.store.migrating`."""
