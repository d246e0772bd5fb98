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
from digitizer.errors import DefinitionError, DigitizerError, EngineError, NotComposableError
from digitizer.model.document import PageState
from digitizer.model.dossier import DeferralKind, DossierState
from digitizer.workqueue.values import JobKind
from ocr.errors import OcrError
from signing.errors import SigningError
from signing.journal import Stage

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


def _problems() -> set[str]:
    """Problems of definitions given as a literal, read from the source."""
    found = set()
    for folder in ("digitizer", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    given = [word.value for word in node.keywords if word.arg == "problem"]
                    if getattr(node.func, "id", "") == "_wrong":
                        given += node.args[-1:]
                    found |= {
                        one.value for one in given if isinstance(one, ast.Constant) and one.value
                    }
    return {one for one in found if isinstance(one, str)}


@pytest.mark.parametrize("problem", sorted(_problems()))
def test_every_problem_of_a_definition_has_words_in_vietnamese(problem: str) -> None:
    assert messages.problem(problem, "en") == problem
    assert messages.problem(problem, "vi") != problem


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Invalid value (at line 3, column 5)", "sai cú pháp ở dòng 3, cột 5"),
        ("Expecting value: line 1 column 2 (char 1)", "sai cú pháp ở dòng 1, cột 2"),
        ("'clerc' is not known", "không có «clerc»"),
        ("[Errno 13] Permission denied: '/a/{b}'", "không đọc được tệp"),
        ("'utf-8' codec can't decode byte 0xff in position 0", "tệp không phải chữ UTF-8"),
        ("Input should be a valid integer", "giá trị sai kiểu, cần integer"),
        ("something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_what_a_library_complains_of_is_said_in_vietnamese_where_there_are_words(
    said: str, told: str
) -> None:
    assert messages.problem(said, "vi") == told


def test_a_sentence_leaves_out_what_it_has_nothing_to_say_about() -> None:
    error = DefinitionError(file="site.toml", key="", nearest="", problem="unknown key")
    assert messages.sentence(error, "vi") == (
        "Tệp định nghĩa site.toml sai: không có khóa này. Hãy sửa tệp rồi mở lại chương trình."
    )
    error = DefinitionError(file="site.toml", key="langage", nearest="language", problem="unknown")
    assert "wrong at “langage”: unknown. The nearest known word is “language”." in (
        messages.sentence(error, "en")
    )


def _journaled() -> set[str]:
    """Actions given to the journal as a literal, read from the source."""
    actions = set()
    for path in (ROOT / "digitizer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            called = ast.unparse(node.func)
            if called.endswith((".journal", "journal.add", "_journal")):
                # one word, or one of two
                actions |= {
                    one.value
                    for one in ast.walk(node.args[1])
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return {one for one in actions if not one.endswith("-") and not one.startswith("-")}


def _put_together() -> set[str]:
    """Actions that the store puts together from what became of a thing."""
    edits = (
        *("remove", "bring-back", "rotate", "crop", "split", "merge", "reorder", "move"),
        *("replace", "begin", "undone", "redone"),
    )
    states = [one for one in DossierState if one is not DossierState.INTAKE]
    reached = [PageState.READ, PageState.FAILED]
    return {
        *(f"dossier-{one.value}" for one in (*states, *DeferralKind)),
        *(f"page-{one.value}" for one in reached),
        *(f"pages-{one}" for one in edits),
        *(f"signing-{one.value}" for one in Stage),
        *(f"{one.value}-done" for one in (JobKind.PREPARE_COPY, JobKind.CHECK_RESULT)),
    }


def test_every_action_of_the_journal_has_words_in_both_languages() -> None:
    actions = _journaled() | _put_together()
    assert len(actions) > 100
    for language in ("vi", "en"):
        assert [one for one in sorted(actions) if messages.action(one, language) == one] == []


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("2026-11-25", "25/11/2026"),
        ("2026-11-25T08:55:17+00:00", "25/11/2026 15:55"),
        ("2026-13-45", "2026-13-45"),
        ("2026-11-25.pdf", "2026-11-25.pdf"),
    ],
)
def test_days_and_moments_are_said_as_the_office_writes_them(stored: str, written: str) -> None:
    said = messages.say("certificate-expired", "vi", {"owner": "A", "not_before": stored})
    assert f"từ {written} đến" in said
