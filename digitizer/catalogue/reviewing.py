"""Which fields persons look at, how often, how many are drawn, and when a batch is good enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from digitizer.catalogue.loading import definition_files, read_table, validated
from digitizer.errors import DefinitionError
from digitizer.model.doctype import DocumentType, FieldRule
from digitizer.model.field import Look

_FILE = "verification.toml"


class _FieldLook(BaseModel):
    """One ``[[fields]]`` table; what is not named means any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_type: str = ""
    field: str = ""
    reads: str = ""
    look: Look

    def fits(self, kind: DocumentType, rule: FieldRule) -> bool:
        """Return whether the table speaks of this field."""
        return (
            self.document_type in ("", kind.code)
            and self.field in ("", rule.name)
            and self.reads in ("", rule.reads.value)
        )


class _Schema(BaseModel):
    """``verification.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    legal_source: str = Field(min_length=1)
    effective_from: date
    confirmed: bool
    default: Look
    sample_share: float = Field(ge=0, le=1)
    machine_counts_as_one: bool
    errors_per_thousand: float = Field(ge=0, le=1000)
    fields: tuple[_FieldLook, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """The office's rules for looking."""

    default: Look = Look.DOUBT
    sample_share: float = 0.0
    """Share of the values the machine is sure of that are drawn for a look."""
    machine_counts_as_one: bool = False
    """Whether a sure machine value is one of the two voices of a field keyed twice."""
    errors_per_thousand: float = 1.0
    fields: tuple[_FieldLook, ...] = ()

    def look(self, kind: DocumentType, rule: FieldRule) -> Look:
        """Return how a field is looked at: by the last table that speaks of it."""
        found = [one.look for one in self.fields if one.fits(kind, rule)]
        return found[-1] if found else self.default


def load_review_policy(office_folder: Path | None = None) -> ReviewPolicy:
    """Read the shipped rules, or the office's own in their place; raises DefinitionError."""
    found = definition_files("rules", office_folder)
    if _FILE not in found:
        raise DefinitionError(file=_FILE, key="", nearest="", problem="the file is missing")
    schema = validated(_Schema, read_table(found[_FILE])[0], _FILE)
    for one in (schema.default, *(table.look for table in schema.fields)):
        if one is Look.SAMPLE:
            raise DefinitionError(
                file=_FILE, key="look", nearest=Look.ALWAYS, problem="'sample' is drawn, not set"
            )
    return ReviewPolicy(
        schema.default,
        schema.sample_share,
        schema.machine_counts_as_one,
        schema.errors_per_thousand,
        schema.fields,
    )
