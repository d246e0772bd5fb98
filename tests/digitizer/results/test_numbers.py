"""An official number is taken once for a dossier, and only when its result can be composed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digitizer.errors import NotComposableError
from digitizer.results import journey as module
from digitizer.results.templates import Kind
from tests.digitizer.results.result_office import TEMPLATES, journey
from tests.digitizer.store.office import Office


class Later(datetime):
    """A clock two years on."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # noqa: ARG003
        today = datetime.now(UTC)
        return today.replace(year=today.year + 2, day=1)


def test_composing_again_keeps_the_number_of_the_dossier(office: Office) -> None:
    office.verified("HS-1")
    office.verified("HS-2")
    results = journey(office)
    numbers = [results.compose(office.records, code).number for code in ("HS-1", "HS-1", "HS-2")]
    assert [number.partition("/")[0] for number in numbers] == ["01", "01", "02"]
    again = results.compose(office.records, "HS-1")
    assert again.number == numbers[0]
    assert again.data["number"] == numbers[0]


def test_what_cannot_be_composed_takes_no_number(office: Office) -> None:
    office.verified()
    results = journey(office)
    for wrong in ({"office_name": ""}, {"office_name": "漢"}, {"office_short": "漢"}):
        broken = replace(results, settings=replace(results.settings, **wrong))
        with pytest.raises(NotComposableError):
            broken.compose(office.records, "HS-1")
    assert results.compose(office.records, "HS-1").number.startswith("01/UBND")


def test_a_number_of_another_year_is_not_carried_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.verified("HS-1")
    office.verified("HS-2")
    results = journey(office)
    results.compose(office.records, "HS-2")
    assert results.compose(office.records, "HS-1").number.startswith("02/")
    monkeypatch.setattr(module, "datetime", Later)
    assert results.compose(office.records, "HS-1").number.startswith("01/")


def test_a_number_carries_the_notation_of_its_kind_of_result(office: Office) -> None:
    office.verified()
    results = {code: one for code, one in TEMPLATES.items() if one.kind is Kind.RESULT}
    assert {code: one.notation for code, one in results.items()} == {
        "birth_certificate": "",
        "birth_certificate_extract": "TLKS-BS",
        "household_business_certificate": "",
        "marital_status_confirmation": "XNTTHN",
    }
    assert journey(office).compose(office.records, "HS-1").number == "01/UBND-XNTTHN"
    office.verified("HS-2")
    plain = journey(office, template={"notation": ""})
    assert plain.compose(office.records, "HS-2").number == "02/UBND"
