"""The store: streams of entries that only grow, in SQLite or PostgreSQL. It knows nothing of scenarios.

SQLAlchemy is imported when a store is opened, not when one is named.
"""

from simulator.store.failures import Busy
from simulator.store.lease import Lease, LeaseHeld
from simulator.store.store import Store

__all__ = ["Busy", "Lease", "LeaseHeld", "Store"]
