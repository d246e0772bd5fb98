"""Scheduled reports: due by whole periods, made once, made up later, in one name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from digitizer.errors import FileUnreadableError, NotAllowedError, ReportPlanError
from digitizer.model.message import Neighbour
from digitizer.model.reports import Period, ReportFormat, ReportPlan, due
from digitizer.office.scheduled_reports import AGAIN_AFTER
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice

BOTH = tuple(ReportFormat)


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    yield found
    found.station.close()


def plan(period: Period, set_on: date) -> ReportPlan:
    at = datetime(set_on.year, set_on.month, set_on.day, 3, tzinfo=UTC)
    return ReportPlan(1, "Báo cáo", period, BOTH, "/mnt/bao-cao", "", 1, "Lan", at)


@given(st.sampled_from(Period), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 90))
def test_periods_are_whole_follow_each_other_without_a_gap_and_lie_in_the_past(
    period: Period, set_on: date, days: int
) -> None:
    today = set_on + timedelta(days=days)
    found = due(plan(period, set_on), frozenset(), today, most=1000)
    assert found
    assert all(first <= last < today for first, last in found)
    for (_, before), (after, _) in pairwise(found):
        assert after == before + timedelta(days=1)
    # what lies there is not made again, and nothing else is lost by it
    made = frozenset({found[0][1]})
    assert due(plan(period, set_on), made, today, most=1000) == found[1:]


def test_weeks_run_from_monday_and_months_are_those_of_the_calendar() -> None:
    assert Period.WEEKLY.before(date(2026, 11, 25)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert Period.WEEKLY.before(date(2026, 11, 23)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert Period.MONTHLY.before(date(2026, 3, 1)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert Period.DAILY.before(date(2026, 3, 1)) == (date(2026, 2, 28), date(2026, 2, 28))


def test_a_report_lies_in_its_folder_once_and_days_that_were_missed_are_made_up(
    office: DeskOffice, tmp_path: Path
) -> None:
    reports, folder = office.station.reports, tmp_path / "bao cao"
    folder.mkdir()
    desk_office.verified_dossier(office)
    made = reports.set_up(office.supervisor, "Hằng ngày", Period.DAILY, BOTH, str(folder))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    # a day ends in Vietnam, wherever the clock of the machine stands
    assert reports.run(office.records, now=tomorrow).made == 2
    names = sorted(one.name for one in folder.iterdir())
    assert len(names) == 4
    assert not [name for name in names if name.endswith(".part")]
    assert reports.run(office.supervisor, now=tomorrow).made == 0
    newest = folder / [name for name in names if name.endswith(".pdf")][-1]
    with pdfium.PdfDocument(newest) as book:
        assert "Tiếp nhận" in book[0].get_textpage().get_text_range()
    # three days nobody sat there
    assert reports.run(office.records, now=tomorrow + timedelta(days=3)).made == 3
    runs = office.station.store.reports.runs(office.supervisor, made.id)
    assert len(runs) == 5
    assert {one.officer for one in runs} == {office.records.name}
    row = office.station.store.journal.rows(1)[0]
    assert (row.action, row.subject) == ("report-made", f"report/{made.id}")


def test_a_share_that_is_away_is_told_left_alone_for_a_while_and_then_served(
    office: DeskOffice, tmp_path: Path
) -> None:
    reports, folder = office.station.reports, tmp_path / "share"
    folder.mkdir()
    made = reports.set_up(office.supervisor, "Tuần", Period.WEEKLY, BOTH, str(folder))
    shutil.rmtree(folder)
    now = datetime.now(UTC)
    done = reports.run(office.supervisor, now=now)
    assert [error.code for error in done.problems.values()] == [FileUnreadableError.code]
    # not made anew: that would be a folder beside the share that is not mounted
    assert not folder.exists()
    folder.mkdir()
    assert reports.run(office.supervisor, now=now).made == 0
    assert reports.run(office.supervisor, now=now + AGAIN_AFTER + timedelta(minutes=1)).made == 1
    problems = [
        one.problem for one in office.station.store.reports.runs(office.supervisor, made.id)
    ]
    assert problems == ["", FileUnreadableError.code]


def test_a_report_may_go_to_a_drop_among_the_neighbours(office: DeskOffice, tmp_path: Path) -> None:
    share = tmp_path / "lien thong"
    share.mkdir()
    drop = Neighbour("so", "drop-folder", share.as_uri(), {}, ())
    office.station.store.outbox.set_up(office.administrator, [drop])
    only = (ReportFormat.XLSX,)
    office.station.reports.set_up(office.records, "Tháng", Period.MONTHLY, only, "so")
    assert office.station.reports.run(office.records).made == 1
    (file,) = (share / "reports").iterdir()
    assert file.name.startswith("bao-cao-thang-")
    assert file.read_bytes().startswith(b"PK")


def test_who_wanted_it_must_still_be_allowed_and_who_may_not_plan_cannot(
    office: DeskOffice, tmp_path: Path
) -> None:
    reports, store = office.station.reports, office.station.store
    with pytest.raises(NotAllowedError):
        reports.set_up(office.clerk, "Của tôi", Period.DAILY, BOTH, str(tmp_path))
    with pytest.raises(NotAllowedError):
        reports.run(office.clerk)
    with pytest.raises(ReportPlanError):
        reports.set_up(office.supervisor, " ", Period.DAILY, BOTH, str(tmp_path))
    with pytest.raises(FileUnreadableError):
        reports.set_up(office.supervisor, "Ở đâu", Period.DAILY, BOTH, str(tmp_path / "nowhere"))
    made = reports.set_up(office.supervisor, "Ngày", Period.DAILY, BOTH, str(tmp_path))
    store.officers.disable(office.administrator, office.supervisor.login)
    done = reports.run(office.records)
    assert [error.code for error in done.problems.values()] == [NotAllowedError.code]
    store.reports.stop(office.records, made.id)
    assert store.reports.plans(office.records) == ()
    assert reports.run(office.records).made == 0
