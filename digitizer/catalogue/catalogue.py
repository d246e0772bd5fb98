"""The office's document types and procedures, with every cross reference checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from digitizer.catalogue.listing import Keyed, keyed, offices, places
from digitizer.catalogue.loading import definition_files, nearest, read_table, validated
from digitizer.catalogue.rules import Rules, load_rules
from digitizer.catalogue.schemas import DocumentTypeSchema, ProcedureSchema
from digitizer.catalogue.units import Units, load_units, shipped_units
from digitizer.errors import DefinitionError, NotFoundError, UnknownProcedureError
from digitizer.model.doctype import DocumentType, FieldRule, PersonRule
from digitizer.model.procedure import Procedure


@dataclass(frozen=True)
class Catalogue:
    """Everything the definition files say, by code."""

    document_types: Mapping[str, DocumentType]
    procedures: Mapping[str, Procedure]
    rules: Rules
    office_folder: Path | None = None
    """Where the office's own definitions lie."""

    @cached_property
    def units(self) -> Units:
        """The administrative units; read when first asked for, since it takes a third of a second.

        Raises DefinitionError for a table of the office that does not hold.
        """
        return shipped_units() if self.office_folder is None else load_units(self.office_folder)

    @cached_property
    def listed_places(self) -> tuple[Keyed, ...]:
        """The units and the offices of the communes, to be looked up; made when first needed."""
        return keyed([*places(self.units), *offices(self.units)])

    @classmethod
    def load(cls, office_folder: Path | None = None) -> Catalogue:
        """Read the shipped definitions and the office's own, which win file by file."""
        types = _document_types(office_folder)
        return cls(
            document_types=MappingProxyType(types),
            procedures=MappingProxyType(_procedures(office_folder, types)),
            rules=load_rules(office_folder),
            office_folder=office_folder,
        )

    def document_type(self, code: str) -> DocumentType:
        """Return the document type with this code, or raise NotFoundError."""
        if code not in self.document_types:
            raise NotFoundError(name=code, nearest=nearest(code, tuple(self.document_types)))
        return self.document_types[code]

    def procedure(self, code: str) -> Procedure:
        """Return the procedure with this code, or raise UnknownProcedureError."""
        if code not in self.procedures:
            near = nearest(code, tuple(self.procedures), cutoff=0)
            raise UnknownProcedureError(code_given=code, nearest=near)
        return self.procedures[code]


def _document_types(office_folder: Path | None) -> dict[str, DocumentType]:
    found: dict[str, DocumentType] = {}
    for name, file in definition_files("document_types", office_folder).items():
        table, data = read_table(file)
        schema = validated(DocumentTypeSchema, table, name)
        if schema.code in found:
            raise _wrong(name, "code", f"'{schema.code}' is defined twice")
        found[schema.code] = schema.document_type(
            f"{schema.code} {hashlib.sha256(data).hexdigest()[:12]}"
        )
    return {code: _with_its_sides(kind, found) for code, kind in found.items()}


def _with_its_sides(kind: DocumentType, types: Mapping[str, DocumentType]) -> DocumentType:
    """Return a kind that shows two others on one page with the fields and persons of both."""
    if not kind.sides_of:
        return kind
    file = f"{kind.code}.toml"
    for code in kind.sides_of:
        _check_known(file, "sides_of", code, tuple(types))
        if types[code].sides_of:
            raise _wrong(file, "sides_of", f"'{code}' itself shows two kinds")
    front, back = (types[code] for code in kind.sides_of)
    # what the file itself says of a field comes first, then the front: a card prints more there
    fields: dict[str, FieldRule] = {}
    persons: dict[str, PersonRule] = {}
    for one in (kind, front, back):
        for rule in one.fields:
            known = fields.setdefault(rule.name, rule)
            # the code may stand on the side that does not print the fact
            fields[rule.name] = replace(
                known, qr=rule.qr if known.qr < 0 else known.qr, mrz=known.mrz or rule.mrz
            )
        for person in one.persons:
            persons.setdefault(person.role, person)
    for key, names in _named_fields(kind):
        for name in names:
            _check_known(file, key, name, tuple(fields))
    return replace(
        kind,
        fields=tuple(fields.values()),
        persons=tuple(persons.values()),
        basis=" ".join((kind.basis, front.basis, back.basis)),
    )


def _named_fields(kind: DocumentType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a definition says of fields that its own file need not hold."""
    yield "person_fields", kind.person_fields
    yield "organisation_fields", kind.organisation_fields
    yield "true_from", (kind.true_from,) if kind.true_from else ()
    for one in kind.persons:
        parts = (one.name, one.personal_id, one.birth_date, one.sex)
        yield f"persons.{one.role}", tuple(part for part in parts if part)
    for rule in kind.fields:
        told = (check.partition(":") for check in rule.checks)
        others = tuple(other for name, _, other in told if other and name != "of-sex")
        yield f"fields.{rule.name}.checks", others


def _procedures(
    office_folder: Path | None, types: Mapping[str, DocumentType]
) -> dict[str, Procedure]:
    found: dict[str, Procedure] = {}
    for name, file in definition_files("procedures", office_folder).items():
        procedure = validated(ProcedureSchema, read_table(file)[0], name).procedure()
        if procedure.code in found:
            raise _wrong(name, "code", f"'{procedure.code}' is defined twice")
        _check_references(name, procedure, types)
        found[procedure.code] = procedure
    return found


def _check_references(file: str, procedure: Procedure, types: Mapping[str, DocumentType]) -> None:
    for component in procedure.components:
        for code in component.document_types:
            _check_known(file, f"components.{component.code}.document_types", code, tuple(types))
    for reference in procedure.owner_fields:
        code, _, field = reference.partition(".")
        _check_known(file, "owner_fields", code, tuple(types))
        fields = tuple(rule.name for rule in types[code].fields)
        _check_known(file, "owner_fields", field, fields)


def _check_known(file: str, key: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise _wrong(file, key, f"'{word}' is not known", nearest(word, known))


def _wrong(file: str, key: str, problem: str, near: str = "") -> DefinitionError:
    return DefinitionError(file=file, key=key, nearest=near, problem=problem)
