"""The licences of what is distributed: found in the metadata, put into SPDX words, and judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata
from pathlib import Path

from tools.release.locked import distributed

_WORDS = {
    "MIT": "MIT",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_SAID_ELSEWHERE = {
    # the metadata names none or too many; read from the licence files in the wheel
    "sqlcipher3": "Zlib AND BSD-3-Clause",
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",
}
_STRONG = re.compile(r"\bA?GPL-|\bSSPL-|\bCC-BY-NC")
GPL_LIBRARIES = re.compile(
    r"^lib(jbig|x264|x265|xvidcore|readline|gdbm|fftw3|poppler|gs|mupdf|gsl|postproc|rubberband)\b"
)
"""Shared libraries under the GPL that wheels are known to carry along."""
_HEAD = """\
# Licences of what is distributed

Made by `python -m tools.release.sbom` from the lock and the packages' own metadata. The program
itself is Apache-2.0, its fonts are OFL-1.1; Tesseract's models come with the system (Apache-2.0).
LGPL packages are shipped as shared libraries that can be replaced. Programs under the GPL
(scanimage) are called as programs, never linked.

| package | version | licence (SPDX) | page |
|---|---|---|---|
"""
_FFMPEG = re.compile(r"^lib(av|sw)\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """One distributed package with its licence in SPDX words; empty when nobody says it."""

    name: str
    version: str
    licence: str
    summary: str
    page: str


def parts() -> tuple[Part, ...]:
    """Return what is distributed, by name."""
    return tuple(_part(name, one) for name, one in distributed().items())


def _part(name: str, installed: Distribution) -> Part:
    data = installed.metadata
    pages = dict(
        line.replace(" ", "").split(",", 1)
        for line in data.get_all("Project-URL") or ()
        if "," in line
    )
    page = _said(data, "Home-page") or pages.get("Homepage") or next(iter(pages.values()), "")
    return Part(name, installed.version, licence_of(name, installed), _said(data, "Summary"), page)


def _said(data: PackageMetadata, name: str) -> str:
    # what is said once; the protocol has no "get"
    return str(data[name]) if name in data else ""


def licence_of(name: str, installed: Distribution) -> str:
    """Return a package's licence as an SPDX expression, or nothing when its metadata is silent."""
    data = installed.metadata
    if name in _SAID_ELSEWHERE:
        return _SAID_ELSEWHERE[name]
    if expression := _said(data, "License-Expression"):
        return expression
    said = [_said(data, "License"), *(data.get_all("Classifier") or ())]
    short = [one for one in said[:1] if re.fullmatch(r"[\w.+() -]{2,90}", one) and "-" in one]
    return next((_WORDS[one] for one in said if one in _WORDS), short[0] if short else "")


def may_be_linked(licence: str) -> bool:
    """Return whether one of the alternatives of an SPDX expression is free of the GPL's demands."""
    if not licence:
        return False
    # alternatives inside brackets do not occur in what is locked; a new one is then refused here
    return any(not _STRONG.search(one) for one in re.split(r"\s+OR\s+", licence))


def carried_along() -> Iterator[tuple[str, str]]:
    """Yield package and file of every carried library that is under the GPL."""
    for name, installed in distributed().items():
        for file in installed.files or ():
            if ".so" not in file.name and not file.name.endswith((".dll", ".dylib")):
                continue
            if GPL_LIBRARIES.match(file.name) or _built_with_gpl(Path(str(file.locate()))):
                yield name, file.name


def _built_with_gpl(library: Path) -> bool:
    # FFmpeg keeps the line it was configured with in every library
    return bool(_FFMPEG.match(library.name)) and b"--enable-gpl" in library.read_bytes()


def table() -> str:
    """Return the list of licences as a Markdown page."""
    rows = "".join(f"| {o.name} | {o.version} | {o.licence} | {o.page} |\n" for o in parts())
    return _HEAD + rows
