"""Folders that machines push paper into: each file with what became of it."""

from __future__ import annotations

from ui.screens.folder.screen import FolderScreen

__all__ = ["FolderScreen"]
