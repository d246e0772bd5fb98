"""The generated pages: the same for one seed, held-out layout and seeds apart from the rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pikepdf
import pytest

from benchmarks import pages
from benchmarks.pages import groups
from tools.samples.degrade import LEVELS


@pytest.mark.slow
def test_one_seed_gives_the_same_pages_and_every_level_is_there(tmp_path: Path) -> None:
    first = list(groups(tmp_path / "a", tmp_path / "no samples", pages=1, seed=3))
    again = next(groups(tmp_path / "b", tmp_path / "no samples", pages=1, seed=3))
    names = ["plain", *(f"office {level}" for level in LEVELS), "bent", "held out"]
    assert [group.name for group in first] == names
    assert first[0].pages[0].lines == again.pages[0].lines
    digests = [
        hashlib.sha256(group.pages[0].file.read_bytes()).digest() for group in (first[0], again)
    ]
    assert digests[0] == digests[1]
    for group in first:
        with pikepdf.open(group.file) as document:
            assert len(document.pages) == len(group.pages) == 1
    kinds = {page.kind for group in first[1:-2] for page in group.pages}
    assert len(kinds) == len(LEVELS)


def test_the_held_out_layout_is_in_no_other_group() -> None:
    assert pages.HELD_OUT_LAYOUT not in pages.LAYOUTS
    assert {pages.HELD_OUT_LAYOUT, *pages.LAYOUTS} == {0, 1, 2}
    assert pages.SECOND_HELD_OUT_LAYOUT not in {0, 1, 2}
    assert [pages.layouts_of(seed) for seed in (1, 899, 900, 1399, 1400)] == [
        pages.LAYOUTS,
        pages.LAYOUTS,
        (1,),
        (1,),
        (3,),
    ]
    assert pages.HELD_OUT_SEED == 900


def test_real_pages_are_those_with_a_truth(tmp_path: Path) -> None:
    from PIL import Image

    for name in ("a", "b"):
        (tmp_path / "pages").mkdir(exist_ok=True)
        Image.new("L", (200, 300), 255).save(tmp_path / "pages" / f"{name}.png", dpi=(100, 100))
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "a.txt").write_text("Điều 1\nĐiều 2\n", "utf-8")
    (real,) = pages._real(tmp_path)
    assert (real.file.name, real.lines, real.dpi) == ("a.png", ("Điều 1", "Điều 2"), 100)
