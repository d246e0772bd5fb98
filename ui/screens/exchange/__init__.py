"""The administrator's screen of neighbours: what waits for each, what was given up, its health."""

from __future__ import annotations

from ui.screens.exchange.screen import ExchangeScreen

__all__ = ["ExchangeScreen"]
