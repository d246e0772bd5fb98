"""Statistics: what counts, what does not and why, and that no cell becomes a formula."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtWidgets import QApplication

from digitizer.errors import NotAllowedError, PeriodError
from digitizer.model.dossier import DossierState
from digitizer.model.statistics import CountedDossier, Flag, Indicator, IndicatorRule
from digitizer.office import statistics
from digitizer.office.printed_report import pdf
from digitizer.office.spreadsheets import Table, workbook
from digitizer.office.statistics_tables import lacking, tables, title
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice

TODAY = datetime.now(UTC).astimezone(statistics.OFFICE_TIME).date()
WEEK = timedelta(days=7)
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    yield found
    found.station.close()


def counted(*flags: Flag, finished: bool = False) -> CountedDossier:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    return CountedDossier(
        code="HS-1",
        procedure="1.004873",
        state=DossierState.INTAKE,
        received_at=now,
        due_at=now + WEEK,
        opened_by=1,
        verified_by=None,
        flags=frozenset({Flag.RECEIVED, Flag.NEEDS_RESULT, *flags}),
        finished_at=now if finished else None,
    )


def test_a_dossier_counts_as_digitized_only_with_file_and_signed_result() -> None:
    rule = next(one for one in statistics.rules() if one.code == "4.2")
    both = counted(Flag.COMPONENT_FILE, Flag.RESULT_SIGNED)
    assert rule.lacks(both) == ()
    assert rule.lacks(counted(Flag.COMPONENT_FILE)) == (Flag.RESULT_SIGNED,)
    assert rule.lacks(counted()) == (Flag.COMPONENT_FILE, Flag.RESULT_SIGNED)


def test_of_what_is_enough_alone_nothing_is_missed_and_a_plain_procedure_owes_no_result() -> None:
    rules = {one.code: one for one in statistics.rules()}
    assert rules["4.4"].lacks(counted(Flag.FROM_PORTAL)) == ()
    assert rules["4.4"].lacks(counted()) == (Flag.FROM_PORTAL, Flag.RESULT_SYNCED)
    assert lacking(rules["4.4"].lacks(counted()), rules["4.4"]) == (
        "không thành phần nào lấy từ kho dữ liệu điện tử của công dân"
        " và hệ thống của tỉnh chưa xác nhận tệp kết quả"
    )
    # released here is not yet synchronised there
    assert rules["4.1"].lacks(counted(Flag.RESULT_RELEASED)) == (Flag.RESULT_SYNCED,)
    plain = replace(counted(Flag.COMPONENT_FILE), flags=frozenset({Flag.COMPONENT_FILE}))
    assert rules["4.2"].lacks(plain) == ()


@pytest.mark.parametrize(
    ("done", "total", "share", "score"),
    [(0, 0, None, None), (4, 10, 0.4, 0.5), (8, 10, 0.8, 1.0), (10, 10, 1.0, 1.0)],
)
def test_below_the_aim_the_score_falls_in_proportion(
    done: int, total: int, share: float | None, score: float | None
) -> None:
    rule = IndicatorRule("4.2", "", Flag.RECEIVED, frozenset(), 0.8)
    found = Indicator(rule, done, total)
    assert (found.share, found.score) == (share, score)


def test_a_period_is_counted_with_what_is_missing_and_who_did_what(office: DeskOffice) -> None:
    returned = desk_office.returned_dossier(office, "Trang 1 bị mờ")
    verified = desk_office.verified_dossier(office)
    made = statistics.report(office.station.store, office.supervisor, TODAY - WEEK, TODAY)
    assert (made.whole.received, made.whole.with_file, made.whole.finished) == (2, 2, 0)
    assert sum(line.received for line in made.by_day.values()) == 2
    digitized = {one.dossier_code: one.lacks for one in made.missing if one.indicator == "4.2"}
    assert digitized == {
        returned.code: (Flag.RESULT_SIGNED,),
        verified.code: (Flag.RESULT_SIGNED,),
    }
    hands = {one.officer: one for one in made.hands}
    assert (hands[office.clerk.name].opened, hands[office.clerk.name].returned) == (2, 1)
    assert hands[office.supervisor.name].verified == 1
    assert hands[office.supervisor.name].decided > 0
    assert made.return_reasons == (("Trang 1 bị mờ", 1),)
    shown = {table.name: table for table in tables(made, lambda code: code)}
    whole = dict(zip(shown["Theo thủ tục"].heads, shown["Theo thủ tục"].rows[-1], strict=True))
    assert (whole["Tiếp nhận"], whole["Số hóa %"], whole["Đúng hạn %"]) == (2, 100.0, None)
    assert [row[0] for row in shown["Theo đơn vị"].rows] == [returned.code.partition("-")[0]]
    assert [row[2:] for row in shown["Từng hồ sơ"].rows] == [("chưa",) * 5] * 2


def test_the_provincial_report_has_its_columns_in_their_order_on_paper_too(
    office: DeskOffice,
) -> None:
    desk_office.verified_dossier(office)
    made = statistics.report(office.station.store, office.supervisor, TODAY, TODAY)
    shown = tables(made, lambda code: code)
    (units,) = [table for table in shown if table.name == "Theo đơn vị"]
    assert units.heads[1:9] == (
        "Tiếp nhận",
        "Chưa số hóa TPHS",
        "Có số hóa TPHS",
        "Có tái sử dụng thành phần",
        "Có tái sử dụng từ Cổng DVCQG",
        "Đã giải quyết",
        "KQ chưa số hóa",
        "KQ đã số hóa",
    )
    with pdfium.PdfDocument(pdf(title(TODAY, TODAY), shown, office.station.settings, NOW)) as book:
        text = " ".join(page.get_textpage().get_text_range() for page in book)
    for table in shown:
        assert table.name in text
    assert "chưa có kết quả điện tử được ký" in " ".join(text.split())


def test_other_days_count_nothing_and_a_period_that_ends_before_it_begins_is_refused(
    office: DeskOffice,
) -> None:
    desk_office.verified_dossier(office)
    earlier = statistics.report(
        office.station.store, office.supervisor, date(2020, 1, 1), date(2020, 1, 31)
    )
    assert earlier.whole.received == 0
    assert all(one.share is None for one in earlier.indicators)
    with pytest.raises(PeriodError):
        statistics.report(office.station.store, office.supervisor, TODAY, TODAY - WEEK)


def test_a_clerk_may_not_ask_and_every_asking_is_journaled(office: DeskOffice) -> None:
    store = office.station.store
    with pytest.raises(NotAllowedError):
        statistics.report(store, office.clerk, TODAY, TODAY)
    statistics.report(store, office.supervisor, TODAY, TODAY)
    newest = store.journal.rows(1)[0]
    assert (newest.action, newest.officer) == ("statistics-viewed", office.supervisor.login)


@pytest.mark.parametrize("hostile", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "http://x.example"])
def test_text_in_a_workbook_never_becomes_a_formula_or_a_link(hostile: str) -> None:
    made = workbook([Table("A" * 40, ("Lý do", "Số"), [(hostile, 3), (None, 2.5)])])
    with zipfile.ZipFile(BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert 't="s"' in sheet
