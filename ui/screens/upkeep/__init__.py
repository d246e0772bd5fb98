"""The desk's own health and the queue of pages that wait to be read."""

from __future__ import annotations

from ui.screens.upkeep.queue import QueueScreen
from ui.screens.upkeep.selftest import SelfTestScreen

__all__ = ["QueueScreen", "SelfTestScreen"]
