"""The seat where the office writes its own templates, the page drawn beside the text."""

from __future__ import annotations

from ui.screens.templates.screen import TemplatesScreen

__all__ = ["TemplatesScreen"]
