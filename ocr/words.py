"""A word as read, its characters, and the place where it stands; imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels of the original image; right and bottom are exclusive."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def shared(self, other: Box) -> float:
        """Return the area in square pixels that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)

    def holds_middle(self, other: Box) -> bool:
        """Return whether the middle of the other box lies in this one, its edge included."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a word as read."""

    text: str
    confidence: float
    """Engine score between 0 and 1."""
    alternatives: tuple[str, ...] = ()
    """What else was read in its place, the likelier first."""
    box: Box | None = field(default=None, compare=False)
    """Where it stands in the image that was recognised; not kept."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read, NFC."""

    text: str
    box: Box
    confidence: float
    """Engine score between 0 and 1; 1 for a PDF's own text."""
    line: int
    """Number of the printed line within the page, in reading order."""
    block: int = 0
    baseline: tuple[float, float, float, float] | None = None
    """Start and end point of the baseline in pixels of the original image."""
    font_size: float = 0.0
    """Height of the type in pixels, 0 when unknown."""
    alternatives: tuple[str, ...] = ()
    """Other readings of the same print, the likelier first."""
    characters: tuple[Character, ...] = ()
    """The word character by character; empty where that is not known, as in a PDF's own text."""
    by_hand: bool = False
    """Written by hand: a recogniser of print only guesses at it."""

    def reworded(self, text: str, confidence: float) -> Word:
        """Return the word with another text; what was read becomes the first alternative.

        Of as many characters each keeps its score, and those that changed what they were read as.
        """
        others = tuple(other for other in self.alternatives if other not in {text, self.text})
        return replace(
            self,
            text=text,
            confidence=confidence,
            alternatives=(self.text, *others),
            characters=_recast(self.characters, text),
        )


def _recast(characters: tuple[Character, ...], text: str) -> tuple[Character, ...]:
    if len(characters) != len(text):
        return ()
    return tuple(
        old if old.text == new else Character(new, old.confidence, (old.text,))
        for old, new in zip(characters, text, strict=True)
    )
