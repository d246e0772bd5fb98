"""The records officer's seat: results are composed, signed, judged and released."""

from __future__ import annotations

from ui.screens.records.screen import RecordsScreen

__all__ = ["RecordsScreen"]
