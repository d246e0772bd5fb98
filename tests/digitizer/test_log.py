from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer import log


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("số 001203004567 của", "số ••••••••••67 của"),
        ("001 203 004 567", "••••••••••67"),
        ("0912.345.678!", "••••••••78!"),
        ("năm 2026, trang 12345678", "năm 2026, trang 12345678"),
    ],
)
def test_long_numbers_are_masked_and_short_ones_stay(text: str, shown: str) -> None:
    assert log.masked(text) == shown


@given(st.text(), st.from_regex(r"[0-9]{12}", fullmatch=True), st.text())
def test_no_citizen_number_survives_masking(before: str, number: str, after: str) -> None:
    assert number not in log.masked(f"{before} {number} {after}") or number in f"{before}{after}"


def test_of_an_exception_only_place_and_kind_are_written(tmp_path: Path) -> None:
    path = log.set_up(tmp_path)
    logger = logging.getLogger("test-of-log")
    words = "bad name Đỗ Thị Phượng 001203004567"
    try:
        try:
            raise ValueError(words)
        except ValueError:
            logger.exception("while reading 079199001234")
        written = path.read_text(encoding="utf-8")
    finally:
        for handler in list(logging.getLogger().handlers):
            if getattr(handler, "baseFilename", "") == str(path):
                logging.getLogger().removeHandler(handler)
                handler.close()
    assert "while reading ••••••••••34" in written
    assert "raise ValueError(words)\nValueError" in written
    assert "Phượng" not in written
    assert "079199001234" not in written


def test_no_personal_number_reaches_the_log_whatever_fails(tmp_path: Path) -> None:
    from digitizer.model.dossier import Owner
    from digitizer.store import Store
    from tests.digitizer.store.office import Office, found_office

    name, number = "Đỗ Thị Đào", "001203004567"
    path = log.set_up(tmp_path / "logs", level=logging.DEBUG)
    root = logging.getLogger()
    handler = next(h for h in root.handlers if getattr(h, "baseFilename", "") == str(path))
    try:
        found_office(tmp_path / "data")
        office = Office.open(tmp_path / "data")
        office.dossier("HS-1", owner=Owner(name, number))
        for wrong in (
            lambda: office.dossier("HS-1", owner=Owner(name, number)),
            lambda: office.sql(f"INSERT INTO person VALUES ('{number}', 1, 2, 3, 4)"),  # noqa: S608
            lambda: int(f"số {number}"),
        ):
            try:
                wrong()
            except Exception:
                logging.getLogger("digitizer").exception("failed for %s", number)
        office.store.close()
        assert isinstance(office.store, Store)
        handler.flush()
    finally:
        root.removeHandler(handler)
        handler.close()
    text = path.read_text("utf-8")
    assert text.count("failed for") == 3
    assert number not in text
    assert "Đào" not in text
