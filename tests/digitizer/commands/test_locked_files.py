"""Files that ask for a password, and the numbers of processes, as a person gives them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from digitizer.__main__ import main
from tests.digitizer.paper.scanner.escl_device import picture

WORD = "mật khẩu 1"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    plain = io.BytesIO()
    with Image.open(io.BytesIO(picture(3))) as image:
        image.convert("RGB").save(plain, "PDF", resolution=75)
    path = tmp_path / "thư khóa.pdf"
    with pikepdf.open(plain) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="chủ", user=WORD))
    return path


@pytest.mark.engine
@pytest.mark.parametrize(
    ("told", "code"), [(None, "file-encrypted"), ("sai", "file-password-wrong"), (WORD, "")]
)
def test_read_opens_a_locked_file_with_the_password_of_the_environment(
    locked: Path,
    tmp_path: Path,
    told: str | None,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if told is not None:
        monkeypatch.setenv("DIGITIZER_FILE_PASSWORD", told)
    ended = main(["read", str(locked), "--out", str(tmp_path / "ra"), "--workers", "1", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in answer["failures"]] == ([code] if code else [])
    assert ended == (1 if code else 0)
    copy = tmp_path / "ra" / "thư khóa.pdf"
    assert copy.exists() == (not code)
    if not code:
        with pikepdf.open(copy) as opened:
            assert len(opened.pages) == 1


@pytest.mark.parametrize("number", ["0", "-2", "two"])
@pytest.mark.parametrize(
    "words",
    [
        ["read", "a.png", "--out", "out"],
        ["extract", "a.png"],
        ["import", "a.png", "--procedure", "1.004873", "--officer", "lan"],
        ["demo", "--out", "out"],
        ["worker"],
    ],
    ids=lambda words: words[0],
)
def test_no_process_at_all_is_refused_with_a_sentence(
    words: list[str], number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--workers", number]) == 2
    assert f"'{number}' is no number of processes: 1 or more are needed" in capsys.readouterr().err
