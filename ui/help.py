"""The handbook as the window shows it: cut into tasks, opened at the place one is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

_HEADING = re.compile(r"^(#{2,3}) (.+)$")
PLACES = {
    "ClerkScreen": "Cán bộ một cửa: tiếp nhận",
    "VerificationScreen": "Người kiểm tra",
    "MassScreen": "Kiểm tra một trường trên nhiều giấy tờ",
    "BlindScreen": "Nhập kiểm hai lần",
    "DashboardScreen": "Số liệu",
    "WarehouseScreen": "Tra cứu một người",
    "RecordsScreen": "Văn thư: ban hành kết quả",
    "SigningScreen": "Ký nhiều kết quả một lượt",
    "CheckingScreen": "Kiểm tra chữ ký và phát hành",
    "TemplatesScreen": "Mẫu kết quả và biểu mẫu",
    "FirstStepsScreen": "Các bước đầu tiên của cơ quan",
    "OfficersScreen": "Quản trị: cán bộ và quyền",
    "DesignScreen": "Quản trị: loại giấy tờ",
    "SelfTestScreen": "Tự kiểm tra mỗi sáng",
    "QueueScreen": "Trang chờ đọc, trang để riêng",
    "JournalScreen": "Tra nhật ký",
    "InboxScreen": "Hồ sơ nộp trực tuyến",
    "FolderScreen": "Thư mục theo dõi",
    "ExchangeScreen": "Quản trị: các hệ thống bên cạnh",
}
"""Title of the handbook's part for each screen, by the screen's class."""
FIRST = "Bắt đầu"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the handbook under one heading."""

    title: str
    level: int
    """2 for a chapter, 3 for a task within one."""
    text: str
    """Markdown with its heading."""
    chapter: str
    """Title of the chapter it stands in; its own for a chapter."""


def folder() -> Path:
    """Return the folder with the handbook and its pictures."""
    return Path(str(files("resources").joinpath("handbook")))


@cache
def parts() -> tuple[Part, ...]:
    """Return the handbook's parts in order."""
    return cut(folder().joinpath("handbook.md").read_text(encoding="utf-8"))


def cut(text: str) -> tuple[Part, ...]:
    """Cut a handbook at its headings of the second and third level."""
    found: list[Part] = []
    lines: list[str] = []
    title, level, chapter = "", 0, ""

    def close() -> None:
        if title:
            found.append(Part(title, level, "\n".join(lines).strip() + "\n", chapter))

    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        heading = None if fenced else _HEADING.match(line)
        if heading is not None:
            close()
            lines = []
            level, title = len(heading[1]), heading[2].strip()
            chapter = title if level == 2 else chapter
        lines.append(line)
    close()
    return tuple(found)


def anchor(title: str) -> str:
    """Return the name by which links reach a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def place_of(screen: object) -> str:
    """Return the title of the part that speaks of a screen; the first one for none."""
    return PLACES.get(type(screen).__name__, FIRST)
