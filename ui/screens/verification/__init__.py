"""The supervisor's seat: fields beside the page they were read from."""

from __future__ import annotations

from ui.screens.verification.screen import VerificationScreen

__all__ = ["VerificationScreen"]
