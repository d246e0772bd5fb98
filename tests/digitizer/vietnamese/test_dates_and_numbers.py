from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.paper.date_words import says_date, two_digits
from digitizer.vietnamese import (
    digits,
    is_full_date,
    mend_digits,
    parse_date,
    parse_personal_number,
    written_dates,
)

_days = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@given(_days)
def test_every_way_to_write_a_date_reads_back(day: date) -> None:
    iso = day.isoformat()
    assert parse_date(f"{day:%d/%m/%Y}") == iso
    assert parse_date(f"{day.day}-{day.month}-{day.year}") == iso
    assert parse_date(f"ngày {day:%d} tháng {day:%m} năm {day:%Y}") == iso


@given(_days)
def test_day_and_month_are_never_turned_around(day: date) -> None:
    written = f"{day.month}/{day.day}/{day.year}"
    found = parse_date(written)
    if day.day > 12:
        assert found is None
    else:
        assert found == f"{day.year}-{day.day:02d}-{day.month:02d}"


@pytest.mark.parametrize("text", ["31/02/2020", "01/01/2020 và 02/02/2021", "", "Nam", "12345"])
def test_what_is_no_single_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1992", "1992"), ("Năm sinh: 1992", "1992"), ("tháng 3 năm 2020", "2020-03")],
)
def test_parts_of_a_date_stay_parts(text: str, value: str) -> None:
    assert parse_date(text) == value
    assert not is_full_date(value)


def test_letters_between_digits_are_mended() -> None:
    assert parse_date("O1/02/199O") == "1990-02-01"
    assert mend_digits("số 05l195007434") == "số 051195007434"
    assert mend_digits("Bình") == "Bình"


def test_all_dates_of_a_text_are_found_in_order() -> None:
    text = "từ ngày 01/02/2020 đến ngày 3 tháng 4 năm 2021"
    assert written_dates(text) == ("2020-02-01", "2021-04-03")


@given(st.text())
def test_any_text_can_be_asked_for_a_date(text: str) -> None:
    found = parse_date(text)
    assert found is None or len(found) in (4, 7, 10)


@given(st.text())
def test_digits_are_only_digits(text: str) -> None:
    assert set(digits(text)) <= set("0123456789")


def test_a_personal_number_says_place_sex_and_year() -> None:
    number = parse_personal_number("051195007434")
    assert number is not None
    assert (number.place, number.sex, number.birth_year) == ("051", "Nữ", 1995)
    young = parse_personal_number("051226000001")
    assert young is not None
    assert (young.sex, young.birth_year) == ("Nam", 2026)


@pytest.mark.parametrize("text", ["", "05119500743", "0511950074345", "05119500743a", "٠" * 12])
def test_other_texts_are_no_personal_number(text: str) -> None:
    assert parse_personal_number(text) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [(5, "năm"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (30, "ba mươi")],
)
def test_numbers_are_said_as_people_say_them(number: int, words: str) -> None:
    assert two_digits(number) == words


def test_a_date_in_words_is_compared_with_its_figures() -> None:
    words = "Ngày mười bốn tháng năm năm hai nghìn không trăm hai mươi hai"
    assert says_date(words, "2022-05-14")
    assert not says_date(words, "2022-05-04")
    assert says_date("Mùng một tháng giêng năm hai nghìn", "2000-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "Í1 tháng 11 năm 2026",
        "!9 tháng 11 năm 2026",
        "1 9 tháng 11 năm 2026",
        "l1/02/1990",
        "1 7/03/2022",
    ],
)
def test_a_day_that_lost_a_figure_is_never_taken_for_a_smaller_one(text: str) -> None:
    assert not is_full_date(parse_date(text) or "")
