"""Taking bytes from a disk that holds more than well-named regular files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitizer.errors import FileUnreadableError
from digitizer.files import read_file
from ocr.errors import FileTooLargeError


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_without_a_writer_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    program = (
        "import sys, pathlib\n"
        "from digitizer.errors import FileUnreadableError\n"
        "from digitizer.files import read_file\n"
        "try:\n    read_file(pathlib.Path(sys.argv[1]), 100)\n"
        "except FileUnreadableError as error:\n    print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, pipe],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stdout.strip() == "file-unreadable"


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(FileUnreadableError):
            read_file(path, 100)


def test_a_file_is_read_up_to_its_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(b"x" * 100)
    assert read_file(path, 100) == b"x" * 100
    with pytest.raises(FileTooLargeError) as caught:
        read_file(path, 99)
    assert caught.value.details["size"] == 100
