"""The PKCS#11 shim, compiled once, and what tells it how to misbehave."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "tools" / "token" / "shim.c"
LAST_TRY, LOCKED = 0x20000, 0x40000


@dataclass(frozen=True)
class Shim:
    """A module in front of SoftHSM."""

    module: str
    control: Path

    @classmethod
    def build(cls, folder: Path, real: str) -> Shim:
        """Compile the shim; the program behind reads where SoftHSM and the control file are."""
        module = folder / "libshim.so"
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O1", "-w", "-o", module, SOURCE, "-ldl"], check=True
        )
        control = folder / "control"
        os.environ["TOKEN_SHIM_REAL"] = real
        os.environ["TOKEN_SHIM_CONTROL"] = str(control)
        made = cls(str(module), control)
        made.behave()
        return made

    def behave(
        self,
        *,
        delay: int = 0,
        more: int | None = None,
        error: int = 0,
        login: int = 0,
        flags: int = 0,
        pulled: bool = False,
    ) -> None:
        """Say how it behaves from now on; after ``more`` signatures it gives the error."""
        after = -1 if more is None else self.signatures + more
        told = self.control.with_suffix(".new")
        told.write_text(f"{delay} {after} {error} {login} {flags} {int(pulled)}\n")
        told.replace(self.control)

    @property
    def signatures(self) -> int:
        """How many signatures it has made in this process."""
        return self._counts()[0]

    @property
    def logins(self) -> int:
        """How many logins it was asked for in this process."""
        return self._counts()[1]

    def _counts(self) -> tuple[int, int]:
        counts = Path(f"{self.control}.counts")
        if not counts.exists() or not counts.read_text().strip():
            return 0, 0
        signatures, logins = counts.read_text().split()
        return int(signatures), int(logins)
