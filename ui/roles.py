"""The seats' names in the office's words."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from digitizer.model.officer import Role


def name(role: Role) -> str:
    """Return the office's word for a role."""
    match role:
        case Role.CLERK:
            return QCoreApplication.translate("roles", "One-stop clerk")
        case Role.SUPERVISOR:
            return QCoreApplication.translate("roles", "Supervisor")
        case Role.RECORDS:
            return QCoreApplication.translate("roles", "Records officer")
        case Role.ADMINISTRATOR:
            return QCoreApplication.translate("roles", "Administrator")


def names(held: Collection[Role]) -> str:
    """Return the office's words for several roles, in the order of the work."""
    return ", ".join(name(role) for role in Role if role in held)
