"""The network of letters: what it makes of a picture, and what a damaged file of it says."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from ocr import letter_network
from ocr.errors import ModelDamagedError
from ocr.model import Box

SHIPPED = (resources.files("resources") / "models" / "vi-letters.npz").read_bytes()


@pytest.mark.parametrize("data", [b"", b"no model", SHIPPED[:1000], SHIPPED[:-200]])
def test_a_damaged_model_says_which_file_it_is(data: bytes) -> None:
    with pytest.raises(ModelDamagedError) as damaged:
        letter_network.loaded(data)
    assert damaged.value.details == {"file": "vi-letters.npz"}


def test_pictures_in_batches_say_the_same_as_one_by_one() -> None:
    page = np.random.default_rng(3).integers(0, 256, (90, 900), dtype=np.uint8)
    boxes = [Box(9.0 * n, 20.0, 9.0 * n + 12, 60.0) for n in range(90)]
    cut = letter_network.pictures(page, boxes, boxes)
    network = letter_network.shipped()
    together = network.scores(cut)
    single = [network.scores([one]) for one in cut]
    assert (together.marks.shape, together.letters.shape) == ((90, 18), (90, 36))
    for whole, parts in zip(together, zip(*single, strict=True), strict=True):
        assert np.abs(whole - np.concatenate(parts)).max() < 1e-3
        assert whole.std(axis=0).min() > 0


def test_a_letter_at_the_edge_of_the_page_stands_on_white() -> None:
    page = np.zeros((30, 30), np.uint8)
    for box in (Box(-40.0, -40.0, -20.0, -10.0), Box(400.0, 400.0, 420.0, 560.0)):
        (cut,) = letter_network.pictures(page, [box], [box])
        assert cut.shape == (letter_network.HEIGHT, letter_network.WIDTH)
        assert cut.min() == 255
    (corner,) = letter_network.pictures(page, [Box(0, 0, 40, 80)], [Box(0, 0, 40, 80)])
    assert corner.min() == 0
    assert corner.max() == 255
