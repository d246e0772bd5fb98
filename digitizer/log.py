"""Logging without personal data: every record is masked before it is written anywhere.

Runs of nine or more digits (identity numbers, phones, tax codes) lose all but the last two, also
where spaces or dots stand between them. Values of fields are never logged at all.
"""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

from typing_extensions import override

_NUMBER = re.compile(r"(?<!\d)\d(?:[ .]?\d){8,}(?!\d)")
_KEPT_DIGITS = 2
_FILE_BYTES = 2_000_000
_FILES = 5


def masked(text: str) -> str:
    """Return the text with every long number masked to its last two digits."""
    return _NUMBER.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return "•" * (len(digits) - _KEPT_DIGITS) + digits[-_KEPT_DIGITS:]


class MaskingFormatter(logging.Formatter):
    """Formats a record, traceback included, and masks the whole of it."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def set_up(folder: Path, *, level: int = logging.INFO) -> Path:
    """Log to a rotating file in the folder and return its path; once is enough."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "digitizer.log"
    root = logging.getLogger()
    if any(getattr(handler, "baseFilename", None) == str(path) for handler in root.handlers):
        return path
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8"
    )
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(level)
    return path
