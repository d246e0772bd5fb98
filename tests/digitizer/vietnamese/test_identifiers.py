"""Tax codes, old identity numbers, passports, insurance numbers, and sums in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.vietnamese.identifiers import (
    identity_number_fits,
    insurance_number_fits,
    says_sum,
    spoken,
    tax_code_fits,
)


@pytest.mark.parametrize("code", ["0100109106", "0101243150", "0100109106-001", "051195007434"])
def test_a_tax_code_whose_check_digit_agrees_fits(code: str) -> None:
    assert tax_code_fits(code)


@pytest.mark.parametrize("code", ["0100109107", "0101243151", "010010910", "0100109106-1", ""])
def test_another_tax_code_does_not_fit(code: str) -> None:
    assert not tax_code_fits(code)


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_code_is_always_found(start: int, place: int, more: int) -> None:
    digits = f"{start:09d}"
    fitting = [digits + str(check) for check in range(10) if tax_code_fits(digits + str(check))]
    for code in fitting:
        wrong = str((int(code[place]) + more) % 10)
        assert not tax_code_fits(code[:place] + wrong + code[place + 1 :])


def test_old_and_new_identity_numbers_and_passports_fit_and_others_do_not() -> None:
    for number in ("212345678", "051195007434", "B1234567", "C12345678"):
        assert identity_number_fits(number)
    for number in ("21234567", "2123456789", "1B234567", ""):
        assert not identity_number_fits(number)


def test_an_insurance_number_has_ten_digits_or_is_the_personal_number() -> None:
    assert insurance_number_fits("7912345678")
    assert insurance_number_fits("051195007434")
    assert not insurance_number_fits("791234567")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Năm trăm triệu đồng.", 500_000_000),
        ("Một trăm linh năm triệu đồng chẵn", 105_000_000),
        ("Hai mươi tư ngàn năm trăm đồng", 24_500),
        ("Một tỷ hai trăm triệu đồng Việt Nam", 1_200_000_000),
        ("Năm trăm trieu đồng", 500_000_000),
    ],
)
def test_a_sum_is_told_from_its_words_however_they_are_put(words: str, number: int) -> None:
    assert says_sum(words, number)


@pytest.mark.parametrize("number", [50_000_000, 600_000_000, 500_000, 5_000_000_000, 501_000_000])
def test_words_of_another_sum_do_not_say_it(number: int) -> None:
    assert not says_sum("Năm trăm triệu đồng", number)


@given(st.integers(0, 10**15))
def test_every_sum_says_itself_and_none_that_is_ten_times_as_much(number: int) -> None:
    assert says_sum(spoken(number), number)
    if number:
        assert not says_sum(spoken(number), number * 10)


@given(st.text(max_size=300), st.integers(0, 10**20))
def test_no_text_makes_it_fail(words: str, number: int) -> None:
    assert says_sum(words, number) in (True, False)
