"""The steps of the clean-up in their order, with the way back to the image as it came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ocr import geometry
from ocr.cleanup import (
    bend,
    borders,
    card,
    closing,
    colour,
    combs,
    crop,
    leaders,
    light,
    orientation,
    pale,
    photo,
    rules,
    scale,
    skew,
    specks,
    underlines,
)
from ocr.cleanup.bend import Bend
from ocr.cleanup.closing import Closed
from ocr.cleanup.model import Cleaned, Matrix, Pixels, Points, Way, identity, inverse
from ocr.model import Step


@dataclass
class Sheet:
    """A page on its way through the steps."""

    image: Pixels
    dpi: float
    back: Matrix = field(default_factory=identity)
    steps: list[Step] = field(default_factory=list)
    skew: float = 0.0
    card: bool = False
    """The print covers no more than a card; its lines stand in no column."""
    bend: Bend | None = None
    """How the paper curled or folded, where its lines were made level."""
    closed: tuple[Closed, ...] = ()
    """What of the level page was set close together."""
    colour: Pixels | None = None
    """The sheet laid flat before its colours were given up."""

    @property
    def onto_page(self) -> Way:
        """The way of a point of ``image`` to the page as it came."""
        back = self.back
        opening = [one.opened for one in self.closed]
        turns = opening if self.bend is None else [*opening, self.bend.bent]
        return (lambda points: geometry.moved(_through(turns, points), back)) if turns else back

    @property
    def from_page(self) -> Way:
        """The way of a point of the page as it came to ``image``."""
        there = inverse(self.back)
        closing_up = [one.closed for one in self.closed]
        turns = closing_up if self.bend is None else [self.bend.level, *closing_up]
        return (lambda points: _through(turns, geometry.moved(points, there))) if turns else there

    def take(self, cleaned: Cleaned) -> None:
        """Go on with what a step gave back."""
        self.image = cleaned.image
        self.back = self.back @ cleaned.back
        if cleaned.step is not None:
            self.steps.append(cleaned.step)


def _through(turns: Sequence[Callable[[Points], Points]], points: Points) -> Points:
    for turn in turns:
        points = turn(points)
    return points


def flattened(page: Pixels, dpi: float) -> tuple[Sheet, Pixels]:
    """Return the sheet as it lay, white paper and dark print, and its grey before the light."""
    height, width = page.shape[:2]
    sheet = Sheet(page, card.resolution(width, height, dpi))
    laid = photo.lay_flat(sheet.image, sheet.dpi)
    sheet.take(laid.cleaned)
    sheet.dpi = laid.dpi
    sheet.colour = sheet.image
    sheet.take(colour.to_grey(sheet.image, sheet.dpi))
    grey = sheet.image
    sheet.take(light.flatten(sheet.image))
    sheet.take(borders.lift(sheet.image, sheet.dpi))
    sheet.take(pale.darken(sheet.image))
    return sheet, grey


def readied(flat: Sheet, rotation: int) -> Sheet:
    """Return a copy turned by ``rotation``, straight, in reading size and free of what disturbs."""
    sheet = replace(flat, steps=list(flat.steps), colour=None)
    sheet.take(orientation.turn(sheet.image, rotation))
    sheet.take(crop.to_print(sheet.image, sheet.dpi))
    height, width = sheet.image.shape
    sheet.card = card.is_card(width, height, sheet.dpi)
    sheet.skew = skew.measure(sheet.image)
    factor = scale.measure(sheet.image, sheet.dpi)
    if sheet.card:
        factor = round(factor * card.ENLARGED, 3)
    sheet.take(skew.straighten(sheet.image, sheet.skew, factor))
    sheet.dpi *= factor
    sheet.bend = None if sheet.card else bend.measure(sheet.image, sheet.dpi)
    if sheet.bend is not None:
        sheet.take(bend.straighten(sheet.image, sheet.bend))
    lifted = combs.lift(sheet.image, sheet.dpi)
    sheet.take(lifted)
    sheet.image, sheet.closed = closing.close_up(sheet.image, lifted.rows)
    sheet.take(rules.lift(sheet.image, sheet.dpi))
    sheet.take(leaders.lift(sheet.image, sheet.dpi))
    sheet.take(underlines.lift(sheet.image, sheet.dpi))
    sheet.take(specks.lift(sheet.image, sheet.dpi))
    return sheet
