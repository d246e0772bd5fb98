"""Logging without personal data: every record is masked before it is written anywhere.

Runs of nine or more digits (identity numbers, phones, tax codes) lose all but the last two, also
where spaces or dots stand between them. Values of fields are never logged at all, so of an
exception only its kind and the places it went through are written: its words may hold a value.
"""

from __future__ import annotations

import logging
import logging.handlers
import re
import traceback
from pathlib import Path
from types import TracebackType

from typing_extensions import override

_NUMBER = re.compile(r"(?<!\d)\d(?:[ .]?\d){8,}(?!\d)")
_KEPT_DIGITS = 2
_FILE_BYTES = 2_000_000
_FILES = 5
_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def masked(text: str) -> str:
    """Return the text with every long number masked to its last two digits."""
    return _NUMBER.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return "•" * (len(digits) - _KEPT_DIGITS) + digits[-_KEPT_DIGITS:]


class MaskingFormatter(logging.Formatter):
    """Formats a record and masks the whole of it; the words of an exception are left out."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        # another handler may have left its own, wordier text in the record
        record.exc_text = None
        try:
            return masked(super().format(record))
        finally:
            record.exc_text = None

    @override
    def formatException(self, ei: _Caught) -> str:
        kind, _error, trace = ei
        name = kind.__name__ if kind is not None else "unknown"
        return "".join(traceback.format_tb(trace)) + name


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
