"""A file that finds no room beside the workers ends as a typed error and leaves nothing behind."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ocr.errors import NoRoomError
from ocr.model import SourceInfo, SourceKind
from ocr.reader import Reader


def test_a_full_memory_folder_is_said_and_the_half_file_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", half)
    with Reader(1) as reader:
        with pytest.raises(NoRoomError):
            reader.inspect(b"%PDF-1.7 page")
        with pytest.raises(NoRoomError):
            list(reader.pages(b"%PDF-1.7 page", SourceInfo(SourceKind.PDF, 1)))
        assert not list(reader._pool.folder.glob("source-*"))


def test_what_is_no_lack_of_room_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, data: bytes) -> int:
        raise PermissionError(errno.EACCES, f"{path} {len(data)}")

    monkeypatch.setattr(Path, "write_bytes", denied)
    with Reader(1) as reader, pytest.raises(PermissionError):
        reader.inspect(b"%PDF-1.7 page")
