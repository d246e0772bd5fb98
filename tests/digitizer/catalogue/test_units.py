"""Addresses of before 1 July 2025 lie in the units of today, or somebody is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.catalogue import load_units, locate, shipped_rules, shipped_units
from digitizer.errors import DefinitionError
from digitizer.model.place import Standing

UNITS = shipped_units()
TODAY = date(2026, 11, 25)
LATER = """\
effective: 2027-03-01
source: Nghị quyết mẫu số 1
=51 Tỉnh Quảng Ngãi
+99001 Phường Mẫu
 Phường Cẩm Thành||Tỉnh Quảng Ngãi
"""


def test_the_table_is_whole() -> None:
    change = UNITS.changes[0]
    assert change.size == (3321, 10040)
    assert len(UNITS.in_force) == 34
    former = [key for key, provinces in UNITS.became.items() if key in UNITS.makes and provinces]
    assert len(set(former)) >= 63
    assert change.source


def test_every_province_of_the_personal_number_has_a_province_of_today() -> None:
    for name in shipped_rules().provinces.values():
        place = locate(UNITS, name.replace("–", "-"), TODAY)
        assert place.province, name


def test_every_former_commune_is_found_by_its_full_address() -> None:
    for communes in UNITS.changes[0].former.values():
        for one in communes:
            commune = f"{one.kind} {one.name}, " if one.name else ""
            place = locate(
                UNITS, f"{commune}{one.district_kind} {one.district}, {one.province}", TODAY
            )
            wanted = {unit.full for unit in one.became}
            assert ({place.current} if place.current else set(place.candidates)) == wanted
            assert (place.standing is Standing.AMBIGUOUS) == (len(wanted) > 1)


@pytest.mark.parametrize(
    ("printed", "current"),
    [
        (
            "Số 2 đường Phan Đình Phùng, phường Nghĩa Chánh, thành phố Quảng Ngãi, tỉnh Quảng Ngãi",
            "Số 2 đường Phan Đình Phùng, phường Cẩm Thành, tỉnh Quảng Ngãi",
        ),
        ("Châu Ổ, Bình Sơn, Quảng Ngãi", "xã Bình Sơn, tỉnh Quảng Ngãi"),
        ("An Mỹ, TP. Tam Kỳ, Quảng Nam", "phường Tam Kỳ, thành phố Đà Nẵng"),
        ("P.01, Q.3, TP.Hồ Chí Minh", "phường Bàn Cờ, thành phố Hồ Chí Minh"),
        ("huyện Lý Sơn, tỉnh Quảng Ngãi", "đặc khu Lý Sơn, tỉnh Quảng Ngãi"),
        (
            "Bản Nậm Mỳ, xã Chế Tạo, huyện Mù Cang Chải, tỉnh Yên Bái, Việt Nam",
            "Bản Nậm Mỳ, xã Chế Tạo, tỉnh Lào Cai",
        ),
        ("xa Che Tao, huyen Mu Cang Chai, tinh Yen Bai", "xã Chế Tạo, tỉnh Lào Cai"),
        ("Tỉnh Hà Tây", "thành phố Hà Nội"),
        ("Yên Bái", "tỉnh Lào Cai"),
    ],
)
def test_an_address_of_before_is_mapped(printed: str, current: str) -> None:
    place = locate(UNITS, printed, TODAY)
    assert (place.standing, place.current, place.printed) == (Standing.MAPPED, current, printed)


def test_an_address_of_today_stays_as_it_is() -> None:
    for printed in ("Tổ 5, phường Cẩm Thành, tỉnh Quảng Ngãi", "Thôn 3, xã Mộ Đức, Quảng Ngãi"):
        assert locate(UNITS, printed, TODAY).standing is Standing.IN_FORCE


def test_a_divided_commune_is_asked_with_its_candidates() -> None:
    place = locate(UNITS, "xã Hòa Liên, huyện Hòa Vang, thành phố Đà Nẵng", TODAY)
    assert place.standing is Standing.AMBIGUOUS
    assert place.current == ""
    assert place.candidates == (
        "phường Hải Vân, thành phố Đà Nẵng",
        "phường Liên Chiểu, thành phố Đà Nẵng",
    )
    assert place.province == "Thành phố Đà Nẵng"


def test_what_is_on_no_list_is_never_guessed() -> None:
    assert locate(UNITS, "xã Không Có, huyện Bình Sơn, tỉnh Quảng Ngãi", TODAY).current == ""
    assert locate(UNITS, "tỉnh Sông Bé", TODAY).standing is Standing.AMBIGUOUS
    assert locate(UNITS, "Nước Lào", TODAY).standing is Standing.UNKNOWN
    # the district was divided before the table begins: the commune of the name is only a guess
    hue = locate(UNITS, "phường Vỹ Dạ, thành phố Huế, tỉnh Thừa Thiên Huế", TODAY)
    assert (hue.standing, hue.current) == (Standing.UNCERTAIN, "")
    assert hue.candidates == ("phường Vỹ Dạ, thành phố Huế",)


def test_before_the_change_nothing_is_mapped() -> None:
    place = locate(UNITS, "phường Nghĩa Chánh, thành phố Quảng Ngãi", date(2025, 6, 30))
    assert place.standing is Standing.UNKNOWN


def test_a_later_table_of_the_office_goes_on_from_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "communes-2027-03-01.txt").write_text(LATER, encoding="utf-8")
    units = load_units(tmp_path)
    old = "Tổ 5, phường Nghĩa Chánh, thành phố Quảng Ngãi, tỉnh Quảng Ngãi"
    assert locate(units, old, TODAY).current == "Tổ 5, phường Cẩm Thành, tỉnh Quảng Ngãi"
    later = locate(units, old, date(2027, 3, 1))
    assert (later.current, later.source) == (
        "Tổ 5, phường Mẫu, tỉnh Quảng Ngãi",
        "Nghị quyết mẫu số 1",
    )
    other = locate(units, "xã Mộ Đức, tỉnh Quảng Ngãi", date(2027, 3, 1))
    assert other.current == "xã Mộ Đức, tỉnh Quảng Ngãi"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (LATER.replace("effective: 2027-03-01\n", ""), "line 1"),
        (LATER.replace("+99001 Phường Mẫu", "+99001 Mẫu"), "line 4"),
        (LATER.replace("||", "|"), "line 5"),
        (LATER.partition("+")[0], "line 1"),
    ],
)
def test_a_table_that_does_not_hold_names_its_line(tmp_path: Path, broken: str, line: str) -> None:
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "communes-2027-03-01.txt").write_text(broken, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_units(tmp_path)
    assert caught.value.details["file"] == "communes-2027-03-01.txt"
    assert caught.value.details["key"] == line


@given(st.text(max_size=300))
def test_no_text_breaks_the_look_up(text: str) -> None:
    place = locate(UNITS, text, TODAY)
    assert not place.current or place.standing in (Standing.MAPPED, Standing.IN_FORCE)


@given(
    st.lists(st.sampled_from(["Quảng Ngãi", "TP.", "phường ", "Quận 3", "xã", "1", ""]), max_size=9)
)
def test_no_order_of_words_breaks_the_look_up(words: list[str]) -> None:
    locate(UNITS, ", ".join(words), TODAY)
