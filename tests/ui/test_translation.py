from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from tools import translations


def test_every_string_has_a_translation_with_the_same_places() -> None:
    assert translations.problems() == []


def test_qt_s_own_words_are_translated_too() -> None:
    found = list(translations.entries(translations.FOLDER / "qt_vi.ts"))
    assert found
    assert all(entry.translation and not entry.unfinished for entry in found)


@pytest.mark.slow
def test_the_translation_file_holds_exactly_the_strings_of_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "digitizer_vi.ts"
    shutil.copy(translations.SOURCE, copy)
    assert translations.update(copy) == 0
    before = {(entry.context, entry.source) for entry in translations.entries()}
    after = {(entry.context, entry.source) for entry in translations.entries(copy)}
    assert after == before


def test_a_missing_translation_and_a_lost_place_are_complained_of(tmp_path: Path) -> None:
    source = tmp_path / "x.ts"
    source.write_text(
        "<TS><context><name>C</name>"
        "<message><source>Page {number}</source><translation>Trang</translation></message>"
        "<message><source>Sign</source><translation type='unfinished'></translation></message>"
        "</context></TS>",
        encoding="utf-8",
    )
    problems = translations.problems(source)
    assert len(problems) == 2
    assert "other places" in problems[0]
    assert "not translated" in problems[1]


def test_the_compiled_file_translates(compiled: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(compiled / "digitizer_vi.qm"))
    assert translator.translate("MainWindow", "Sign out") == "Đăng xuất"
