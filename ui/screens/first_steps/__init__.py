"""What a new office does once, in order."""

from __future__ import annotations

from ui.screens.first_steps.screen import FirstStepsScreen

__all__ = ["FirstStepsScreen"]
