"""Administrative procedures (TTHC) and the components their dossiers consist of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SourcePolicy(StrEnum):
    """Where a component comes from (TT 01/2023/TT-VPCP art. 4, TT 03/2025/TT-VPCP art. 5)."""

    SCAN = "scan"
    LOOK_UP = "look-up"
    SHOW_ONLY = "show-only"
    ELECTRONIC = "electronic"
    SECRET = "secret"  # noqa: S105 - a class of paper, not a password


@dataclass(frozen=True, slots=True)
class ComponentRule:
    """One paper that a procedure asks for."""

    code: str
    name: str
    document_types: tuple[str, ...]
    required: bool
    source_policy: SourcePolicy
    copies: int = 1
    reusable: bool = False
    legal_source: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure as its definition file describes it."""

    code: str
    name: str
    field: str
    deadline_working_days: int
    components: tuple[ComponentRule, ...]
    result_type: str
    result_template: str
    owner_fields: tuple[str, ...] = ()
    """``<document type>.<field>`` names that hold the owner's name and number, best first."""
    legal_source: str = ""
    effective_from: date | None = None
    effective_to: date | None = None

    def component(self, code: str) -> ComponentRule | None:
        """Return the component rule with this code."""
        return next((rule for rule in self.components if rule.code == code), None)
