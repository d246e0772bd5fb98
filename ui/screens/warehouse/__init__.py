"""The warehouse: whose facts, since when, from where; and putting them right."""

from __future__ import annotations

from ui.screens.warehouse.screen import WarehouseScreen

__all__ = ["WarehouseScreen"]
