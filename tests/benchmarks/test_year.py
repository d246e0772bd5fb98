"""A generated year is counted by the program as an independent eye counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.year import YEAR, Year, differences, fill
from digitizer.catalogue import Catalogue
from digitizer.office.statistics_tables import report_of
from tests.digitizer.store.office import Office


def test_a_year_is_counted_as_it_was_generated_and_a_wrong_count_is_found(tmp_path: Path) -> None:
    catalogue = Catalogue.load()
    year = Year(400, sorted(catalogue.procedures))
    fill(tmp_path, year)
    office = Office.open(tmp_path)
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    made = report_of(office.store, catalogue, office.supervisor, first, last)
    office.store.close()
    assert differences(made, year) == []
    assert len(made.by_month) == 12
    assert made.whole.received == 400
    # the shares are those the year was drawn with: one in seven at first, eight in ten at last
    months = list(made.by_month.values())
    first_share, last_share = (one.reused / one.received for one in (months[0], months[-1]))
    assert first_share < 0.4 < 0.6 < last_share
    wrong = replace(made, by_month={**made.by_month, f"{YEAR}-03": months[0]})
    assert differences(wrong, year) != []
