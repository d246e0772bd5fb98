from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitizer.catalogue import Catalogue, due_day, shipped_rules
from digitizer.catalogue.patterns import LONGEST_TEXT, problem_of, search
from digitizer.catalogue.working_days import is_working_day
from digitizer.errors import DefinitionError, NotFoundError
from digitizer.model.doctype import Privacy, Reads

SHIPPED = Catalogue.load()
TYPE = """
code = "note"
name = "Giấy ghi"
titles = ["GIẤY GHI"]
legal_source = "Nội bộ"
effective_from = 2026-01-01

[fields.author]
title = "Người ghi"
labels = ["Người ghi"]
reads = "name"
"""
PROCEDURE = """
code = "9.000001"
name = "Ghi"
field = "Thử"
deadline_working_days = 1
result_type = "Giấy"
result_template = "paper"
legal_source = "Nội bộ"
effective_from = 2026-01-01

[components.note]
name = "Giấy ghi"
document_types = ["cccd_front"]
legal_source = "Nội bộ"
"""


def office(folder: Path, *, kind: str = "document_types", text: str = TYPE) -> Path:
    (folder / kind).mkdir()
    (folder / kind / "own.toml").write_text(text, encoding="utf-8")
    return folder


def complaint(folder: Path, text: str, kind: str = "document_types") -> dict[str, object]:
    with pytest.raises(DefinitionError) as caught:
        Catalogue.load(office(folder, kind=kind, text=text))
    return caught.value.details


def test_the_shipped_definitions_are_sound_and_say_their_law() -> None:
    assert len(SHIPPED.document_types) >= 11
    assert set(SHIPPED.procedures) >= {"1.001193", "1.004873", "1.001612"}
    for definition in (*SHIPPED.document_types.values(), *SHIPPED.procedures.values()):
        assert definition.legal_source
        assert definition.effective_from is not None


def test_the_papers_of_a_one_stop_office_are_all_defined() -> None:
    office_forms = {
        "dossier_receipt",
        "supplement_request",
        "intake_refusal",
        "apology_letter",
        "process_control_slip",
        "dossier_register",
    }
    assert office_forms <= set(SHIPPED.document_types)
    assert len(SHIPPED.document_types) >= 35


def test_every_field_says_its_class_of_personal_data() -> None:
    for kind in SHIPPED.document_types.values():
        for rule in kind.fields:
            assert not (rule.sensitive and rule.privacy is Privacy.NONE), (kind.code, rule.name)
            if rule.reads is Reads.ETHNICITY or "religion" in rule.name:
                assert rule.privacy is Privacy.SENSITIVE, (kind.code, rule.name)


def test_what_is_from_memory_is_marked() -> None:
    for kind in SHIPPED.document_types.values():
        marked = kind.unconfirmed or any(rule.unconfirmed for rule in kind.fields)
        if "chưa đối chiếu" in kind.legal_source:
            assert marked, kind.code


def test_every_component_says_its_law_and_its_source() -> None:
    for procedure in SHIPPED.procedures.values():
        assert all(component.legal_source for component in procedure.components)


def test_the_office_adds_its_own_definitions(tmp_path: Path) -> None:
    catalogue = Catalogue.load(office(tmp_path))
    assert catalogue.document_type("note").fields[0].name == "author"
    assert "cccd_front" in catalogue.document_types


def test_a_file_of_the_office_replaces_the_shipped_one(tmp_path: Path) -> None:
    folder = office(tmp_path)
    own = (folder / "document_types" / "own.toml").rename(
        folder / "document_types" / "birth_certificate.toml"
    )
    own.write_text(TYPE.replace('"note"', '"birth_certificate"'), encoding="utf-8")
    assert Catalogue.load(folder).document_type("birth_certificate").name == "Giấy ghi"


def test_a_kind_that_shows_two_sides_has_the_fields_and_codes_of_both() -> None:
    sheet = SHIPPED.document_type("can_cuoc_sheet")
    front, back = (SHIPPED.document_type(code) for code in sheet.sides_of)
    assert {one.name for one in sheet.fields} == {one.name for one in (*front.fields, *back.fields)}
    number = sheet.field("personal_id")
    # printed on the front, and in both codes of the back
    assert number is not None
    assert (number.labels, number.qr, number.mrz) == (
        ("Số định danh cá nhân / Personal identification number",
         "Personal identification number", "Số định danh cá nhân"),
        0,
        "personal_id",
    )  # fmt: skip
    assert sheet.persons == front.persons
    assert front.basis in sheet.basis
    assert back.basis in sheet.basis


@pytest.mark.parametrize(
    ("sides", "key", "near"),
    [
        ('["cccd_front", "cccd_bak"]', "sides_of", "cccd_back"),
        ('["cccd_front"]', "", ""),
        ('["cccd_front", "cccd_front"]', "", ""),
        ('["cccd_sheet", "cccd_back"]', "sides_of", ""),
    ],
)
def test_a_kind_of_two_sides_names_two_known_kinds(
    tmp_path: Path, sides: str, key: str, near: str
) -> None:
    lines = TYPE.replace("titles =", f"sides_of = {sides}\ntitles =")
    details = complaint(tmp_path, lines)
    assert (details["key"], details["nearest"]) == (key, near)


def test_a_kind_of_two_sides_says_which_of_its_words_names_no_field(tmp_path: Path) -> None:
    lines = TYPE.replace("titles =", 'sides_of = ["cccd_front", "cccd_back"]\ntitles =')
    details = complaint(tmp_path, lines.replace('reads = "name"', 'checks = ["before:birth_dat"]'))
    assert (details["key"], details["nearest"]) == ("fields.author.checks", "birth_date")


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        SHIPPED.document_type("birth_certifcate")
    assert caught.value.details["nearest"] == "birth_certificate"


@pytest.mark.parametrize(
    ("old", "new", "key", "near"),
    [
        ("labels =", "label =", "fields.author.label", "labels"),
        ('reads = "name"', 'reads = "nam"', "fields.author.reads", "name"),
        ('reads = "name"', 'checks = ["not-in-futur"]', "fields.author.checks", "not-in-future"),
        ('reads = "name"', 'checks = ["before:autor"]', "", "author"),
        ('reads = "name"', 'region = "top-lef"', "fields.author.region", "top-left"),
        ("titles =", "tiles =", "tiles", "titles"),
        ('reads = "name"', 'privacy = "sensitiv"', "fields.author.privacy", "sensitive"),
        ('reads = "name"', 'place = "zon"', "fields.author.place", "zone"),
        ('reads = "name"', "zone = [0.1, 0.1, 0.5, 0.2]", "fields.author", ""),
        ('reads = "name"', 'place = "zone"\nzone = [0.5, 0, 0.1, 1]', "fields.author", ""),
    ],
)
def test_a_complaint_names_file_key_and_nearest_word(
    tmp_path: Path, old: str, new: str, key: str, near: str
) -> None:
    details = complaint(tmp_path, TYPE.replace(old, new))
    assert (details["file"], details["key"], details["nearest"]) == ("own.toml", key, near)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    assert complaint(tmp_path, "code = ")["file"] == "own.toml"


def test_a_definition_without_its_law_is_refused(tmp_path: Path) -> None:
    text = TYPE.replace('legal_source = "Nội bộ"\n', "")
    assert complaint(tmp_path, text)["key"] == "legal_source"


def test_a_code_defined_twice_is_refused(tmp_path: Path) -> None:
    assert complaint(tmp_path, TYPE.replace('"note"', '"cccd_front"'))["key"] == "code"


def test_a_component_of_an_unknown_type_is_refused(tmp_path: Path) -> None:
    text = PROCEDURE.replace('"cccd_front"', '"cccd_fron"')
    details = complaint(tmp_path, text, "procedures")
    assert details["key"] == "components.note.document_types"
    assert details["nearest"] == "cccd_front"


def test_an_owner_field_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    text = PROCEDURE.replace(
        "legal_source", 'owner_fields = ["cccd_front.ful_name"]\nlegal_source', 1
    )
    assert complaint(tmp_path, text, "procedures")["nearest"] == "full_name"


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*b(c*)*", "(?:x{2,9}){3,}", "a*a*a*a*a*b", "(", "x" * 300, r"(a)\1", "(?=a)a"],
)
def test_patterns_that_could_hang_or_do_not_hold_are_refused(pattern: str) -> None:
    assert problem_of(pattern) is not None


@pytest.mark.parametrize(
    "pattern", [r"ngay(.{1,40})", r"^\d{4}$", r"(?:^|[^0-9])([0-9]{12})", "a+b"]
)
def test_plain_patterns_are_taken(pattern: str) -> None:
    assert problem_of(pattern) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab(|)*+?{2,}9[^]."), max_size=14))
def test_an_accepted_pattern_ends_in_time(pattern: str) -> None:
    if problem_of(pattern) is not None:
        return
    began = time.perf_counter()
    search(pattern, "ab" * LONGEST_TEXT)
    assert time.perf_counter() - began < 2.0


def test_every_shipped_pattern_is_bounded() -> None:
    for kind in SHIPPED.document_types.values():
        for rule in kind.fields:
            assert problem_of(rule.pattern) is None
            assert re.compile(rule.pattern)
            assert problem_of(rule.shape) is None


@pytest.mark.parametrize(
    ("reads", "shape", "said"),
    [
        ("code", "(a+)+$", "pattern refused"),
        ("name", "[A-Z]{2} [0-9]{6}", "only a field that reads a code may tell its shape"),
    ],
)
def test_the_shape_of_a_code_is_bounded_and_belongs_to_a_code(
    tmp_path: Path, reads: str, shape: str, said: str
) -> None:
    text = TYPE.replace('"name"', f'"{reads}"') + f'shape = "{shape}"\n'
    assert said in str(complaint(tmp_path, text)["problem"])


def test_place_codes_cover_the_63_old_provinces_and_countries() -> None:
    rules = shipped_rules()
    assert len(rules.provinces) == 63
    assert rules.knows_place("051")
    assert rules.knows_place("101")
    assert not rules.knows_place("003")


def test_there_are_54_peoples_and_other_spellings_lead_to_them() -> None:
    rules = shipped_rules()
    assert len(set(rules.ethnicities.values())) == 54
    assert rules.ethnicities["h'mong"] == "Mông"


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 18), 3, date(2026, 11, 23)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_deadlines_skip_weekends_and_holidays(received: date, days: int, due: date) -> None:
    assert due_day(received, days) == due


def test_a_saturday_worked_for_a_holiday_counts() -> None:
    assert is_working_day(date(2026, 1, 10), shipped_rules().holidays)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 1)), st.integers(0, 30))
def test_a_deadline_is_a_working_day_and_grows_with_its_days(received: date, days: int) -> None:
    due = due_day(received, days)
    assert is_working_day(due, shipped_rules().holidays)
    later = due_day(received, days + 1)
    assert later > due or (days == 0 and later == due > received)
