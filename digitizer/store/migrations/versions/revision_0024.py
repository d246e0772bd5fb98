"""What the population database answered may be forgotten; rules and policies are laid anew."""

from __future__ import annotations

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table: what migrates lays rules and policies anew."""
