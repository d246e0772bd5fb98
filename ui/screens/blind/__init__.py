"""Blind keying: values that two people key, each by themselves, and a third where they differ."""

from __future__ import annotations

from ui.screens.blind.screen import BlindScreen

__all__ = ["BlindScreen"]
