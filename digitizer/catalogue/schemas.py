"""The shape of definition files, checked by pydantic; unknown keys are refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from digitizer.catalogue.patterns import problem_of
from digitizer.model.doctype import (
    Column,
    DocumentType,
    FieldRule,
    PersonRule,
    Place,
    Privacy,
    Reads,
)
from digitizer.model.procedure import ComponentRule, Procedure, SourcePolicy

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Share = Annotated[float, Field(ge=-1.0, le=1.0)]

CHECKS = (
    "not-in-future",
    "before",
    "not-before",
    "matches-sex",
    "of-sex",
    "matches-birth",
    "structure",
    "not-expired",
    "words-of",
    "money-words",
    "tax-code",
    "identity-number",
    "identity-paper",
    "insurance-number",
)
REGIONS = (
    "",
    "top-left",
    "top-right",
    "title",
    "below-title",
    "bottom-right",
    "bottom-left",
    "dateline",
)
SEXES = ("Nam", "Nữ")
MACHINE_CODES = ("qr-cccd", "qr-can-cuoc", "mrz-td1")
MRZ_PARTS = ("personal_id", "birth_date", "sex", "expiry_date", "nationality", "name")


class _Definition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _one_of(value: str, known: tuple[str, ...], what: str) -> str:
    if value not in known:
        # the loader takes the words behind the bar as the known ones
        raise ValueError(f"unknown {what} '{value}'|{'|'.join(known)}")
    return value


class FieldSchema(_Definition):
    """One ``[fields.<name>]`` table of a document type."""

    title: Words
    labels: tuple[Words, ...] = ()
    reads: Reads = Reads.TEXT
    place: Place = Place.RIGHT
    until: tuple[Words, ...] = ()
    section: str = Field(default="", max_length=200)
    lines: int = Field(default=1, ge=1, le=12)
    pattern: str = ""
    qr: int = Field(default=-1, ge=-1, le=10)
    mrz: str = ""
    required: bool = False
    sensitive: bool = False
    checks: tuple[Words, ...] = ()
    region: str = ""
    zone: tuple[Share, Share, Share, Share] | None = None
    zone_page: int = Field(default=1, ge=1, le=500)
    anchor: str = Field(default="", max_length=200)
    privacy: Privacy | None = None
    unconfirmed: bool = False
    values: tuple[Words, ...] = Field(default=(), max_length=200)
    columns: tuple[tuple[Code, Words, Reads], ...] = Field(default=(), max_length=30)
    key_column: int = Field(default=0, ge=0, le=29)
    shape: str = ""
    passage: tuple[Words, ...] = ()
    not_below: tuple[Words, ...] = Field(default=(), max_length=30)
    passage_pattern: str = ""

    @field_validator("pattern", "shape", "passage_pattern")
    @classmethod
    def _bounded(cls, pattern: str) -> str:
        problem = problem_of(pattern)
        if problem is not None:
            raise ValueError(f"pattern refused: {problem}")
        return pattern

    @field_validator("checks")
    @classmethod
    def _known_checks(cls, checks: tuple[str, ...]) -> tuple[str, ...]:
        for check in checks:
            _one_of(check.partition(":")[0], CHECKS, "check")
        return checks

    @field_validator("region")
    @classmethod
    def _known_region(cls, region: str) -> str:
        return _one_of(region, REGIONS, "region")

    @field_validator("mrz")
    @classmethod
    def _known_part(cls, mrz: str) -> str:
        return _one_of(mrz, ("", *MRZ_PARTS), "mrz")

    @model_validator(mode="after")
    def _findable(self) -> Self:
        by_code = self.qr >= 0 or bool(self.mrz)
        if not (self.labels or self.pattern or self.region or self.zone or by_code):
            raise ValueError("a field needs labels, a pattern, a region, a zone, qr or mrz")
        if self.values and self.reads is not Reads.TEXT:
            raise ValueError("only a field that reads text may list its values")
        if self.shape and self.reads is not Reads.CODE:
            raise ValueError("only a field that reads a code may tell its shape")
        if self.passage and not self.passage_pattern:
            raise ValueError("passage_pattern tells what of a passage is the value")
        labelled = self.labels and self.place in (Place.RIGHT, Place.TABLE)
        if self.passage_pattern and not labelled:
            raise ValueError("a passage is for a table or a value that stands right of its labels")
        if self.columns and (self.place is not Place.TABLE or not self.pattern):
            raise ValueError("columns belong to a table whose pattern tells the cell of the key")
        if self.columns and self.key_column >= len(self.columns):
            raise ValueError("key_column is the number of a column, counted from 0")
        if (self.place is Place.ZONE) != (self.zone is not None):
            raise ValueError("place = 'zone' and zone = [left, top, right, bottom] go together")
        if self.zone and (self.zone[0] >= self.zone[2] or self.zone[1] >= self.zone[3]):
            raise ValueError("a zone is [left, top, right, bottom], right of left and below top")
        return self

    def rule(self, name: str) -> FieldRule:
        """Return the rule this table describes."""
        return FieldRule(
            name=name,
            title=self.title,
            labels=self.labels,
            reads=self.reads,
            place=self.place,
            until=self.until,
            section=self.section,
            lines=self.lines,
            pattern=self.pattern,
            qr=self.qr,
            mrz=self.mrz,
            required=self.required,
            sensitive=self.sensitive,
            checks=self.checks,
            region=self.region,
            zone=self.zone,
            zone_page=self.zone_page,
            anchor=self.anchor,
            privacy=self.privacy or _privacy_of(self.reads, sensitive=self.sensitive),
            unconfirmed=self.unconfirmed,
            values=self.values,
            columns=tuple(Column(*one) for one in self.columns),
            key_column=self.key_column,
            shape=self.shape,
            passage=self.passage,
            not_below=self.not_below,
            passage_pattern=self.passage_pattern,
        )


def _privacy_of(reads: Reads, *, sensitive: bool) -> Privacy:
    """Return the class of NĐ 356/2025 where a definition names none: ethnicity is sensitive."""
    if reads is Reads.ETHNICITY:
        return Privacy.SENSITIVE
    return Privacy.BASIC if sensitive else Privacy.NONE


class PersonSchema(_Definition):
    """One ``[persons.<role>]`` table: which fields speak of one person."""

    name: Code
    personal_id: str = ""
    birth_date: str = ""
    sex: str = ""


class DocumentTypeSchema(_Definition):
    """A file of ``document_types/``."""

    code: Code
    name: Words
    titles: tuple[Words, ...]
    anchors: tuple[Words, ...] = ()
    not_with: tuple[Words, ...] = ()
    codes: tuple[str, ...] = ()
    sides: int = Field(default=1, ge=0, le=999)
    reusable: bool = False
    person_fields: tuple[Code, ...] = ()
    organisation_fields: tuple[Code, ...] = Field(default=(), max_length=2)
    true_from: str = ""
    succession: str = Field(default="", pattern=r"^[a-z0-9-]{0,60}$")
    valid_days: int | None = Field(default=None, ge=1)
    legal_source: Words
    effective_from: date
    effective_to: date | None = None
    any_order: tuple[Words, ...] = Field(default=(), max_length=6)
    column_heads: tuple[tuple[Words, ...], ...] = Field(default=(), max_length=3)
    headings: tuple[tuple[Words, ...], ...] = Field(default=(), max_length=12)
    sides_of: tuple[Code, ...] = Field(default=(), max_length=2)
    declared: bool = False
    unconfirmed: bool = False
    fields: dict[Code, FieldSchema]
    persons: dict[Code, PersonSchema] = Field(default_factory=dict)

    @field_validator("codes")
    @classmethod
    def _known_codes(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            _one_of(code, MACHINE_CODES, "machine code")
        return codes

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        if self.sides_of:
            if len(set(self.sides_of)) != 2:
                raise ValueError("sides_of names two kinds: the front and the back")
            # its fields are those of the two kinds, which this file does not hold
            return self
        known = tuple(self.fields)
        named = [*self.person_fields, *self.organisation_fields, *filter(None, [self.true_from])]
        for person in self.persons.values():
            named += filter(None, [person.name, person.personal_id, person.birth_date, person.sex])
        for rule in self.fields.values():
            for check, _, told in (one.partition(":") for one in rule.checks):
                if check == "of-sex":
                    _one_of(told, SEXES, "sex")
                elif told:
                    named.append(told)
        for name in named:
            _one_of(name, known, "field")
        return self

    @model_validator(mode="after")
    def _blocks_exist(self) -> Self:
        sections = tuple(dict.fromkeys(rule.section for rule in self.fields.values()))
        labels = tuple(label for rule in self.fields.values() for label in rule.labels)
        for heading in self.any_order:
            _one_of(heading, sections, "section")
        for block in self.headings:
            if len(block) < 2:
                raise ValueError("headings name a section or a label, then what stands above it")
            _one_of(block[0], (*sections, *labels), "section or label")
        return self

    def document_type(self, basis: str) -> DocumentType:
        """Return the document type this file describes."""
        return DocumentType(
            code=self.code,
            name=self.name,
            titles=self.titles,
            anchors=self.anchors,
            fields=tuple(schema.rule(name) for name, schema in self.fields.items()),
            not_with=self.not_with,
            codes=self.codes,
            sides=self.sides,
            reusable=self.reusable,
            person_fields=self.person_fields,
            organisation_fields=self.organisation_fields,
            true_from=self.true_from,
            succession=self.succession,
            valid_days=self.valid_days,
            legal_source=self.legal_source,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            persons=tuple(
                PersonRule(role, one.name, one.personal_id, one.birth_date, one.sex)
                for role, one in self.persons.items()
            ),
            any_order=self.any_order,
            column_heads=self.column_heads,
            headings=self.headings,
            sides_of=self.sides_of,
            declared=self.declared,
            unconfirmed=self.unconfirmed,
            basis=basis,
        )


class ComponentSchema(_Definition):
    """One ``[components.<code>]`` table of a procedure."""

    name: Words
    document_types: tuple[Code, ...] = Field(min_length=1)
    required: bool = True
    source_policy: SourcePolicy = SourcePolicy.SCAN
    copies: int = Field(default=1, ge=1, le=99)
    reusable: bool = False
    legal_source: Words


class ProcedureSchema(_Definition):
    """A file of ``procedures/``."""

    code: Annotated[str, Field(pattern=r"^\d\.\d{6}(\.\d{2,3}){0,3}(\.[A-Z]\d{2})?$")]
    name: Words
    field: Words
    deadline_working_days: int = Field(ge=0, le=400)
    result_type: Words
    result_template: Code
    owner_fields: tuple[str, ...] = ()
    legal_source: Words
    effective_from: date
    effective_to: date | None = None
    components: dict[Code, ComponentSchema]

    def procedure(self) -> Procedure:
        """Return the procedure this file describes."""
        return Procedure(
            code=self.code,
            name=self.name,
            field=self.field,
            deadline_working_days=self.deadline_working_days,
            components=tuple(
                ComponentRule(
                    code=code,
                    name=one.name,
                    document_types=one.document_types,
                    required=one.required,
                    source_policy=one.source_policy,
                    copies=one.copies,
                    reusable=one.reusable,
                    legal_source=one.legal_source,
                )
                for code, one in self.components.items()
            ),
            result_type=self.result_type,
            result_template=self.result_template,
            owner_fields=self.owner_fields,
            legal_source=self.legal_source,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
        )
