"""The seat where any signed PDF is judged, wherever it came from."""

from __future__ import annotations

from ui.screens.checking.screen import CheckingScreen

__all__ = ["CheckingScreen"]
