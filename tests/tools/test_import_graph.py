"""The architecture picture is drawn from the imports, and true."""

from __future__ import annotations

import pytest

from tools import import_graph


def test_the_window_stands_on_the_core_and_only_reading_and_signing_under_it() -> None:
    lines = import_graph.imports(["ui", "digitizer", "ocr", "signing"])
    assert lines == {
        ("ui", "digitizer"),
        ("ui", "ocr"),
        ("ui", "signing"),
        ("digitizer", "ocr"),
        ("digitizer", "signing"),
    }


def test_lines_that_follow_from_others_are_left_out() -> None:
    lines = {("window", "core"), ("core", "engine"), ("window", "engine"), ("window", "help")}
    assert import_graph.reduced(lines) == lines - {("window", "engine")}


def test_a_circle_of_imports_is_no_picture() -> None:
    with pytest.raises(ValueError, match="circle"):
        import_graph.reduced({("a", "b"), ("b", "c"), ("c", "a")})


def test_every_box_of_the_contracts_stands_in_the_picture() -> None:
    drawn = import_graph.picture()
    for row in import_graph.rows():
        for name in row:
            assert f">{name.removeprefix('digitizer.')}</text>" in drawn
