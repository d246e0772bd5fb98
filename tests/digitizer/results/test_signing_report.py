"""The report on a batch: a spreadsheet whose cells are text, and a PDF/A that keeps its data."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest

from digitizer.model.result import SignerRole
from digitizer.model.view import ItemFailure
from digitizer.results import signing_report
from digitizer.results.signing_values import Signed, SigningReport
from signing.pdfa import check_pdfa
from tests.digitizer.results.result_office import SETTINGS, TEMPLATES

AT = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


@pytest.fixture
def report() -> SigningReport:
    done = Signed(1, "01/UBND", "HS-1", "done", "a" * 64, "b" * 64, AT, AT, None, True)
    hostile = Signed(
        2, "=1+1", "HS-2", "failed", "c" * 64, failure=ItemFailure("", "four-eyes", {})
    )
    late = Signed(3, "03/UBND", "HS-3", "waiting", "d" * 64, "", AT)
    return SigningReport(SignerRole.AGENCY, "Văn Thư", "B-T", None, AT, AT, (done, hostile, late))


def test_no_cell_of_the_spreadsheet_is_a_formula(report: SigningReport) -> None:
    rows = list(csv.reader(io.StringIO(signing_report.as_csv(report).decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["Số kết quả", "01/UBND", "'=1+1", "03/UBND"]
    assert [row[3] for row in rows[1:]] == ["Đã ký", "Không ký", "Đã ký, chờ dấu thời gian"]
    assert rows[1][7] == "14:00:00 25/11/2026"
    assert {row[9] for row in rows[1:]} == {"người ký, cơ quan"}
    assert "bước trước" in rows[2][4]


def test_the_paper_is_pdfa_and_counts_every_outcome(report: SigningReport) -> None:
    pdf = signing_report.as_pdf(report, TEMPLATES[signing_report.TEMPLATE], SETTINGS)
    assert check_pdfa(pdf).conforms
    said = signing_report.summary(report)
    assert said == "3 văn bản; đã ký: 1, đã ký, chờ dấu thời gian: 1, không ký: 1."
