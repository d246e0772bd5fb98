"""The journal: who did what and when, and from a row to the pixels."""

from __future__ import annotations

from ui.screens.journal.screen import JournalScreen

__all__ = ["JournalScreen"]
