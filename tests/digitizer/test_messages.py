from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import digitizer.errors
import digitizer.paper.scanner.errors
import ocr.errors
import signing.errors
from digitizer import messages
from digitizer.errors import DigitizerError, EngineError, NotComposableError
from ocr.errors import OcrError
from signing.errors import SigningError

ROOT = Path(__file__).parents[2]
FINDING_MAKERS = {"Finding", "error", "warning"}


def _subclasses(kind: type[Exception]) -> set[type[Exception]]:
    return {kind} | {deep for sub in kind.__subclasses__() for deep in _subclasses(sub)}


def _error_codes() -> list[str]:
    kinds = _subclasses(DigitizerError) | _subclasses(OcrError) | _subclasses(SigningError)
    return sorted({str(kind.code) for kind in kinds if not kind.__module__.startswith("tests")})


def _finding_codes() -> set[str]:
    """Codes given to Finding(…) or to a helper as a literal, read from the source."""
    codes = set()
    for path in (ROOT / "digitizer" / "paper").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FINDING_MAKERS:
                first = node.args[0] if node.args else None
                codes |= {
                    word.value.value
                    for word in node.keywords
                    if word.arg == "code" and isinstance(word.value, ast.Constant)
                }
                if isinstance(first, ast.Constant):
                    codes.add(first.value)
    return codes


@pytest.mark.parametrize("code", _error_codes())
def test_every_error_has_a_sentence_in_both_languages(code: str) -> None:
    assert messages.has(code), f"no sentence for {code} in resources/messages"
    for language in ("vi", "en"):
        text = messages.say(code, language)
        assert text.strip().endswith((".", "!", "?")), f"{code}/{language} is no whole sentence"


@pytest.mark.parametrize("code", sorted(_finding_codes()))
def test_every_finding_has_a_sentence(code: str) -> None:
    assert messages.has(code), f"no sentence for {code} in resources/messages"


@pytest.mark.parametrize("code", sorted(messages.codes()))
def test_both_languages_name_the_same_places(code: str) -> None:
    entry = messages._catalogue()[code]
    assert set(entry) == {"vi", "en"}
    places = [{name for _, name, _, _ in string.Formatter().parse(entry[one])} for one in entry]
    assert places[0] == places[1]


def test_the_findings_of_the_checks_are_found_in_the_source() -> None:
    assert {"required-field-missing", "date-impossible"} <= _finding_codes()


def test_a_sentence_names_what_is_missing() -> None:
    error = NotComposableError(field="child_name", title="Họ, chữ đệm, tên")
    assert "«Họ, chữ đệm, tên»" in messages.sentence(error, "vi")


def test_an_engines_error_keeps_the_engines_own_sentence() -> None:
    assert messages.sentence(EngineError("wrong-pin"), "vi") == messages.say("wrong-pin", "vi")


def test_a_bug_is_reported_as_one_and_a_missing_place_does_not_crash() -> None:
    assert "(unforeseen)" in messages.sentence(ValueError("x"), "en")
    assert "…" in messages.sentence(NotComposableError(), "en")


assert digitizer.errors
assert ocr.errors
assert signing.errors
