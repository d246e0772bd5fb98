"""A file over 400 lines has a reason, or it is divided."""

from __future__ import annotations

from tools import long_files


def test_every_reason_is_a_sentence_about_a_file_that_exists() -> None:
    for name, reason in long_files.read_reasons().items():
        assert (long_files.ROOT / name).is_file(), name
        assert len(str(reason["why"]).split()) > 5


def test_a_long_file_without_reason_is_told() -> None:
    (said,) = long_files.findings({"a.py": 401}, {})
    assert said.startswith("a.py: 401 lines and no reason")


def test_a_reason_does_not_hold_for_whatever_the_file_grows_to() -> None:
    reasons: dict[str, dict[str, object]] = {"a.py": {"lines": 410, "why": "one table"}}
    assert long_files.findings({"a.py": 460}, reasons) == []
    (said,) = long_files.findings({"a.py": 461}, reasons)
    assert "410 when its reason was written" in said


def test_a_file_that_is_short_again_leaves_the_list() -> None:
    (said,) = long_files.findings({}, {"a.py": {"lines": 410, "why": "one table"}})
    assert "take it off the list" in said
