from __future__ import annotations

import random

from benchmarks import intake
from ocr.limits import Limits
from ocr.reader import Reader


def test_mutated_files_end_with_pages_or_with_a_code() -> None:
    chance = random.Random(7)  # noqa: S311
    seeds = intake._seeds()
    with Reader(1, limits=Limits(page_seconds=20.0)) as reader:
        ends = {
            intake._end(reader, intake._mutated(data, chance), f"a.{kind}")
            for kind, data in seeds.items()
            for _turn in range(5)
        }
        whole = {intake._end(reader, data, f"a.{kind}") for kind, data in seeds.items()}
    assert whole == {"taken in"}
    assert "file-damaged" in ends
    assert ends.isdisjoint({"worker-lost", "page-timeout", "reading-failed"})
