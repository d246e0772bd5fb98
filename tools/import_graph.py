"""Draws ``docs/architecture.svg`` from the imports of the code: ``python -m tools.import_graph``.

A row is a layer of the import contracts in ``pyproject.toml``, a box a package or module of that
layer, a line an import that the code really has. An import that follows from others (A over B to
C) is left out; so the picture shows what stands directly on what. ``--check`` writes nothing and
fails when the picture is not what the imports say.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "architecture.svg"
_WIDTH, _ROW, _BOX, _HEIGHT, _MARGIN = 1120, 78, 138, 34, 20
_CORE = "digitizer"

Rows = list[list[str]]
Lines = set[tuple[str, str]]


def rows() -> Rows:
    """Return the boxes, row by row from the top, as the contracts order them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = {
        tuple(one.get("containers", ())): one["layers"]
        for one in contracts["tool"]["importlinter"]["contracts"]
        if one["type"] == "layers"
    }
    top, _core, engines = layers[()]
    inside = [
        [f"{_CORE}.{name.strip()}" for name in layer.split("|")] for layer in layers[(_CORE,)]
    ]
    return [[top], *inside, [name.strip() for name in engines.split("|")]]


def imports(boxes: Iterable[str]) -> Lines:
    """Return which box imports which, type-checking imports included."""
    names = sorted(boxes, key=len, reverse=True)

    def box(module: str) -> str | None:
        return next((one for one in names if module == one or module.startswith(f"{one}.")), None)

    graph = grimp.build_graph("ui", _CORE, "ocr", "signing", cache_dir=None)
    found: Lines = set()
    for module in graph.modules:
        start = box(module)
        for other in graph.find_modules_directly_imported_by(module):
            end = box(other)
            if start is not None and end is not None and start != end:
                found.add((start, end))
    return found


def reduced(lines: Lines) -> Lines:
    """Return the lines that do not follow from others. Raises ValueError for a circle."""
    below: dict[str, set[str]] = {}
    for start, end in lines:
        below.setdefault(start, set()).add(end)
    reached: dict[str, set[str]] = {}

    def reach(name: str, above: tuple[str, ...]) -> set[str]:
        if name in above:
            raise ValueError(f"imports in a circle: {' > '.join((*above, name))}")
        if name not in reached:
            reached[name] = set().union(
                *({one} | reach(one, (*above, name)) for one in below.get(name, ()))
            )
        return reached[name]

    for start in below:
        reach(start, ())
    return {
        (start, end)
        for start, end in lines
        if not any(end in reached[one] for one in below[start] if one != end)
    }


def draw(layers: Rows, lines: Lines) -> str:
    """Return the picture as SVG."""
    places = _places(layers)
    height = _ROW * len(layers) + _MARGIN * 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        ' font-family="sans-serif" font-size="13" role="img">',
        "<title>Who imports whom, drawn from the code</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for start, end in sorted(lines):
        (x1, y1), (x2, y2) = places[start], places[end]
        top, bottom = y1 + _HEIGHT, y2
        bend = (bottom - top) / 2
        parts.append(
            f'<path d="M{x1} {top} C{x1} {top + bend:.0f} {x2} {bottom - bend:.0f} {x2} {bottom}"'
            ' fill="none" stroke="#7a8ca3" stroke-width="1.3"/>'
        )
    for name, (x, y) in places.items():
        left = x - _BOX // 2
        core = name.startswith(_CORE)
        parts += [
            f'<rect x="{left}" y="{y}" width="{_BOX}" height="{_HEIGHT}" rx="5"'
            f' fill="{"#e8f0fb" if core else "#fdeedc"}" stroke="#2f4a6d"/>',
            f'<text x="{x}" y="{y + 22}" text-anchor="middle" fill="#13243a">'
            f"{escape(name.removeprefix(f'{_CORE}.'))}</text>",
        ]
    return "\n".join([*parts, "</svg>", ""])


def _places(layers: Rows) -> Mapping[str, tuple[int, int]]:
    """Return the middle of each box's upper edge; rows lean to both sides, so that lines part."""
    places = {}
    for row, names in enumerate(layers):
        step = _WIDTH // (len(names) + 1)
        shift = (0, -140, 140)[row % 3] if len(names) == 1 else (row % 2) * 50 - 25
        for column, name in enumerate(names):
            places[name] = (step * (column + 1) + shift, _MARGIN + row * _ROW)
    return places


def picture() -> str:
    """Return the picture as the imports are now."""
    layers = rows()
    return draw(layers, reduced(imports(name for row in layers for name in row)))


def main(words: list[str] | None = None) -> int:
    """Draw the picture, or hold it against the code, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.import_graph", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when the picture is not true")
    drawn = picture()
    if parser.parse_args(words).check:
        if OUT.read_text(encoding="utf-8") == drawn:
            return 0
        print(f"{OUT.name} is not what the imports say: python -m tools.import_graph")
        return 1
    OUT.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
