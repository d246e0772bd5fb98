"""The supervisor's dashboard: what the office is judged by, and what is behind each figure."""

from __future__ import annotations

from ui.screens.dashboard.screen import DashboardScreen

__all__ = ["DashboardScreen"]
