"""The store's office of seven people serves the exchange's tests too."""

from __future__ import annotations

from tests.digitizer.store.conftest import (  # noqa: F401
    folder,
    founded,
    no_keyring,
    office,
    quick_passwords,
)
