"""Template definitions load, fit the document types, and complain precisely."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from digitizer.catalogue import Catalogue
from digitizer.errors import DefinitionError
from digitizer.results.templates import (
    OUTSIDE_PAPERS,
    Kind,
    ShownAs,
    load_templates,
    templates_in_force,
)

RESOURCES = Path(__file__).parents[3] / "resources"
TEMPLATES = load_templates(RESOURCES / "result_templates")

GOOD = """
code = "a"
title = "A"
[[fields]]
name = "child_name"
title = "Họ tên"
required = true
source = ["paper.child_name"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "template.typ").write_text("A", encoding="utf-8")
    (tmp_path / "a" / "template.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "a" / "template.toml").write_text(text, encoding="utf-8")


RESULTS = {
    "birth_certificate",
    "birth_certificate_extract",
    "marital_status_confirmation",
    "household_business_certificate",
}
FORMS = {
    "form_receipt",
    "form_completion",
    "form_refusal",
    "form_apology",
    "form_control_slip",
    "form_register",
}
DECLARATIONS = {"declaration_birth", "declaration_marital"}


def test_the_results_and_the_six_forms_are_there() -> None:
    kinds = {code: one.kind for code, one in TEMPLATES.items()}
    assert {code for code, kind in kinds.items() if kind is Kind.RESULT} == RESULTS
    made_by_the_program = {"signing_report"}
    assert {code for code, kind in kinds.items() if kind is Kind.FORM} == (
        FORMS | DECLARATIONS | made_by_the_program
    )
    assert all(TEMPLATES[code].roles for code in FORMS)


@pytest.mark.parametrize("code", sorted(FORMS))
def test_a_form_of_a_dossier_carries_its_codes_as_a_qr(code: str) -> None:
    needed = ("dossier_code", "procedure_code", "owner_personal_id")
    assert TEMPLATES[code].qr == (() if code == "form_register" else needed)


def test_the_offices_own_template_wins_and_is_set_on_the_shipped_base(tmp_path: Path) -> None:
    own = tmp_path / "result_templates" / "form_refusal"
    own.mkdir(parents=True)
    for name in ("template.toml", "template.typ"):
        text = TEMPLATES["form_refusal"].layout.with_name(name).read_text(encoding="utf-8")
        own.joinpath(name).write_text(text.replace("Lý do từ chối", "Vì sao"), encoding="utf-8")
    found = templates_in_force(tmp_path)
    assert set(found) == set(TEMPLATES)
    assert found["form_refusal"].layout == own / "template.typ"
    assert found["form_refusal"].field("reason").title == "Vì sao"
    assert found["form_refusal"].root == RESOURCES / "result_templates"


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_every_source_is_a_field_of_a_document_type(code: str) -> None:
    types = {
        code: {rule.name for rule in kind.fields}
        for code, kind in Catalogue.load().document_types.items()
    }
    sources = [source for field in TEMPLATES[code].fields for source in field.source]
    assert sources
    for source in sources:
        kind, name = source.split(".")
        assert kind in OUTSIDE_PAPERS or name in types.get(kind, ()), source


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_a_layout_prints_every_field_it_declares_and_no_other(code: str) -> None:
    template = TEMPLATES[code]
    base = template.layout.parent.parent / "base" / "nd30.typ"
    text = template.layout.read_text(encoding="utf-8")
    if code in DECLARATIONS:
        base = base.with_name("declaration.typ")
    shared = re.findall(r'(?:value|agency)\("(\w+)"\)', base.read_text(encoding="utf-8"))
    printed = set(re.findall(r'(?:value|rows)\("(\w+)"\)', text)) | set(shared)
    for prefix in ("mother", "father"):
        if f'"{prefix}")' in text:
            printed |= {prefix + part for part in re.findall(r'prefix \+ "(\w+)"', text)}
    declared = {field.name for field in template.fields}
    assert printed - {"issued_on", "registered_on"} == declared


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_dates_are_shown_as_dates(code: str) -> None:
    for field in TEMPLATES[code].fields:
        assert field.name.endswith("_date") == (field.shown_as is ShownAs.DATE)


def test_a_good_definition_loads(folder: Path) -> None:
    template = load_templates(folder)["a"]
    field = template.field("child_name")
    assert field is not None
    assert field.required
    assert field.source == ("paper.child_name",)
    assert template.field("nothing") is None


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ("required", "requierd", "fields[0].requierd", "required"),
        ('title = "A"', 'titel = "A"', "titel", "title"),
        ('code = "a"', "", "code", "code"),
        ('name = "child_name"', "", "fields[0].name", "name"),
        ("required = true", 'required = "yes"', "fields[0].required", "bool"),
        ("required = true", 'shown_as = "dat"', "fields[0].shown_as", "date"),
        ('["paper.child_name"]', '["child_name"]', "fields[0].source", "type.field"),
        ('["paper.child_name"]', "[3]", "fields[0].source", "type.field"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_nearest_word(
    folder: Path, old: str, new: str, key: str, nearest: str
) -> None:
    write(folder, GOOD.replace(old, new, 1))
    with pytest.raises(DefinitionError) as caught:
        load_templates(folder)
    assert caught.value.details["key"] == key
    assert caught.value.details["nearest"] == nearest
    assert str(caught.value.details["file"]).endswith("template.toml")


@pytest.mark.parametrize("text", ["= 3", "code = ", "\udcff"])
def test_what_is_no_toml_is_a_definition_error(folder: Path, text: str) -> None:
    file = folder / "a" / "template.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DefinitionError):
        load_templates(folder)


def test_a_field_named_twice_is_refused(folder: Path) -> None:
    write(folder, GOOD + GOOD[GOOD.index("[[fields]]") :])
    with pytest.raises(DefinitionError) as caught:
        load_templates(folder)
    assert caught.value.details["key"] == "child_name"


def test_two_templates_of_one_code_are_refused(folder: Path) -> None:
    (folder / "b").mkdir()
    for name in ("template.typ", "template.toml"):
        (folder / "b" / name).write_bytes((folder / "a" / name).read_bytes())
    with pytest.raises(DefinitionError):
        load_templates(folder)


def test_a_definition_without_a_layout_is_refused(folder: Path) -> None:
    (folder / "a" / "template.typ").unlink()
    with pytest.raises(DefinitionError) as caught:
        load_templates(folder)
    assert caught.value.details["key"] == "template.typ"


@pytest.mark.parametrize("code", sorted(TEMPLATES.keys() - {"signing_report"}))
def test_a_shipped_template_names_its_source_and_its_first_day(code: str) -> None:
    template = TEMPLATES[code]
    assert template.legal_source
    assert template.effective_from is not None
    assert template.effective_from >= date(2016, 1, 1)
    # a source that says of itself that it was not compared must not count as confirmed
    assert not (template.confirmed and "chưa" in template.legal_source)
