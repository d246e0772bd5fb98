"""``digitizer compose``: make a result or a form from a template and data."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file
from digitizer.errors import DataUnfitError, DigitizerError, TemplateUnknownError
from digitizer.files import read_file
from digitizer.results import composing
from digitizer.results.templates import ResultTemplate, nearest, templates_in_force
from digitizer.settings import data_folder
from digitizer.workstation import OFFICE_FOLDER

_LARGEST = 10_000_000


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "compose",
        run,
        help_text="Make a result or a one-stop form as PDF/A-3b from a template and its data.",
        example="digitizer compose form_receipt data.json --out receipt.pdf",
    )
    parser.add_argument("template", nargs="?", metavar="TEMPLATE")
    parser.add_argument("data", nargs="?", type=Path, metavar="DATA.json")
    parser.add_argument("--out", type=Path, metavar="F.pdf")
    parser.add_argument(
        "--list", action="store_true", help="name the templates, or one template's fields"
    )
    parser.add_argument(
        "--at",
        type=datetime.fromisoformat,
        metavar="TIME",
        help="time of composing (ISO 8601); the same data and time give the same bytes",
    )
    parser.add_argument("--test", action="store_true", help="mark the paper as a test")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compose one paper, or list what can be composed."""
    templates = templates_in_force(data_folder() / OFFICE_FOLDER)
    if arguments.list:
        named = {arguments.template} if arguments.template else set(templates)
        listed = [_described(one) for code, one in templates.items() if code in named]
        console.answer({"templates": listed}, "\n".join(map(_as_text, listed)))
        return console.exit_code
    if not (arguments.template and arguments.data and arguments.out):
        return console.wrong_use(
            "Hãy cho biết mẫu, tệp dữ liệu và --out; hoặc dùng --list để xem các mẫu.",
            "Name the template, the data file and --out; or use --list to see the templates.",
        )
    try:
        composed = _compose(arguments, templates)
    except DigitizerError as error:
        console.fail(str(arguments.data), error)
        names = error.details.get("fields")
        if isinstance(names, list):
            console.say("  Cần thêm: {names}", "  Needed: {names}", names=", ".join(names))
        console.answer({"composed": None})
        return console.exit_code
    console.answer({"composed": composed}, str(arguments.out))
    return console.exit_code


def _compose(
    arguments: argparse.Namespace, templates: Mapping[str, ResultTemplate]
) -> dict[str, str]:
    """Write the paper and return what the answer says of it."""
    if arguments.template not in templates:
        near = nearest(arguments.template, templates)
        raise TemplateUnknownError(template=arguments.template, nearest=near)
    template = templates[arguments.template]
    data = _data(arguments.data, template)
    at = arguments.at or datetime.now(UTC)
    pdf = composing.compose(
        template,
        data,
        at=at if at.tzinfo else at.astimezone(),
        attachment=json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode(),
        test_mark=composing.TEST_MARK if arguments.test else "",
    )
    write_file(arguments.out, pdf)
    return {"template": template.code, "file": str(arguments.out)}


def _data(path: Path, template: ResultTemplate) -> dict[str, Any]:
    """Return the values of a data file; complaints name the file, the key and the nearest name."""
    name = path.name
    try:
        given = json.loads(read_file(path, _LARGEST))
    except (ValueError, RecursionError) as error:
        raise DataUnfitError(file=name, key="", nearest="", problem=str(error)) from error
    if not isinstance(given, Mapping):
        raise DataUnfitError(file=name, key="", nearest="{}", problem="not an object")
    for key, value in given.items():
        field = template.field(key)
        if field is None:
            near = nearest(key, [one.name for one in template.fields])
            raise DataUnfitError(file=name, key=key, nearest=near, problem="unknown key")
        if not _fits(value, table=bool(field.columns)):
            wanted = "list of rows" if field.columns else "text"
            raise DataUnfitError(file=name, key=key, nearest=wanted, problem="wrong value")
    return dict(given)


def _fits(value: object, *, table: bool) -> bool:
    if not table:
        return isinstance(value, str)
    return isinstance(value, list) and all(
        isinstance(row, dict) and all(isinstance(cell, str) for cell in row.values())
        for row in value
    )


def _described(template: ResultTemplate) -> dict[str, Any]:
    return {
        "code": template.code,
        "title": template.title,
        "kind": template.kind.value,
        "legal_source": template.legal_source,
        "effective_from": template.effective_from,
        "confirmed": template.confirmed,
        "fields": [
            {
                "name": one.name,
                "title": one.title,
                "required": one.required,
                "columns": list(one.columns),
            }
            for one in template.fields
        ],
    }


def _as_text(described: Mapping[str, Any]) -> str:
    needed = ", ".join(one["name"] for one in described["fields"] if one["required"])
    return f"{described['code']}: {described['title']}\n    {needed}"
