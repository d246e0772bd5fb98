"""How the signatures on a result look and where they stand, agreed before anybody signs.

NĐ 30/2020/NĐ-CP Phụ lục I: the person's between position and full name; the agency's seal over a
third of it, to its left. Sizes, lines and the third are rules (``signature_placement.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digitizer.model.result import SignerRole
from digitizer.results import composing
from digitizer.results.pictures import SLOTS, shape, size_in_points
from signing.model import Appearance

POINTS_A_MILLIMETRE = 72 / 25.4
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Where one signature stands; ``image_width`` is what of the box its picture takes."""

    page: int
    box: Box
    image_width: float = 0.0


def places(pdf: bytes, pictures: Mapping[SignerRole, bytes | None]) -> dict[SignerRole, Agreed]:
    """Return where the signatures of a composed result go, by what is kept free on it."""
    slots = {slot.name: slot for slot in composing.signature_slots(pdf)}
    found: dict[SignerRole, Agreed] = {}
    person, agency = (slots.get(role.value) for role in (SignerRole.PERSON, SignerRole.AGENCY))
    if person is not None:
        picture = pictures.get(SignerRole.PERSON)
        box = _inside(person.box, picture) if picture else person.box
        found[SignerRole.PERSON] = Agreed(person.page, box)
    if agency is not None:
        seal = pictures.get(SignerRole.AGENCY)
        if seal is None or person is None or agency.page != person.page:
            found[SignerRole.AGENCY] = Agreed(agency.page, agency.box)
        else:
            covered = bool(pictures.get(SignerRole.PERSON))
            signature = found[SignerRole.PERSON].box
            found[SignerRole.AGENCY] = _over(
                agency.page, agency.box, signature, seal, covered=covered
            )
    return found


def appearance(
    role: SignerRole, place: Agreed, values: Mapping[str, str], picture: bytes | None
) -> Appearance:
    """Return the visible signature in its place, with the picture where there is one."""
    from signing.slots import lines_of, slots

    slot = slots()[SLOTS[role]]
    width = min(place.image_width, place.box[2] - place.box[0])
    if picture is not None and role is SignerRole.AGENCY and not width:
        # sealed with a picture that came after the place was agreed
        width = min(_seal_size(picture)[0], (place.box[2] - place.box[0]) / 2)
    return Appearance(
        lines=lines_of(slot, values, pictured=picture is not None),
        page=place.page,
        box=place.box,
        font_size=slot.font_size,
        image=picture,
        frame=picture is None,
        image_width=width if picture is not None else 0.0,
    )


def _inside(box: Box, picture: bytes) -> Box:
    """Return the rectangle a signature's picture takes in the middle of the place kept for it."""
    left, bottom, right, top = box
    high = shape(picture)
    width, height = size_in_points(picture) or (right - left, (right - left) * high)
    scale = min(1.0, (right - left) / width, (top - bottom) / height)
    width, height = width * scale, height * scale
    x, y = (left + right - width) / 2, (bottom + top - height) / 2
    return (x, y, x + width, y + height)


def _over(page: int, slot: Box, signature: Box, seal: bytes, *, covered: bool) -> Agreed:
    """Return the seal's place: its right part over the signature's left third, its lines beside."""
    from signing.slots import slots

    width, height = _seal_size(seal)
    third = slots()[SLOTS[SignerRole.AGENCY]].overlap if covered else 0.0
    right = signature[0] + third * (signature[2] - signature[0])
    middle = (signature[1] + signature[3]) / 2
    left = min(slot[0], right - width)
    return Agreed(page, (left, middle - height / 2, right, middle + height / 2), width)


def _seal_size(seal: bytes) -> tuple[float, float]:
    from signing.slots import slots

    known = size_in_points(seal)
    if known is not None:
        return known
    width = slots()[SLOTS[SignerRole.AGENCY]].image_size * POINTS_A_MILLIMETRE
    return width, width * shape(seal)
