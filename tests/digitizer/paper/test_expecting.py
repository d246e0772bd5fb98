"""Expected errors of a batch are the sum of calibrated doubts; an engine score is none."""

from __future__ import annotations

import pytest

from digitizer.model.field import FieldReading, Method
from digitizer.paper.expecting import READ_ONCE, WEIGHED, expected


def value(
    confidence: float, *, sure: bool, method: Method = Method.OCR, weighed: bool = False
) -> FieldReading:
    basis = f"extraction{WEIGHED}by hand" if weighed else "extraction"
    return FieldReading("f", "x", "x", confidence, sure, method, basis)


def test_doubts_of_weighed_values_add_up_and_codes_have_none() -> None:
    found = expected(
        [
            value(0.999, sure=True, weighed=True),
            value(0.9, sure=False, weighed=True),
            value(0.96, sure=True),
            value(1.0, sure=True, method=Method.QR),
        ]
    )
    assert found.errors == pytest.approx(0.001 + 0.1 + READ_ONCE)
    assert found.errors_among_sure == pytest.approx(0.001 + READ_ONCE)
    assert (found.values, found.sure, found.not_enough) == (4, 3, 0)


def test_a_value_only_its_engine_speaks_for_is_counted_as_not_enough() -> None:
    found = expected([value(0.97, sure=False), value(1.0, sure=False, method=Method.QR)])
    assert (found.errors, found.not_enough) == (0.0, 2)


def test_empty_fields_are_no_values() -> None:
    empty = FieldReading("f", "", "", 0.0, False, Method.OCR, "extraction")
    assert expected([empty]).values == 0
