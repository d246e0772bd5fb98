"""Where records and files are kept: an encrypted database, a vault of files, a journal."""

from digitizer.store.kinds import KnownPage
from digitizer.store.records import Hands, NewDocument
from digitizer.store.store import Store

__all__ = ["Hands", "KnownPage", "NewDocument", "Store"]
