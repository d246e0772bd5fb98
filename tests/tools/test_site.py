"""The site's pages: one per task, every link within them leads somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.site import build

LINK = re.compile(r"\]\(([^)#\s]+\.(?:md|png|svg))(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    target = tmp_path_factory.mktemp("site") / "pages"
    return target, build.stage(target)


def test_every_link_and_picture_of_every_page_is_there(
    staged: tuple[Path, dict[str, dict[str, str]]],
) -> None:
    target, _pages = staged
    links = [
        (page, page.parent / name)
        for page in target.rglob("*.md")
        for name in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in name
    ]
    assert len(links) > 30
    assert [str(page) for page, aim in links if not aim.is_file()] == []


def test_every_page_stands_in_the_menu(staged: tuple[Path, dict[str, dict[str, str]]]) -> None:
    target, pages = staged
    listed = {name for part in pages.values() for name in part.values()}
    found = {str(page.relative_to(target)) for page in target.rglob("*.md")}
    assert found - {"index.md", "so-tay/index.md"} == listed
    menu = json.loads(build.settings(dict(pages)))["nav"]
    assert [next(iter(one)) for one in menu] == ["Giới thiệu", "Sổ tay", "Kỹ sư"]


def test_a_title_in_vietnamese_gives_a_plain_file_name() -> None:
    assert build.slug("Quản trị: cán bộ và quyền đặt") == "quan-tri-can-bo-va-quyen-dat"
