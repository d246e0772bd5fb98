"""Scans are found by the beginnings of their words, marks or not, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from digitizer.errors import NotFoundError, ReasonMissingError
from digitizer.model.document import Page
from digitizer.model.search import TextQuery
from tests.digitizer.store.office import Office

pytestmark = pytest.mark.both_databases

TEXT = "GIẤY KHAI SINH\nHọ, chữ đệm, tên: NGUYỄN VĂN ĐỨC\nSố định danh cá nhân: 001203004567"


def read(office: Office, code: str, text: str) -> Page:
    office.dossier(code)
    page = office.page(code, data=code.encode())
    office.sort(page)
    office.store.dossiers.page_read(page.id, office.store.vault.put(text.encode()), text=text)
    return page


def found(office: Office, words: str, **filters: object) -> list[str]:
    query = TextQuery(words, **filters)  # type: ignore[arg-type]
    return [one.dossier_code for one in office.store.searching.pages(query)]


@pytest.mark.parametrize(
    "words", ["nguyen van duc", "Nguyễn ĐỨC", "khai sin", "001203004567", "0012", "duc, giay"]
)
def test_a_page_is_found_by_any_of_its_words_with_or_without_marks(
    office: Office, words: str
) -> None:
    read(office, "HS-1", TEXT)
    read(office, "HS-2", "Giấy chứng nhận kết hôn")
    assert found(office, words) == ["HS-1"]


@pytest.mark.parametrize(
    "words", ["", " ", "duc chet", "guyen", "' OR 1 = 1 --", '"duc" NEAR x', "*", "duc:*&"]
)
def test_what_does_not_stand_there_finds_nothing_and_is_no_syntax(
    office: Office, words: str
) -> None:
    read(office, "HS-1", TEXT)
    assert found(office, words) in ([], ["HS-1"] if words == "duc:*&" else [])


def test_filters_narrow_what_is_found(office: Office) -> None:
    read(office, "HS-1", TEXT)
    assert found(office, "duc", document_type="cccd", state="intake") == ["HS-1"]
    assert found(office, "duc", document_type="birth_certificate") == []
    assert found(office, "duc", procedure="another") == []
    day = date(2026, 3, 2)
    assert found(office, "duc", received_from=day, received_to=day) == ["HS-1"]
    assert found(office, "duc", received_from=date(2026, 3, 3)) == []
    assert found(office, "duc", received_to=date(2026, 3, 1)) == []


def test_a_page_read_anew_is_found_by_what_it_says_now(office: Office) -> None:
    page = read(office, "HS-1", "Nguyễn Văn Đốc")
    text = "Nguyễn Văn Đức"
    office.store.dossiers.page_read(page.id, office.store.vault.put(text.encode()), text=text)
    assert found(office, "doc") == []
    assert found(office, "duc") == ["HS-1"]


def test_pages_read_before_there_was_an_index_are_indexed_on_request(office: Office) -> None:
    office.dossier()
    page = office.page()
    office.store.dossiers.page_read(page.id, office.store.vault.put(TEXT.encode()))
    assert found(office, "duc") == []

    def text_of(digest: str) -> str:
        return office.store.vault.get(digest).decode()

    assert office.store.searching.index_missing(text_of) == 1
    assert office.store.searching.index_missing(text_of) == 0
    assert found(office, "duc") == ["HS-1"]


def test_an_officer_keeps_searches_of_their_own(office: Office) -> None:
    query = TextQuery("kết hôn", document_type="cccd", received_from=date(2026, 1, 1))
    office.store.searching.save(office.clerk, "Kết hôn năm nay", TextQuery("kết hôn"))
    office.store.searching.save(office.clerk, "Kết hôn năm nay", query)
    (kept,) = office.store.searching.saved(office.clerk)
    assert (kept.name, kept.query) == ("Kết hôn năm nay", query)
    assert office.store.searching.saved(office.clerk2) == ()
    with pytest.raises(NotFoundError):
        office.store.searching.forget(office.clerk2, kept.id)
    with pytest.raises(ReasonMissingError):
        office.store.searching.save(office.clerk, " ", query)
    office.store.searching.forget(office.clerk, kept.id)
    assert office.store.searching.saved(office.clerk) == ()
