"""The clerk's seat: dossiers are opened, papers taken in, and what is missing is seen at once."""

from __future__ import annotations

from ui.screens.clerk.screen import ClerkScreen

__all__ = ["ClerkScreen"]
