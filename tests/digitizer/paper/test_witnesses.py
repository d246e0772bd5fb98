from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.model.field import Method
from digitizer.paper.witnesses import check_digit, parse_mrz, parse_qr, witnesses_of
from tests.digitizer.paper import pages

OLD = "051195007434|295007434|Trần Thị Mẫu|02061995|Nữ|Số 9 Lê Lợi, Mẫu, Quảng Ngãi|04122023"
NEW = "046172022680||Nguyễn Thị Mẫu|07091972|Nữ|Tổ 5, phường Mẫu|19032026||||"
ZONE = (
    "IDVNM1950074340051195007434<<0",
    "9506022F3506020VNM<<<<<<<<<<<0",
    "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
)


def with_check_digits(number: str, born: str, sex: str, expires: str) -> tuple[str, str, str]:
    short = number[3:]
    long = f"{number}<<"
    first = f"IDVNM{short}{check_digit(short)}{long}{check_digit(short_line(short, long))}"
    dates = f"{born}{check_digit(born)}", f"{expires}{check_digit(expires)}"
    whole = check_digit(first[5:30] + dates[0] + dates[1] + "<" * 11)
    return first, f"{dates[0]}{sex}{dates[1]}VNM{'<' * 11}{whole}", ZONE[2]


def short_line(short: str, long: str) -> str:
    return long


def test_the_old_card_is_read_by_position() -> None:
    found = parse_qr(OLD)
    assert found is not None
    assert found[0] == "051195007434"
    assert found[3] == "1995-06-02"
    assert found[6] == "2023-12-04"


def test_parts_behind_the_seventh_are_never_guessed() -> None:
    found = parse_qr(NEW)
    assert found is not None
    assert max(found) == 6
    assert 1 not in found


@pytest.mark.parametrize(
    "text",
    [
        "https://example.vn/?a=1|2|3|4|5|6|7",
        "051195007434|x|Trần Thị Mẫu|31021995|Nữ|Mẫu|04122023",
        "51195007434|x|Trần Thị Mẫu|02061995|Nữ|Mẫu|04122023",
        "",
    ],
)
def test_other_codes_are_no_card(text: str) -> None:
    assert parse_qr(text) is None


@given(st.text(alphabet=st.sampled_from("0123456789|ABC< đ"), max_size=120))
def test_any_code_can_be_looked_at(text: str) -> None:
    assert parse_qr(text) is None or "|" in text


@given(
    st.lists(st.text(alphabet=st.sampled_from("IDVNM0123456789<OSKM«"), max_size=34), max_size=4)
)
def test_any_lines_can_be_looked_at(lines: list[str]) -> None:
    assert parse_mrz(lines) is None or lines


def test_the_specimen_zone_is_read() -> None:
    found = parse_mrz(("IDVNM0990123459001099012345<<0", "9901018M3901016VNM<<<<<<<<<<<0", ""))
    assert found is not None
    assert found.by_name["personal_id"] == "001099012345"
    assert (found.by_name["birth_date"], found.by_name["sex"]) == ("1999-01-01", "Nam")
    assert found.by_name["expiry_date"] == "2039-01-01"


def test_letters_read_for_digits_are_mended_and_fillers_counted_anew() -> None:
    first, second, _ = with_check_digits("051195007434", "950602", "F", "350602")
    misread = first.replace("IDVNM1", "TDVNMI"), "-" + second.replace("<" * 11, "<" * 9)
    found = parse_mrz(misread)
    assert found is not None
    assert found.by_name["personal_id"] == "051195007434"


def test_marks_that_were_read_into_a_zone_are_dropped_and_the_check_digits_decide() -> None:
    first, second, _ = with_check_digits("046098029716", "980106", "M", "380106")
    at = first.index("0")
    found = parse_mrz((first[:at] + "đ" + first[at + 1 :], second))
    assert found is not None
    assert found.by_name["personal_id"] == "046098029716"


@given(st.integers(5, 14), st.integers(1, 9))
def test_a_wrong_digit_is_never_believed(place: int, more: int) -> None:
    first, second, third = with_check_digits("051195007434", "950602", "F", "350602")
    other = str((int(first[place]) + more) % 10)
    found = parse_mrz((first[:place] + other + first[place + 1 :], second, third))
    assert found is None or found.by_name["personal_id"] == "051195007434"


def test_dates_of_a_zone_that_does_not_check_as_a_whole_are_doubtful() -> None:
    first, second, third = with_check_digits("051195007434", "950602", "F", "350602")
    found = parse_mrz((first, second[:29] + str((int(second[29]) + 1) % 10), third))
    assert found is not None
    assert found.by_name["birth_date"] == "1995-06-02"
    assert {"birth_date", "personal_id"} <= found.doubtful


def test_a_wrong_date_casts_no_doubt_on_the_number_of_the_first_line() -> None:
    first, second, third = with_check_digits("051195007434", "950602", "F", "350602")
    other = str((int(second[3]) + 1) % 10)
    found = parse_mrz((first, second[:3] + other + second[4:], third))
    assert found is not None
    assert found.by_name["personal_id"] == "051195007434"
    assert found.doubtful == frozenset(found.by_name) - {"personal_id"}


def test_a_number_whose_two_wrong_digits_its_own_check_digit_misses_is_doubtful() -> None:
    first, second, third = with_check_digits("051195007434", "950602", "F", "350602")
    # 051 as 091: no part of it is printed twice; the last digit of the line is what then fits
    number = "091195007434"
    wrong = first[:15] + number + "<<" + str(check_digit(f"{number}<<"))
    found = parse_mrz((wrong, second, third))
    assert found is None or "personal_id" in found.doubtful


def test_the_kinds_of_card_are_told_by_the_number_of_parts() -> None:
    kinds = [witnesses_of(1, pages.page_text([], codes=[text]))[0].kind for text in (OLD, NEW)]
    assert kinds == ["qr-cccd", "qr-can-cuoc"]


def test_a_zone_among_other_lines_is_found_with_its_place() -> None:
    lines = ["Ngón trỏ phải", *with_check_digits("051195007434", "950602", "F", "350602")]
    (zone,) = witnesses_of(7, pages.page_text(lines))
    assert zone.method is Method.MRZ
    assert zone.page_id == 7
    assert zone.by_part["expiry_date"] == "2035-06-02"
    assert zone.box.height > 80
