"""Lists are found by words without marks, units in force before former ones."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import Reads
from digitizer.paper.looking_up import MOST, look_up


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def test_a_commune_is_found_without_marks_and_says_since_when(catalogue: Catalogue) -> None:
    first = look_up(catalogue, Reads.ADDRESS, "cam thanh quang ngai")[0]
    assert first.text == "phường Cẩm Thành, tỉnh Quảng Ngãi"
    assert first.code
    assert first.valid_from is not None
    assert first.valid_from.isoformat() == "2025-07-01"


def test_a_former_commune_says_until_when_and_what_it_became(catalogue: Catalogue) -> None:
    found = look_up(catalogue, Reads.ADDRESS, "nguyen nghiem, thanh pho quang ngai")
    former = next(one for one in found if one.valid_to)
    assert "Nguyễn Nghiêm" in former.text
    assert former.valid_to is not None
    assert former.valid_to.isoformat() == "2025-06-30"
    assert any("Cẩm Thành" in one for one in former.now)


def test_the_short_word_for_an_office_is_understood(catalogue: Catalogue) -> None:
    found = look_up(catalogue, Reads.TEXT, "ubnd cam thanh")
    assert found[0].text == "Ủy ban nhân dân phường Cẩm Thành, tỉnh Quảng Ngãi"


@pytest.mark.parametrize(
    ("reads", "words", "expected"),
    [
        (Reads.ETHNICITY, "e de", "Ê Đê"),
        (Reads.NATIONALITY, "lao", "Lào"),
        (Reads.NAME, "do dao", "Đỗ Thị Đào"),
    ],
)
def test_each_kind_of_field_has_its_list(
    catalogue: Catalogue, reads: Reads, words: str, expected: str
) -> None:
    assert look_up(catalogue, reads, words, ("Đỗ Thị Đào", "Lê An"))[0].text == expected


def test_a_kind_without_a_list_yields_nothing_and_a_long_list_is_cut(catalogue: Catalogue) -> None:
    assert look_up(catalogue, Reads.PERSONAL_ID, "0") == ()
    assert len(look_up(catalogue, Reads.ADDRESS, "xa")) == MOST
