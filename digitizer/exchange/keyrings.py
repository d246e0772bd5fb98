"""Passwords of neighbours, in this machine's keyring and nowhere else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from digitizer.exchange.errors import KeyringRefusedError, SecretMissingError

_SERVICE = "digitizer neighbour"


@dataclass(frozen=True, slots=True)
class KeyringSecrets:
    """The secrets of one data folder."""

    folder: Path

    def get(self, neighbour: str, name: str) -> str:
        """Return a secret; raises SecretMissingError."""
        import keyring
        from keyring.errors import KeyringError

        try:
            found = keyring.get_password(_SERVICE, self._entry(neighbour, name))
        except KeyringError:
            found = None
        if found is None:
            raise SecretMissingError(neighbour=neighbour, secret=name)
        return found

    def put(self, neighbour: str, name: str, secret: str) -> None:
        """Keep a secret; raises KeyringRefusedError where no keyring keeps it."""
        import keyring
        from keyring.errors import KeyringError

        entry = self._entry(neighbour, name)
        try:
            keyring.set_password(_SERVICE, entry, secret)
            kept = keyring.get_password(_SERVICE, entry)
        except KeyringError as error:
            raise KeyringRefusedError(neighbour=neighbour) from error
        if kept != secret:
            raise KeyringRefusedError(neighbour=neighbour)

    def _entry(self, neighbour: str, name: str) -> str:
        # two data folders of one user may know neighbours of the same name
        place = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return f"{place}/{neighbour}/{name}"
