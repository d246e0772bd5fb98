"""The signing seat: two queues, one PIN, every document accounted for."""

from __future__ import annotations

from ui.screens.signing.screen import SigningScreen

__all__ = ["SigningScreen"]
