"""Supervisors take dossiers over from each other also on PostgreSQL; the policies are laid anew."""

from __future__ import annotations

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table: what migrates lays rules and policies anew."""
