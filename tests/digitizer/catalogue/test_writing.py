"""A document type written as a file is the same document type when it is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.catalogue import Catalogue
from digitizer.catalogue.writing import as_toml, read_definition

KINDS = Catalogue.load().document_types


@pytest.mark.parametrize("code", KINDS)
def test_every_shipped_definition_survives_being_written(code: str) -> None:
    kind = KINDS[code]
    again = read_definition(as_toml(kind), f"{code}.toml")
    assert replace(again, basis=kind.basis) == kind


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip() == text))
def test_any_words_survive_being_written(words: str) -> None:
    kind = replace(KINDS["other_paper"], name=words)
    again = read_definition(as_toml(kind), "other.toml")
    assert again.name == words
