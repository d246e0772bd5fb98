"""How well a batch was read, as far as the recogniser itself can tell, and what to check by eye.

The guidance on digitization asks that at least 98 % of the characters of printed text are right, by
a tool or by sampling. The share given here is an estimate: scores turned into the shares that were
right on generated pages (`ocr/calibration.py`), which need not be like the pages of this batch. It
says so. The sample that a person checks is what turns it into a measurement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ocr.calibration import Calibration, character_scores, shipped
from ocr.model import PageText, TextSource

GOAL = 0.98
ESTIMATE_NOTE = "scores calibrated on generated pages; check the sample to measure this batch"
_FEWEST_LETTERS = 20
_DOUBTFUL_WORD = 0.6
_LEAST_SAMPLE = 5
_SAMPLE_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class PageReport:
    """One page of the batch."""

    name: str
    letters: int
    words: int
    doubtful_words: int
    estimate: float | None
    """Estimated share of characters read right; nothing where too little is printed."""
    source: str
    blank: bool

    @property
    def below_goal(self) -> bool:
        """The estimate says that the page misses the goal."""
        return self.estimate is not None and self.estimate < GOAL


@dataclass(frozen=True, slots=True)
class BatchReport:
    """All pages of a batch, the estimate for all of them, and the pages to check by eye."""

    pages: tuple[PageReport, ...]
    estimate: float | None
    sample: tuple[str, ...]
    calibration: Calibration
    fits: bool
    """Every page was read by the recipe the calibration was learnt with."""

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {
            "goal": GOAL,
            "estimate": self.estimate,
            "estimate_is": ESTIMATE_NOTE,
            "calibration": {
                "characters": self.calibration.characters,
                "pages": self.calibration.pages,
                "basis": self.calibration.basis,
                "date": self.calibration.date,
                "same_recipe": self.fits,
            },
            "pages_below_goal": [page.name for page in self.pages if page.below_goal],
            "sample": list(self.sample),
            "pages": [asdict(page) for page in self.pages],
        }


def batch_report(
    pages: Sequence[tuple[str, PageText]], calibration: Calibration | None = None
) -> BatchReport:
    """Return the report of a batch of named pages."""
    learnt = calibration or shipped()
    reports = tuple(_page(name, text, learnt) for name, text in pages)
    counted = [page for page in reports if page.estimate is not None]
    letters = sum(page.letters for page in counted)
    right = sum((page.estimate or 0.0) * page.letters for page in counted)
    estimate = round(right / letters, 4) if letters else None
    fits = all(text.basis == learnt.basis for _, text in pages if text.source is TextSource.OCR)
    return BatchReport(reports, estimate, _sample(counted), learnt, fits)


def _page(name: str, text: PageText, learnt: Calibration) -> PageReport:
    # what is written by hand is no printed text, and the goal is for that alone
    words = [word for word in text.words if not word.by_hand]
    letters = sum(len(word.text) for word in words)
    own = text.source is TextSource.TEXT_LAYER
    sure = sum(
        1.0 if own else learnt.probability(score)
        for word in words
        for score in character_scores(word)
    )
    return PageReport(
        name=name,
        letters=letters,
        words=len(text.words),
        doubtful_words=sum(word.confidence < _DOUBTFUL_WORD for word in text.words),
        estimate=round(sure / letters, 4) if letters >= _FEWEST_LETTERS else None,
        source=text.source.value,
        blank=text.quality.blank,
    )


def _sample(pages: Sequence[PageReport]) -> tuple[str, ...]:
    """Return the pages a person should check: drawn by lot from all that a recogniser read.

    The lot is a digest of the page's name, so that nobody chooses, and the same batch gives the
    same list. The doubtful pages are not preferred: a sample of the worst measures nothing.
    """
    read = [page for page in pages if page.source == TextSource.OCR.value]
    wanted = max(_LEAST_SAMPLE, round(_SAMPLE_SHARE * len(read)))
    drawn = sorted(read, key=lambda page: hashlib.sha256(page.name.encode()).digest())[:wanted]
    chosen = {page.name for page in drawn}
    return tuple(page.name for page in read if page.name in chosen)
