"""The pictures of an officer's signature and of the office's seal, as results show them.

They are kept encrypted beside the office's own templates. NĐ 30/2020/NĐ-CP Phụ lục I: PNG with a
transparent ground, the signature blue, the seal red and as large as the real one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from digitizer.errors import FileUnreadableError, PictureUnfitError
from digitizer.model.officer import Officer
from digitizer.model.result import SignerRole
from digitizer.model.rights import Action, require
from digitizer.store import Store
from digitizer.store.files import write_whole
from digitizer.store.spool import PICTURES, Spool

LARGEST = 2_000_000
MOST_PIXELS = 4_000_000
SLOTS = {SignerRole.PERSON: "result-person", SignerRole.AGENCY: "result-agency"}
_CLEAR = 8
"""How opaque a pixel may be and still count as the ground, of 255."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What officers may ask of the core about the pictures that results show."""

    store: Store

    def get(self, role: SignerRole, officer: Officer) -> bytes | None:
        """Return the officer's signature or the office's seal, or None while there is none."""
        spool = self._spool
        name = _name(role, officer)
        return spool.read(name) if spool.path(name).is_file() else None

    def put(self, role: SignerRole, officer: Officer, png: bytes) -> None:
        """Keep a picture: one's own signature, or the office's seal; the change is journaled.

        Raises PictureUnfitError.
        """
        require(officer, Action.SIGN)
        demand_fit(role, png)
        spool, name = self._spool, _name(role, officer)
        write_whole(spool.path(name), [spool.seal(spool.path(name).name, png)])
        self.store.journal.add(officer, "picture-kept", name, after=f"{len(png)}")

    def forget(self, role: SignerRole, officer: Officer) -> None:
        """Remove a picture; the change is journaled."""
        require(officer, Action.SIGN)
        self._spool.remove(_name(role, officer))
        self.store.journal.add(officer, "picture-removed", _name(role, officer))

    @property
    def _spool(self) -> Spool:
        return Spool.at(self.store, PICTURES)


def read_picture(path: Path) -> bytes:
    """Return a file's bytes. Raises FileUnreadableError, PictureUnfitError when too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error
    if len(data) > LARGEST:
        raise PictureUnfitError(reason="large")
    return data


def demand_fit(role: SignerRole, png: bytes) -> None:
    """Refuse a picture that is no PNG, has no transparent ground or another colour.

    Raises PictureUnfitError with the reason: ``large``, ``png``, ``ground``, ``blue``, ``red``.
    """
    from PIL import Image, UnidentifiedImageError

    from signing.slots import slots

    if len(png) > LARGEST:
        raise PictureUnfitError(reason="large")
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureUnfitError(reason="large")
            whole = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureUnfitError(reason="png") from error
    small = whole.resize((min(whole.width, 200), min(whole.height, 200)))
    data = small.tobytes()
    pixels = list(zip(data[::4], data[1::4], data[2::4], data[3::4], strict=True))
    inked = [one for one in pixels if one[3] > _CLEAR]
    if not inked or len(inked) > 0.9 * len(pixels):
        raise PictureUnfitError(reason="ground")
    red, _, blue = (sum(one[channel] for one in inked) / len(inked) for channel in range(3))
    wanted = slots()[SLOTS[role]].colour
    if (wanted == "blue" and blue <= red) or (wanted == "red" and red <= blue):
        raise PictureUnfitError(reason=wanted)


def size_in_points(png: bytes) -> tuple[float, float] | None:
    """Return how large a picture says it is, or None when it does not say."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as opened:
        dpi = opened.info.get("dpi")
        if not dpi or min(dpi) < 1:
            return None
        return opened.width * 72 / float(dpi[0]), opened.height * 72 / float(dpi[1])


def shape(png: bytes) -> float:
    """Return how many times higher than wide a picture is."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as opened:
        return opened.height / opened.width


def _name(role: SignerRole, officer: Officer) -> str:
    return f"signature-{officer.id}" if role is SignerRole.PERSON else "seal"
