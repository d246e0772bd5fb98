"""The measure of extraction: known readings of known fields give the figures counted by hand."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from benchmarks.extraction import (
    Found,
    Scored,
    most_wrong,
    rows_by,
    rows_by_holds,
    score,
    sure_errors,
    table,
)
from benchmarks.table_cells import scored_tables
from benchmarks.tally import Tally
from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading, Method

TRUTH = {"name": "NGUYỄN VĂN MẪU", "born": "1990-04-12", "place": "Phường Mẫu"}


def reading(name: str, value: str, *, sure: bool = False) -> FieldReading:
    return FieldReading(name, value, value, 0.9, sure, Method.OCR, "by hand")


def scored(*readings: FieldReading, types: tuple[str | None, ...] = ("card",)) -> Scored:
    return score(Found(types, readings), TRUTH, kind="card", level="2", file="1/a.jpg")


def test_fields_count_as_exact_only_when_whole() -> None:
    found = scored(
        reading("name", unicodedata.normalize("NFD", TRUTH["name"]), sure=True),
        reading("born", "1990-04-12"),
        reading("place", "Phường"),
    )
    assert (found.tally.fields, found.tally.exact, found.tally.sure) == (3, 2, 1)
    assert [(miss.name, miss.sure) for miss in found.misses] == [("place", False)]


def test_a_sure_value_that_is_wrong_is_told_with_its_field() -> None:
    found = scored(reading("name", "NGUYỄN VĂN MẬU", sure=True), reading("born", "1990-04-12"))
    assert (found.tally.sure, found.tally.sure_wrong, found.tally.exact) == (1, 1, 1)
    (line,) = sure_errors([found])
    assert "name is “NGUYỄN VĂN MẪU”, read “NGUYỄN VĂN MẬU”" in line


def test_a_value_that_is_not_printed_counts_as_wrong_and_an_empty_field_not_at_all() -> None:
    invented = scored(reading("number", "12", sure=True), reading("phone", ""))
    assert (invented.tally.fields, invented.tally.sure_wrong) == (4, 1)


def test_a_paper_taken_for_another_or_taken_apart_is_not_sorted_right() -> None:
    assert scored().tally.sorted_right == 1
    assert scored(types=("letter",)).tally.sorted_right == 0
    assert scored(types=("card", None)).tally.sorted_right == 0
    assert scored(types=("letter",)).tally.exact == 0


def test_fields_are_counted_by_what_they_hold() -> None:
    holds = {"name": "name", "born": "date", "place": "address"}
    found = Found(("card",), (reading("name", TRUTH["name"], sure=True), reading("place", "Xã")))
    papers = [score(found, TRUTH, kind="card", level="1", file="a", holds=holds)] * 2
    rows = rows_by_holds(papers)
    assert [(name, one.fields, one.exact) for name, one in rows.items()] == [
        ("address", 2, 0),
        ("date", 2, 0),
        ("name", 2, 2),
    ]
    assert rows["name"].sure == 2


def test_how_wrong_sure_values_may_still_be() -> None:
    assert most_wrong(0, 3000) == pytest.approx(1e-3, rel=0.01)
    assert most_wrong(1, 3000) > most_wrong(0, 3000)
    assert most_wrong(0, 0) == 1.0


def test_rows_add_up_and_the_share_of_extraction_is_of_the_reading() -> None:
    one = Scored("card", "0", Tally(1, 1, 1, 10, 9, 5, 0, 2.0, 0.1), ())
    other = Scored("card", "1", Tally(1, 0, 1, 10, 7, 3, 1, 2.0, 0.3), ())
    rows = rows_by([one, other], "level")
    assert list(rows) == ["0", "1", "all"]
    assert rows["all"].exact == 16
    last = table("level", rows)[-1]
    assert "| all | 2 | 1 | 20 | 80.0 | 40.0 | 1 | 2.00 | 0.200 | 10.0 |" in last


def test_rows_of_a_table_are_set_beside_the_printed_ones_by_their_key() -> None:
    kind = Catalogue.load().document_types["household_business_certificate"]

    first = (reading("t.1.line", "Bán lẻ vải", sure=True), reading("t.1.code", "4751", sure=True))
    second = (reading("t.2.line", "Sửa chửa", sure=True), reading("t.2.code", "9529"))
    found = replace(reading("business_lines", ""), rows=(first, second))
    printed = [["1", "Lost", "1410"], ["2", "Bán lẻ vải", "4751"], ["3", "Sửa chữa", "9529"]]
    entries, cells = scored_tables([found], {"business_lines": printed}, kind)
    assert (entries.fields, entries.exact, entries.sure, entries.sure_wrong) == (3, 1, 1, 0)
    assert (cells.fields, cells.exact, cells.sure, cells.sure_wrong) == (6, 3, 3, 1)
