"""The administrator's designer of document types."""

from ui.screens.design.screen import DesignScreen

__all__ = ["DesignScreen"]
