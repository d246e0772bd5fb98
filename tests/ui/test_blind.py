"""Two key a value without seeing each other's; a third decides where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.catalogue.reviewing import ReviewPolicy, load_review_policy
from digitizer.errors import DefinitionError, TargetNotMetError
from digitizer.model.dossier import DossierState
from digitizer.model.field import Look
from digitizer.model.officer import Officer, Role
from digitizer.office import practice
from digitizer.paper import reviewing
from tests.ui import field_office
from tests.ui.field_office import Office
from ui.screen import Desk
from ui.screens.blind import BlindScreen
from ui.screens.verification import VerificationScreen
from ui.tasks import Tasks
from ui.theme import Theme

FIELD = "person_name"


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    found = field_office.open_office(tmp_path / "data")
    yield found
    found.station.close()


@pytest.fixture
def supervisors(office: Office) -> list[Officer]:
    everybody = office.station.store.officers
    administrator = next(one for one in everybody.all() if Role.ADMINISTRATOR in one.roles)
    more = [
        everybody.create(
            administrator,
            login=f"kiemtra{number}",
            name=f"Kiểm Tra {number} (mẫu)",
            roles=frozenset({Role.SUPERVISOR}),
            password=practice.PASSWORD,
        )
        for number in (2, 3)
    ]
    return [office.supervisor, *more]


def submitted(office: Office, look: Look) -> str:
    """Hand over a dossier with one field looked at as the policy would have it."""
    dossier = field_office.submit_dossier(office)
    store = office.station.store
    store.dossiers.move(office.supervisor, dossier.code, DossierState.RETURNED, reason="thử")
    value = next(one for one in store.dossiers.values(dossier.code) if one.name == FIELD)
    looks = {value.id: look}
    store.dossiers.move(office.clerk, dossier.code, DossierState.VERIFYING, looks=looks)
    return dossier.code


class Desktop:
    """One supervisor at the screen."""

    def __init__(self, qtbot: QtBot, office: Office, officer: Officer, tasks: Tasks) -> None:
        self.qtbot = qtbot
        self.screen = BlindScreen(Desk(office.station, officer, tasks))
        qtbot.addWidget(self.screen)
        self.screen.resize(1000, 700)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.refresh()
        qtbot.waitUntil(lambda: self.screen.current is not None)
        qtbot.waitUntil(lambda: self.screen.snippet.image is not None)

    def key(self, text: str) -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.screen.editor, event)
        self.qtbot.keyClick(self.screen.editor, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.screen.current is None)

    def words(self) -> str:
        labels = self.screen.findChildren(type(self.screen.title))
        return " ".join(one.text() for one in labels if one.isVisible())


def value_of(office: Office, code: str) -> object:
    return next(one for one in office.station.store.dossiers.values(code) if one.name == FIELD)


def test_two_alike_decide_a_value_that_neither_was_shown(
    qtbot: QtBot, tasks: Tasks, theme: Theme, office: Office, supervisors: list[Officer]
) -> None:
    code = submitted(office, Look.TWICE)
    for officer, text in zip(supervisors, ("Phùng Minh Vỹ", "PHÙNG MINH VỸ"), strict=False):
        desktop = Desktop(qtbot, office, officer, tasks)
        assert desktop.screen.editor.value == ""
        assert "VỸ" not in desktop.words().upper()
        desktop.key(text)
    (value,) = [one for one in office.station.store.dossiers.values(code) if one.name == FIELD]
    assert value.decided_by == supervisors[1].id
    assert value.look is None
    keyers = office.station.store.measures.keyers(
        value.decided_at.replace(year=2000), value.decided_at.replace(year=9998)
    )
    assert all(one.keys > 0 and one.right == one.judged == 1 for one in keyers)


def test_the_third_sees_both_with_the_tone_that_differs_and_decides(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    office: Office,
    supervisors: list[Officer],
) -> None:
    code = submitted(office, Look.TWICE)
    for officer, text in zip(supervisors, ("Phùng Minh Vỹ", "Phùng Minh Vỷ"), strict=False):
        Desktop(qtbot, office, officer, tasks).key(text)
    third = Desktop(qtbot, office, supervisors[2], tasks)
    answers = [one.accessibleName() for one in third.screen.answers]
    assert answers == ["Phùng Minh Vỹ. khác dấu thanh", "Phùng Minh Vỷ. khác dấu thanh"]
    qtbot.keyClick(third.screen.editor, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert third.screen.editor.value == "Phùng Minh Vỹ"
    qtbot.keyClick(third.screen.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: third.screen.current is None)
    (value,) = [one for one in office.station.store.dossiers.values(code) if one.name == FIELD]
    assert value.decided_by == supervisors[2].id
    assert value.value == "Phùng Minh Vỹ"


def test_beside_its_paper_the_value_is_neither_shown_nor_decided(
    qtbot: QtBot, tasks: Tasks, theme: Theme, office: Office
) -> None:
    code = submitted(office, Look.TWICE)
    screen = VerificationScreen(Desk(office.station, office.supervisor, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.open_dossier(code)
    qtbot.waitUntil(lambda: bool(screen.rows))
    place = next(place for place, row in enumerate(screen.rows) if row.value.name == FIELD)
    screen.form.focus_row(place)
    view = screen.form.view(place)
    assert view.editor.value == ""
    assert view.editor.isReadOnly()
    assert screen.rows[place].open
    screen.keying.accept(place)
    qtbot.waitUntil(lambda: screen.decisions.idle)
    (value,) = [one for one in office.station.store.dossiers.values(code) if one.name == FIELD]
    assert value.decided_by is None


def test_what_was_drawn_waits_although_the_machine_was_sure(office: Office) -> None:
    code = submitted(office, Look.SAMPLE)
    paper, store = office.station.paper, office.station.store
    (value,) = [one for one in store.dossiers.values(code) if one.name == FIELD]
    assert value.sure
    assert store.dossiers.summaries()[0].open_count == 3
    paper.decide(office.supervisor, value.id, value.version, value="PHÙNG MINH VŨ")
    quality = office.station.verifying.quality(office.supervisor)
    assert (quality.drawn, quality.seen, quality.wrong) == (1, 1, 1)


def test_the_policy_is_data_and_draws_by_chance(office: Office) -> None:
    dossier = field_office.submit_dossier(office)
    station = office.station
    values = station.store.dossiers.values(dossier.code)
    documents = station.store.dossiers.documents(dossier.code)
    types = station.catalogue.document_types

    def looks(policy: ReviewPolicy, drawn: float) -> dict[str, Look]:
        asked = reviewing.asked_of(values, documents, types, policy, lambda: drawn)
        return {one.name: asked.looks[one.id] for one in values if one.id in asked.looks}

    policy = replace(station.catalogue.rules.reviewing, sample_share=0.02)
    assert looks(policy, 0.5) == {}
    sure = {name for name, (text, sure) in field_office.VALUES.items() if sure and text}
    assert set(looks(policy, 0.01)) == sure


def test_an_office_file_sets_fields_keyed_twice_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    text = Path("resources/rules/verification.toml").read_text(encoding="utf-8")
    table = '\n[[fields]]\nreads = "personal-id"\nlook = "{look}"\n'
    (folder / "verification.toml").write_text(text + table.format(look="twice"), "utf-8")
    policy = load_review_policy(tmp_path)
    assert [one.look for one in policy.fields] == [Look.TWICE]
    for wrong in ("thrice", "sample"):
        (folder / "verification.toml").write_text(text + table.format(look=wrong), "utf-8")
        with pytest.raises(DefinitionError):
            load_review_policy(tmp_path)


def test_the_rest_is_accepted_only_once_the_target_is_met(office: Office) -> None:
    codes = [field_office.submit_dossier(office).code for _ in range(3)]
    verifying, paper, store = office.station.verifying, office.station.paper, office.station.store
    kind = ("marital_status_declaration", "requester_name")
    with pytest.raises(TargetNotMetError):
        verifying.accept_rest(office.supervisor, *kind)
    for code in codes[:2]:
        value = next(one for one in store.dossiers.values(code) if one.name == kind[1])
        paper.decide(office.supervisor, value.id, value.version)
    expected = verifying.expected(office.supervisor, *kind)
    assert (expected.waiting, expected.seen, expected.wrong, expected.met) == (1, 2, 0, False)
    rules = office.station.catalogue.rules
    generous = replace(rules, reviewing=replace(rules.reviewing, errors_per_thousand=300.0))
    catalogue = replace(office.station.catalogue, rules=generous)
    verifying = replace(verifying, paper=replace(paper, catalogue=catalogue))
    assert verifying.expected(office.supervisor, *kind).met
    assert verifying.accept_rest(office.supervisor, *kind) == 1
    assert "rest-accepted" in [row.action for row in store.journal.rows(20)]
    value = next(one for one in store.dossiers.values(codes[2]) if one.name == kind[1])
    assert value.decided_by == office.supervisor.id
