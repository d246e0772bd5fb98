"""``make docs``: the handbook cut into one page per task, the engineers' pages, as a site.

    python -m tools.site.build [--out dist/site] [--keep]

MkDocs with Material stands in an environment of its own, installed by hash from the lock beside
this file: nothing of it belongs to the program. The build is strict: a link that leads nowhere, a
missing picture or an unlisted page is an error. The site is complete in itself; it opens offline.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

from tools import import_graph
from ui.help import Part, anchor, cut, folder

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("requirements.lock")
HOME = ROOT / ".venv-docs"
STAGE = ROOT / "build" / "site"
ENGINEERS = {
    "architecture.md": "Architecture",
    "extending.md": "Extending",
    "connectors.md": "Connectors",
    "security.md": "Security",
    "sizing.md": "Sizing",
    "windows.md": "Windows",
    "figures.md": "Figures",
    "decisions.md": "Decisions",
}
"""Pages for engineers in the order of the menu; others of ``docs/`` follow."""
_CHAPTER = 2


def main(words: list[str] | None = None) -> int:
    """Build the site and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.site.build")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "site")
    arguments = parser.parse_args(words)
    shutil.rmtree(STAGE, ignore_errors=True)
    pages = stage(STAGE / "pages")
    configuration = STAGE / "mkdocs.yml"
    configuration.write_text(settings(pages), encoding="utf-8")
    done = subprocess.run(
        [
            _environment() / "python",
            *("-m", "mkdocs", "build", "--strict", "--quiet"),
            *("--config-file", configuration),
            *("--site-dir", arguments.out.resolve()),
        ],
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    if done.returncode == 0:
        count = sum(1 for _ in arguments.out.rglob("*.html"))
        print(f"{count} pages: {arguments.out / 'index.html'}")
    return done.returncode


def stage(target: Path) -> dict[str, dict[str, str]]:
    """Write all pages below ``target``; return file by title for each part of the menu."""
    target.mkdir(parents=True)
    handbook = target / "so-tay"
    shutil.copytree(folder() / "pictures", handbook / "pictures")
    text = folder().joinpath("handbook.md").read_text(encoding="utf-8")
    parts = cut(text)
    names = {part.title: f"{slug(part.title)}.md" for part in parts}
    by_anchor = {anchor(part.title): names[part.title] for part in parts}
    for part in parts:
        page = _deeper(part) if part.level > _CHAPTER else _chapter(part, parts, names)
        (handbook / names[part.title]).write_text(_linked(page, by_anchor), encoding="utf-8")
    opening = text[: text.index("## ")]
    (handbook / "index.md").write_text(_linked(opening, by_anchor), encoding="utf-8")
    shutil.copy(ROOT / "README.md", target / "index.md")
    engineers = {}
    for file in sorted((ROOT / "docs").glob("*.md")):
        shutil.copy(file, target / file.name)
        engineers[ENGINEERS.get(file.name, file.stem.capitalize())] = file.name
    for folder_name in ("pictures", "images"):
        if (ROOT / "docs" / folder_name).is_dir():
            shutil.copytree(ROOT / "docs" / folder_name, target / folder_name)
    for drawing in (ROOT / "docs").glob("*.svg"):
        shutil.copy(drawing, target / drawing.name)
    (target / import_graph.OUT.name).write_text(import_graph.picture(), encoding="utf-8")
    _outward(target)
    order = list(ENGINEERS.values())
    engineers = dict(
        sorted(engineers.items(), key=lambda one: order.index(one[0]) if one[0] in order else 99)
    )
    return {
        "Sổ tay": {
            part.title: f"so-tay/{names[part.title]}" for part in parts if part.level == _CHAPTER
        },
        **{
            chapter.title: {
                part.title: f"so-tay/{names[part.title]}"
                for part in parts
                if part.chapter == chapter.title and part.level > _CHAPTER
            }
            for chapter in parts
            if chapter.level == _CHAPTER
        },
        "Kỹ sư": engineers,
    }


def slug(title: str) -> str:
    """Return a file name in plain letters."""
    plain = title.lower().replace("đ", "d")
    plain = "".join(
        one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one)
    )
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def settings(pages: dict[str, dict[str, str]]) -> str:
    """Return the configuration of MkDocs; JSON is YAML too."""
    import json

    menu: list[object] = [{"Giới thiệu": "index.md"}]
    chapters = pages.pop("Sổ tay")
    engineers = pages.pop("Kỹ sư")
    handbook: list[object] = [{"Sổ tay": "so-tay/index.md"}]
    for title, file in chapters.items():
        tasks = pages.get(title, {})
        entries = [{title: file}, *({name: path} for name, path in tasks.items())]
        handbook.append({title: entries} if tasks else {title: file})
    menu += [{"Sổ tay": handbook}, {"Kỹ sư": [{name: file} for name, file in engineers.items()]}]
    return json.dumps(
        {
            "site_name": "Trạm số hóa hồ sơ",
            "docs_dir": str(STAGE / "pages"),
            "use_directory_urls": False,
            "theme": {"name": "material", "language": "vi", "font": False},
            "plugins": ["search", "offline"],
            "markdown_extensions": ["tables", "fenced_code", {"toc": {"permalink": False}}],
            "validation": {
                "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
                "links": {
                    "not_found": "warn",
                    "anchors": "warn",
                    "absolute_links": "warn",
                    "unrecognized_links": "warn",
                },
            },
            "nav": menu,
        },
        ensure_ascii=False,
        indent=1,
    )


def _chapter(chapter: Part, parts: tuple[Part, ...], names: dict[str, str]) -> str:
    tasks = [one for one in parts if one.chapter == chapter.title and one.level > _CHAPTER]
    listed = "\n".join(f"- [{one.title}]({names[one.title]})" for one in tasks)
    return _deeper(chapter) + (f"\n{listed}\n" if listed else "")


def _deeper(part: Part) -> str:
    """Return a part's text with its heading as the page's own."""
    return part.text.replace("#" * part.level + " ", "# ", 1)


def _linked(text: str, by_anchor: dict[str, str]) -> str:
    """Let links within the one file lead to the pages it was cut into."""
    return re.sub(r"\]\(#([^)]+)\)", lambda found: f"]({by_anchor[found[1]]})", text)


def _outward(target: Path) -> None:
    """Let the front page's links into the repository lead to the site's pages."""
    page = target / "index.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("resources/handbook/handbook.md", "so-tay/index.md")
    text = text.replace("resources/handbook/pictures/", "so-tay/pictures/")
    text = re.sub(r"\]\(docs/([^)]+)\)", r"](\1)", text)
    # what is no page of the site is named without a link
    text = re.sub(r"\[([^]]+)\]\((?:LICENSE|CONTRIBUTING\.md|CHANGELOG\.md)\)", r"\1", text)
    page.write_text(text, encoding="utf-8")


def _environment() -> Path:
    """Return the folder of MkDocs' own programs, installed by hash when the lock has changed."""
    programs = HOME / ("Scripts" if os.name == "nt" else "bin")
    stamp = HOME / ".installed"
    wanted = LOCK.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        install: list[str | Path] = [
            programs / "python",
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
        ]
        subprocess.run([*install, "-r", LOCK], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return programs


if __name__ == "__main__":
    sys.exit(main())
