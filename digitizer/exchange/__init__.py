"""What leaves the office's records and what comes in: each neighbour in a module of its own."""

from __future__ import annotations
