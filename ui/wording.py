"""Whole sentences for what the core names by code, in the language of the window."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digitizer.model.clock import OFFICE_TIME

if TYPE_CHECKING:
    from digitizer.errors import DefinitionError
    from digitizer.model.view import ItemFailure

_language = "vi"


def use_language(language: str) -> None:
    """Choose the language of sentences from now on: ``vi`` or ``en``."""
    global _language  # noqa: PLW0603 - one window, one language
    _language = language


def language() -> str:
    """Return the language of the window."""
    return _language


def sentence(situation: object) -> str:
    """Return the sentence for an error, a finding or a failed item."""
    from digitizer import messages

    return messages.sentence(situation, _language)


def problem(error: DefinitionError) -> str:
    """Return what is wrong with a definition, without the place and the advice."""
    from digitizer import messages

    return messages.problem(str(error.details.get("problem", "")), _language)


def failure(item: ItemFailure) -> str:
    """Return the sentence for one file or page that failed, named first."""
    said = sentence(item)
    return said if item.name in said else f"{item.name}: {said}"


def moment(at: datetime | None) -> str:
    """Return a time as the office writes it, in +07:00."""
    if at is None:
        return ""
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return known.astimezone(OFFICE_TIME).strftime("%H:%M %d/%m/%Y")


def day(at: datetime | None) -> str:
    """Return a day as the office writes it, in +07:00."""
    if at is None:
        return ""
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return known.astimezone(OFFICE_TIME).strftime("%d/%m/%Y")


def decimal(number: float) -> str:
    """Return a number with one place, with the comma the office writes."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if _language == "vi" else text
