"""Officers of an office bind their own certificates; rules and policies are laid anew."""

from __future__ import annotations

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table: what migrates lays rules and policies anew."""
