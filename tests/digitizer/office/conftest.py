"""The store's office of seven people serves the office's own tests too."""

from __future__ import annotations

from tests.digitizer.store.conftest import (  # noqa: F401
    folder,
    founded,
    no_keyring,
    office,
    quick_passwords,
)
