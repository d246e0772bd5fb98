"""One field over many documents: mass verification."""

from __future__ import annotations

from ui.screens.mass.screen import MassScreen

__all__ = ["MassScreen"]
