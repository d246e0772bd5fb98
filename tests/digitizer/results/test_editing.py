"""An office's own template: seen before it is saved, refused with its line, in force at once."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from digitizer.errors import DefinitionError, LayoutError, NotAllowedError, TemplateUnknownError
from digitizer.results.editing import TemplateDesk
from digitizer.results.templates import templates_in_force
from tests.digitizer.results.result_office import SETTINGS
from tests.digitizer.store.office import Office

CODE = "marital_status_confirmation"


@pytest.fixture
def desk(office: Office) -> TemplateDesk:
    folder = office.store.folder / "office"
    return TemplateDesk(office.store, SETTINGS, templates_in_force(None), folder)


def text_of(pdf: bytes) -> str:
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(said.stdout.decode().split())


def test_a_change_is_seen_saved_in_force_and_taken_back(desk: TemplateDesk, office: Office) -> None:
    text = desk.open(office.records, CODE)
    assert not text.own
    changed = replace(text, layout=text.layout.replace("06 tháng", "09 tháng"))
    assert "09 tháng" in text_of(desk.preview(office.records, changed))
    assert "09 tháng" not in desk.open(office.records, CODE).layout
    saved = desk.save(office.records, changed)
    assert saved.own
    assert desk.templates[CODE].layout.is_relative_to(desk.office_folder)
    again = templates_in_force(desk.office_folder)[CODE]
    assert "09 tháng" in again.layout.read_text(encoding="utf-8")
    restored = desk.restore(office.records, CODE)
    assert restored == text
    actions = [row.action for row in office.store.journal.rows(5, f"template/{CODE}")]
    assert actions == ["template-restored", "template-saved"]
    with pytest.raises(TemplateUnknownError):
        desk.restore(office.records, CODE)


def test_what_is_wrong_is_named_with_its_line_and_not_saved(
    desk: TemplateDesk, office: Office
) -> None:
    text = desk.open(office.records, CODE)
    lines = text.layout.splitlines()
    lines.insert(4, "#khong-co-ham-nay()")
    broken = replace(text, layout="\n".join(lines))
    with pytest.raises(LayoutError) as caught:
        desk.save(office.records, broken)
    assert caught.value.details["line"] == 5
    assert not desk.open(office.records, CODE).own
    for definition in (
        text.definition.replace('shown_as = "date"', 'shown_as = "dat"'),
        text.definition.replace(f'code = "{CODE}"', 'code = "../../x"'),
        "= 3",
        "x" * 300_000,
    ):
        with pytest.raises(DefinitionError):
            desk.save(office.records, replace(text, definition=definition))


def test_who_may_not_edit_templates_may_not_even_look(desk: TemplateDesk, office: Office) -> None:
    with pytest.raises(NotAllowedError):
        desk.open(office.clerk, CODE)
    assert desk.all(office.quantri)[0].kind.value == "result"


def test_given_data_stands_for_the_made_up_values(desk: TemplateDesk, office: Office) -> None:
    text = desk.open(office.records, CODE)
    data = desk.sample(text) | {"person_name": "Trần Thị Thử"}
    assert "TRẦN THỊ THỬ" in text_of(desk.preview(office.records, text, data))
