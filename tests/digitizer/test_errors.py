"""Errors that can happen, and what they tell."""

from __future__ import annotations

import pickle

import pytest

from digitizer.errors import EngineError, LayoutError, WouldOverwriteError
from ocr.errors import LanguageMissingError
from signing.errors import WrongPinLastLeftError


@pytest.mark.parametrize(
    "error",
    [
        WouldOverwriteError(target="kết quả.pdf"),
        EngineError("page-damaged", page=3),
        LayoutError(file="mau.toml", line=2, problem="no-body"),
        LanguageMissingError(language="vie"),
        WrongPinLastLeftError(token="Thẻ 1"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_raised_in_another_process_tells_the_same_here(error: Exception) -> None:
    there = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(there) is type(error)
    assert there.__dict__ == error.__dict__
    assert str(there) == str(error)
