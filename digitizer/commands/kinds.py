"""``digitizer types``: the document types with their fields, kinds of value and legal sources."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.commands.console import Console, add_command
from digitizer.model.doctype import DocumentType, FieldRule
from digitizer.settings import data_folder
from digitizer.workstation import OFFICE_FOLDER


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "types",
        run,
        help_text="List the document types: their fields, what each holds, and the law behind it.",
        example="digitizer types --json",
    )
    parser.add_argument("codes", nargs="*", metavar="TYPE", help="only these types")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder whose own definitions win (default: this user's, or $DIGITIZER_DATA)",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the types; raises DefinitionError for a bad file of the office, NotFoundError."""
    catalogue = Catalogue.load((arguments.data or data_folder()) / OFFICE_FOLDER)
    wanted = arguments.codes or sorted(catalogue.document_types)
    types = [catalogue.document_type(code) for code in wanted]
    console.answer(
        {"types": [as_data(one) for one in types]}, "\n\n".join(_as_text(one) for one in types)
    )
    return console.exit_code


def as_data(kind: DocumentType) -> dict[str, Any]:
    """Return what a definition says, as plain data."""
    return {
        "code": kind.code,
        "name": kind.name,
        "titles": list(kind.titles),
        "legal_source": kind.legal_source,
        "effective_from": kind.effective_from,
        "effective_to": kind.effective_to,
        "unconfirmed": kind.unconfirmed,
        "sides": kind.sides,
        "reusable": kind.reusable,
        "valid_days": kind.valid_days,
        "definition": kind.basis,
        "persons": {
            one.role: {
                "name": one.name,
                "personal_id": one.personal_id,
                "birth_date": one.birth_date,
                "sex": one.sex,
            }
            for one in kind.persons
        },
        "fields": [_field(rule, kind) for rule in kind.fields],
    }


def _field(rule: FieldRule, kind: DocumentType) -> dict[str, Any]:
    return {
        "name": rule.name,
        "title": rule.title,
        "reads": rule.reads.value,
        "place": rule.region or rule.place.value,
        "labels": list(rule.labels),
        "required": rule.required,
        "sensitive": rule.sensitive,
        "privacy": rule.privacy.value,
        "checks": list(rule.checks),
        "qr": rule.qr if rule.qr >= 0 else None,
        "mrz": rule.mrz or None,
        "values": list(rule.values),
        "unconfirmed": rule.unconfirmed or kind.unconfirmed,
    }


def _as_text(kind: DocumentType) -> str:
    doubt = "  [chưa xác nhận]" if kind.unconfirmed else ""
    head = f"{kind.code}  {kind.name}{doubt}\n  {kind.legal_source}"
    rows = [
        f"  {rule.name:32} {rule.reads.value:12} {'*' if rule.required else ' '} {rule.title}"
        for rule in kind.fields
    ]
    return "\n".join([head, *rows])
