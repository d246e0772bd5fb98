"""The handbook: its pictures are there, and it calls things as the window does."""

from __future__ import annotations

import re
from pathlib import Path

from tools import translations

DOCS = translations.ROOT / "resources" / "handbook"
HANDBOOK = (DOCS / "handbook.md").read_text(encoding="utf-8")


def test_every_picture_is_there_and_small() -> None:
    named = {DOCS / name for name in re.findall(r"\]\((pictures/[^)]+)\)", HANDBOOK)}
    assert len(named) >= 6
    assert set((DOCS / "pictures").iterdir()) == named
    assert all(one.stat().st_size <= 200_000 for one in named)


def test_every_link_within_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.+)$", HANDBOOK, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", HANDBOOK)) <= anchors


def test_buttons_are_called_as_the_window_calls_them() -> None:
    words = {one.translation.replace("&", "") for one in translations.entries() if one.translation}
    named = {" ".join(one.split()) for one in re.findall(r"\*\*([^*]+)\*\*", HANDBOOK)}
    sentences = {one for one in named if one.endswith(".")}
    assert {one for one in named - sentences if not any(one in word for word in words)} == set()


def test_the_sentences_of_symptoms_are_those_of_the_program() -> None:
    folder = Path("resources/messages")
    said = " ".join(one.read_text(encoding="utf-8") for one in folder.glob("*.toml"))
    said = re.sub(r"\{\w+\}", "…", said)
    rows = re.findall(r"^\| («.+») \|", "\n".join(HANDBOOK.split("## Khi gặp")[1:]), re.MULTILINE)
    rows += re.findall(r"^\| («.+?») hoặc", HANDBOOK, re.MULTILINE)
    assert len(rows) > 15
    for row in rows:
        for sentence in re.findall(r"«(.+?)»(?: |$)", row):
            parts = [part.strip(" «»") for part in sentence.replace("«vie»", "…").split("…")]
            assert all(part in said for part in parts), sentence
