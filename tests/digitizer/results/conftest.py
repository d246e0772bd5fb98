"""The store's office serves here too."""

from __future__ import annotations

from tests.digitizer.store.conftest import (
    folder,
    founded,
    no_keyring,
    office,
    pytest_generate_tests,
    quick_passwords,
)

__all__ = [
    "folder",
    "founded",
    "no_keyring",
    "office",
    "pytest_generate_tests",
    "quick_passwords",
]
