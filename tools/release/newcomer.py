"""What a newcomer is told to type, taken out of the README and the handbook themselves.

    python -m tools.release.newcomer steps      a line each: place, what is lacking, what is typed
    python -m tools.release.newcomer files DIR  the papers and keys a newcomer has lying there

``newcomer.sh`` follows the steps in a clean root. Words in capitals and file names that stand for
the reader's own are filled in from one table; what needs a device or a server that a clean root
has not is set apart by name, with the reason. Everything else has to work as it is written.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.release.locked import ROOT

README = ROOT / "README.md"
HANDBOOK = ROOT / "resources" / "handbook" / "handbook.md"
PROGRAM = ".venv/bin/digitizer"
FILLED = {
    "COMMAND": "read",
    "LỆNH": "read",
    "TARGET": "sao-luu",
    "/media/usb/ho-so": "sao-luu",
    "<thư mục>": "khoi-phuc",
    "DIR": "ra",
    "TỆP…": "scan.jpg letter.pdf",
    "TỆP.pdf": "read/scan.pdf",
    "KẾT-QUẢ.pdf": "signed/scan.pdf",
    "DANH-SÁCH.json": "list.json",
    "GỐC.pem": "root.pem",
    "KHÓA.p12": "key.p12",
    "LOẠI": "cccd_front",
    "MÃ-THỦ-TỤC": "1.004873",
    "MÃ-HỒ-SƠ": "{dossier}",
    "ĐỊA CHỈ": "phường Nghĩa Chánh, TP. Quảng Ngãi, Quảng Ngãi",
}
"""What a reader puts in the place of these words; {dossier} is the code of one of the reader's."""

APART = {
    "PYTHON=": "another Python than Debian's",
    "officers certificate": "a signing token",
    "neighbours secret": "a keyring, which a machine without a desktop has not",
    "digitizer ask": "a neighbouring system that answers",
    "inbox open": "a dossier handed in online",
    "inbox save": "files that came in online",
    "aside postpone": "a dossier that a clerk handed on in the window",
    "digitizer package": "a package of the archive",
    "digitizer office ": "an office's PostgreSQL server",
    "--maintainer": "an office's PostgreSQL server",
    "--office ": "an office's PostgreSQL server",
}
"""What a clean root cannot follow, and what it lacks; each is tried by tests of its own."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_TYPED = re.compile(r"^(sudo |export |[A-Z]+=\S+ )*(\.venv/bin/)?(digitizer|make|apt-get|[A-Z_]+=)")
_TABLE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NAME = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A command that a reader is told to type."""

    where: str
    """File and line."""
    written: str
    """As it stands on the page."""

    @property
    def typed(self) -> str:
        """Return what a reader types, with their own words in the place of the page's."""
        words = self.written
        for word, own in FILLED.items():
            words = re.sub(rf"(?<![\w/-]){re.escape(word)}(?![\w-])", own, words)
        return re.sub(r"^digitizer\b", PROGRAM, words)

    @property
    def lacks(self) -> str:
        """Return what a clean root lacks for this step; empty when it can be followed."""
        bare = self.written.replace(PROGRAM, "digitizer")
        return next((why for start, why in APART.items() if start in bare), "")


def steps(page: Path) -> Iterator[Step]:
    """Give every command of a page in the order in which it stands there."""
    text = page.read_text(encoding="utf-8")
    found: list[tuple[int, str]] = []
    for fence in _FENCE.finditer(text):
        if fence[1] in ("sh", ""):
            begin = fence.start(2)
            for line in fence[2].splitlines(keepends=True):
                typed = line.partition(" #")[0].strip()
                if _TYPED.match(typed):
                    found.append((begin, typed))
                begin += len(line)
    outside = _FENCE.sub(lambda fence: " " * len(fence[0]), text)
    # one word alone names a command; more than that is something to type
    found += [
        (span.start(), span[1])
        for span in _SPAN.finditer(outside)
        if span[1].startswith("digitizer ") and len(span[1].split()) > _NAME
    ]
    for place, typed in sorted(found):
        yield Step(f"{page.name}:{text.count(chr(10), 0, place) + 1}", typed)


def lay_out(folder: Path) -> None:
    """Put the papers and keys into a folder that the pages' examples name."""
    from tools.pki import Authority

    samples = ROOT / "resources" / "samples"
    paper = samples / "05-giay-to-khac" / "quyet-dinh.jpg"
    letter = samples / "03-ho-kinh-doanh" / "giay-de-nghi.pdf"
    for name, source in (
        ("scan.jpg", paper),
        ("letter.pdf", letter),
        ("declaration.jpg", samples / "01-khai-sinh" / "to-khai-khai-sinh.jpg"),
    ):
        shutil.copy(source, folder / name)
    with Authority() as authority:
        key = authority.person("Nguyễn Thị Mẫu")
        (folder / "key.p12").write_bytes(key.pkcs12("mat-khau"))
        (folder / "root.pem").write_bytes(authority.root.pem)
    # the handbook's own file of neighbours, as it stands there
    (neighbours,) = _TABLE.findall(HANDBOOK.read_text(encoding="utf-8"))
    (folder / "lien-thong.toml").write_text(neighbours, encoding="utf-8")


def main(words: list[str]) -> int:
    """Print the steps, or lay out the files."""
    if words[:1] == ["files"]:
        lay_out(Path(words[1]))
        return 0
    for page in (README, HANDBOOK):
        for step in steps(page):
            print(step.where, step.lacks, step.typed, sep="\x1f")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
