"""The place an address ends with is compared with the official lists, marks included."""

from __future__ import annotations

import pytest

from digitizer.catalogue.spelling import place_spelling, units_with_province
from digitizer.catalogue.units import shipped_units


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("Tổ dân phố Mỹ Hòa, phường Cẩm Thành, tỉnh Quảng Ngãi", 2),
        ("Số 45/7 đường Nguyễn Trãi, Nghĩa Chánh, TP. Quảng Ngãi, Quảng Ngãi", 3),
        ("Phường Tân An, quận Ninh Kiều, thành phố Cần Thơ", 3),
        ("Tổ dân phố Mỹ Hoà, phường Cẩm Thành, tỉnh Quảng Ngãi", 2),
    ],
)
def test_places_of_today_and_of_before_are_known(address: str, parts: int) -> None:
    found = place_spelling(shipped_units(), address)
    assert (found.right, found.parts) == (True, parts)


@pytest.mark.parametrize(
    ("address", "official"),
    [
        ("Tổ 5, phường Cấm Thành, tỉnh Quảng Ngãi", "Tổ 5, phường Cẩm Thành, tỉnh Quảng Ngãi"),
        ("xã Bình Sơn, tỉnh Quáng Ngãi", "xã Bình Sơn, tỉnh Quảng Ngãi"),
        ("Châu Ố, Bình Sơn, Quảng Ngãi", "Châu Ổ, Bình Sơn, Quảng Ngãi"),
    ],
)
def test_a_place_with_other_marks_is_not_right_and_the_official_one_is_offered(
    address: str, official: str
) -> None:
    found = place_spelling(shipped_units(), address)
    assert (found.right, found.official) == (False, official)


@pytest.mark.parametrize(
    "address", ["", "phường Mẫu", "phường Mẫu, tỉnh Quảng Ngãi", ", ,", "x, y"]
)
def test_nothing_is_said_of_places_on_no_list(address: str) -> None:
    found = place_spelling(shipped_units(), address)
    assert (found.right, found.official) == (False, "")


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("Tổ 5 phường Cẩm Thành tỉnh Quảng Ngãi cấp ngày", ["phường cẩm thành"]),
        ("xã Cẩm Thành tỉnh Quảng", []),
        ("thị trấn Châu Ổ huyện Bình Sơn tỉnh Quảng Ngãi", ["huyện bình sơn", "thị trấn châu ổ"]),
        ("Công an tỉnh Quảng Ngãi", []),
        ("phường Mẫu tỉnh Quảng Ngãi", []),
    ],
)
def test_units_are_found_that_are_named_with_their_province(printed: str, units: list[str]) -> None:
    assert list(units_with_province(shipped_units(), printed.split())) == units
