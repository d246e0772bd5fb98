"""The clerk's inbox: dossiers filed online and replies of other agencies."""

from __future__ import annotations

from ui.screens.inbox.screen import InboxScreen

__all__ = ["InboxScreen"]
