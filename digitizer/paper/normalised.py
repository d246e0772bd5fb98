"""A value in the form in which it is stored, and how far its spelling vouches for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Normalised:
    """A value in stored form; ``accepted`` says whether it is one of its kind at all."""

    value: str
    accepted: bool
    plausible: bool = True
    """Nothing about its spelling speaks against it."""
    mended: bool = False
    """Only letters in the place of figures, or stops that leaders leave between words, speak
    against it; further readings may bear it out."""
