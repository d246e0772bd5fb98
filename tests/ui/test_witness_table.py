"""A card's witnesses are read side by side, and who differs is named in words and by a sign."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from digitizer.model import field
from digitizer.model.field import Source
from digitizer.model.witness import Fact
from ui.theme import Theme
from ui.widgets.witnesses import WitnessTable


def born(**said: str) -> tuple[field.Testimony, ...]:
    return tuple(field.Testimony(Source(name), value) for name, value in said.items())


def turned(value: str) -> str:
    return "/".join(reversed(value.split("-")))


def test_all_four_stand_below_each_other_and_agree(qtbot: QtBot, theme: Theme) -> None:
    table = WitnessTable()
    qtbot.addWidget(table)
    said = born(qr="1995-06-02", mrz="1995-06-02", print="1995-06-02", number="1995")
    table.show_fact(Fact("birth_date", said, "1995-06-02"), turned)
    assert [table.values[one].text() for one in Source] == ["02/06/1995"] * 3 + ["1995"]
    assert "4" in table.verdict.text()


def test_the_dissenter_has_a_sign_and_is_named(
    qtbot: QtBot, theme: Theme, vietnamese: None
) -> None:
    table = WitnessTable()
    qtbot.addWidget(table)
    said = born(qr="1995-06-02", print="1995-08-02")
    fact = Fact("birth_date", said, "1995-06-02", dissenters=(Source.PRINT,))
    table.show_fact(fact, turned)
    assert table.values[Source.PRINT].text() == "≠ 02/08/1995"
    assert table.names[Source.PRINT].text() in table.verdict.text()
    assert "02/08/1995" in table.accessibleName()


def test_a_dispute_without_a_weightier_side_says_so(qtbot: QtBot, theme: Theme) -> None:
    table = WitnessTable()
    qtbot.addWidget(table)
    said = born(qr="1995-06-02", mrz="1995-08-02")
    fact = Fact("birth_date", said, "", dissenters=(Source.QR, Source.MRZ), settled=False)
    table.show_fact(fact, turned)
    assert "card" in table.verdict.text()
