"""What is fuzzed: the doors through which bytes from outside come, with their seeds."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from digitizer.errors import DigitizerError
from digitizer.paper import unpacking, witnesses
from ocr import mrz, sources
from ocr.errors import OcrError
from ocr.limits import Limits

SEEDS = Path(__file__).parent / "seeds"
_RESOURCES = Path(__file__).parents[2] / "resources"


@dataclass(frozen=True)
class Target:
    """A door: its seeds, what is done with bytes, and the errors that are foreseen."""

    seeds: Callable[[], list[bytes]]
    call: Callable[[bytes], object]
    foreseen: tuple[type[BaseException], ...]
    words: tuple[bytes, ...] = ()


def _kept(name: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted((SEEDS / name).iterdir())]


def _mrz(data: bytes) -> None:
    lines = data.decode("utf-8", "replace").splitlines()
    witnesses.parse_mrz(lines)
    mrz.find(lines, today=date(2026, 11, 25))


def _qr(data: bytes) -> None:
    witnesses.parse_qr(data.decode("utf-8", "replace"))


def _import(data: bytes) -> None:
    limits = Limits(max_bytes=2_000_000, max_pages=20, max_pixels=4_000_000, pdf_dpi=72)
    with tempfile.NamedTemporaryFile(prefix="digitizer-fuzz-") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        info = sources.inspect(path, limits)
        sources.pages(path, info, tuple(range(1, min(info.page_count, 3) + 1)), limits)


def _zip(data: bytes) -> None:
    for one in unpacking.unpacked(data, "hồ sơ.zip"):
        assert len(one.data) <= unpacking.MOST_BYTES


def _zip_seeds() -> list[bytes]:
    made = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr(zipfile.ZipInfo("giấy/a.pdf", (2026, 1, 1, 0, 0, 0)), b"%PDF-1.4 " * 9)
            archive.writestr(zipfile.ZipInfo("b.png", (2026, 1, 1, 0, 0, 0)), bytes(range(256)))
        made.append(out.getvalue())
    return [*made, *_kept("mail")]


def _definition(data: bytes) -> None:
    from digitizer.catalogue import Catalogue
    from digitizer.results.templates import templates_in_force

    named = _named()
    # a name that a blow has hit no longer says which: then it stands for the first
    known = (one for one in named if one[1][:-5].encode() in data)
    kind, file = named[-1] if b"result_template" in data else next(known, named[0])
    with tempfile.TemporaryDirectory(prefix="digitizer-fuzz-") as name:
        folder = Path(name)
        (folder / kind).mkdir()
        (folder / kind / file).write_bytes(data)
        Catalogue.load(folder)
        templates_in_force(folder)


@cache
def _named() -> tuple[tuple[str, str], ...]:
    """Return folder and file of the definitions that are mangled."""
    procedure = sorted((_RESOURCES / "procedures").glob("*.toml"))[0].name
    types = ("cccd_front.toml", "birth_certificate.toml")
    return (*(("document_types", one) for one in types), ("procedures", procedure))


def _definition_seeds() -> list[bytes]:
    return [(_RESOURCES / kind / file).read_bytes() for kind, file in _named()]


def _profile(data: bytes) -> None:
    from digitizer.office import organisation

    organisation.read(data)


@cache
def _axis() -> Callable[[str, bytes], object]:
    """Return what judges an edXML document that the axis offers."""
    from digitizer.model.message import Neighbour
    from tests.digitizer.exchange import cases

    neighbour = Neighbour("truc", "edxml", "https://127.0.0.1:9", {})
    axis = cases.connector(neighbour, {"token": "t"})
    judge: Callable[[str, bytes], object] = axis._offer  # type: ignore[attr-defined]
    return judge


def _edxml(data: bytes) -> None:
    _axis()("1", data)


_OURS = (DigitizerError, OcrError)
TARGETS = {
    "mrz": Target(lambda: _kept("mrz"), _mrz, (), (b"<", b"<<", b"VNM", b"I<", b"\n", b"O", b"0")),
    "qr": Target(lambda: _kept("qr"), _qr, (), (b"|", b"||", b"01012000", "Ệ".encode())),
    "pdf": Target(
        lambda: _kept("pdf"),
        _import,
        _OURS,
        (b"/Kids", b"/Count", b"/Length", b"0 R", b"endobj", b"stream\n", b"<<", b">>", b"/Prev"),
    ),
    "picture": Target(lambda: _kept("picture"), _import, _OURS),
    "zip": Target(_zip_seeds, _zip, _OURS, (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"../")),
    "definition": Target(
        _definition_seeds,
        _definition,
        _OURS,
        (b"[[fields]]\n", b'"', b"=", b"[", b"]", b"1e999", b"true", b"\n", b"((((a+)+)+)+)$"),
    ),
    "profile": Target(lambda: _kept("profile"), _profile, _OURS),
    "edxml": Target(
        lambda: _kept("edxml"),
        _edxml,
        _OURS,
        (
            b"<!DOCTYPE a>",
            b"<!ENTITY x '1'>",
            b"&lt;",
            b"]]>",
            b"<![CDATA[",
            b"xmlns:e=''",
            b"&#0;",
        ),
    ),
}
