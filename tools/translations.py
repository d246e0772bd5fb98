"""Translations there and back: ``python -m tools.translations update | compile | check``.

``update`` takes new strings from the window's source into the .ts file, ``compile`` makes the .qm
that the window loads, ``check`` fails when something is not translated.
"""

from __future__ import annotations

import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCE = FOLDER / "digitizer_vi.ts"


@dataclass(frozen=True, slots=True)
class Entry:
    """One string of the window with its translation."""

    context: str
    source: str
    translation: str
    unfinished: bool


def update(source: Path = SOURCE) -> int:
    """Take the strings of the source into the .ts file; obsolete ones are dropped."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en"]
    target = ["-target-language", "vi", "-ts", str(source)]
    return _call(_tool("lupdate"), *options, *files, *target)


def compile_all(folder: Path = FOLDER) -> int:
    """Make a .qm beside each .ts file, or in another folder."""
    for source in sorted(FOLDER.glob("*.ts")):
        code = _call(_tool("lrelease"), str(source), "-qm", str(folder / f"{source.stem}.qm"))
        if code:
            return code
    return 0


def entries(source: Path = SOURCE) -> Iterator[Entry]:
    """Yield every string of a .ts file."""
    for context in ElementTree.parse(source).getroot().iter("context"):  # noqa: S314 - ours
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            yield Entry(
                context=context.findtext("name", ""),
                source=message.findtext("source", ""),
                translation=forms[0] if forms else translation.text or "",
                unfinished=translation.get("type") == "unfinished",
            )


def problems(source: Path = SOURCE) -> list[str]:
    """Return what is wrong with the translation, a line each."""
    found = []
    for entry in entries(source):
        name = f"{entry.context}: {entry.source!r}"
        if entry.unfinished or not entry.translation:
            found.append(f"{name} is not translated")
        elif places(entry.source) != places(entry.translation):
            found.append(f"{name} has other places than {entry.translation!r}")
    return found


def places(text: str) -> set[str]:
    """Return the named places of a sentence."""
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name}


def check() -> int:
    """Print what is wrong and return 1 when something is."""
    found = problems()
    for line in found:
        print(line)
    return 1 if found else 0


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def _call(*command: str) -> int:
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
    return done.returncode


_COMMANDS = {"update": update, "compile": compile_all, "check": check}


def main(arguments: list[str]) -> int:
    """Run one of the commands."""
    if len(arguments) != 1 or arguments[0] not in _COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    return _COMMANDS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
