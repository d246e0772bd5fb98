"""``digitizer read`` writes further forms and a quality report when asked, and only then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

pytestmark = [pytest.mark.engine, pytest.mark.slow]
FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"


def digitizer(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digitizer", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    image = Image.new("L", (1600, 700), 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(("Ủy ban nhân dân phường Cẩm Thành", "Đơn đề nghị xác nhận")):
        draw.text((120, 160 + 140 * row), line, font=ImageFont.truetype(FONT, 60), fill=0)
    path = tmp_path / "đơn.png"
    image.save(path, dpi=(300, 300))
    return path


def test_alto_and_hocr_come_beside_the_usual_three_files(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    report = tmp_path / "báo cáo" / "chất lượng.json"
    found = digitizer(
        "read", letter, "--out", out, "--format", "ALTO, hocr,alto", "--report", report, "--json"
    )
    assert found.returncode == 0, found.stderr
    names = {path.name for path in out.iterdir()}
    assert names == {"đơn.txt", "đơn.json", "đơn.pdf", "đơn.alto.xml", "đơn.hocr"}
    (told,) = json.loads(found.stdout)["files"]
    assert told["alto"] == str(out / "đơn.alto.xml")
    for form in ("alto", "hocr"):
        assert "phường" in Path(told[form]).read_text("utf-8")
    quality = json.loads(report.read_text("utf-8"))
    assert quality["sample"] == ["đơn.png (1)"]
    assert 0.5 < quality["estimate"] <= 1
    assert "generated pages" in quality["estimate_is"]
    assert quality["calibration"]["characters"] > 10_000


def test_a_sample_is_drawn_checked_by_a_person_and_judged(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    assert digitizer("read", letter, "--out", out, "--sample", 6).returncode == 0
    sample = out / "sample"
    pictures = sorted(sample.glob("*.png"))
    assert len(pictures) == 6
    table = (sample / "sample.csv").read_text("utf-8-sig")
    number, page, read, printed = table.splitlines()[1].split(",")
    assert (number, page, printed) == ("1", "đơn.png (1)", "")
    assert read in "Ủy ban nhân dân phường Cẩm Thành Đơn đề nghị xác nhận"
    filled = table.replace(f"1,{page},{read},", f"1,{page},{read},{read}x", 1)
    (sample / "sample.csv").write_text(filled, "utf-8-sig")
    told = json.loads(digitizer("judge-sample", sample / "sample.csv", "--json").stdout)
    assert (told["words"], told["wrong_words"], told["wrong_characters"]) == (6, 1, 1)
    low, high = told["words_right_interval"]
    assert low < 5 / 6 < high
    broken = digitizer("judge-sample", letter)
    assert broken.returncode == 1
    assert "file-unreadable" in broken.stderr


def test_without_being_asked_there_are_three_files(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    assert digitizer("read", letter, "--out", out).returncode == 0
    assert {path.suffix for path in out.iterdir()} == {".txt", ".json", ".pdf"}


def test_an_unknown_form_is_wrong_use(letter: Path, tmp_path: Path) -> None:
    found = digitizer("read", letter, "--out", tmp_path, "--format", "alto,docx")
    assert found.returncode == 2
    assert "alto, hocr" in found.stderr
