"""The command's contract: exit codes, one JSON document on stdout, words on stderr."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

COMMANDS = (
    "demo",
    "read",
    "extract",
    "types",
    "units",
    "reextract",
    "recalibrate",
    "import",
    "dossiers",
    "sign",
    "check",
    "selftest",
    "journal",
    "vault",
    "officers",
    "keys",
    "backup",
    "restore",
    "office",
    "worker",
    "retention",
)
ROOT = Path(__file__).parents[3]
FONT = ROOT / "resources" / "fonts" / "DigitizerSerif-Regular.ttf"


def digitizer(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digitizer", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=ROOT,
        env={**os.environ, **variables},
    )


def letter(path: Path) -> Path:
    page = Image.new("RGB", (1240, 700), "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 44)
    draw.text((100, 100), "Kính gửi: Ủy ban nhân dân phường Mẫu", "black", font)
    draw.text((100, 200), "Tôi đề nghị được cấp bản sao trích lục", "black", font)
    page.save(path, dpi=(150, 150))
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    found = digitizer(command, "--help")
    assert found.returncode == 0
    assert f"Example:\n  digitizer {command}" in found.stdout


def test_wrong_use_exits_with_two_and_prints_nothing_on_stdout() -> None:
    for words in (["read"], ["read", "x.png"], ["nonsense"], []):
        found = digitizer(*words)
        assert (found.returncode, found.stdout) == (2, "")


@pytest.mark.parametrize("words", [("--pin-env", "NOT_SET_ANYWHERE"), ()])
def test_without_a_pin_nothing_is_tried_and_the_answer_is_one_document(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    from signing.keys import make_test_key

    (tmp_path / "k.p12").write_bytes(make_test_key("Phạm Thị Thử", "mật khẩu"))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    files = (str(tmp_path / "a.pdf"), "--p12", str(tmp_path / "k.p12"))
    wanted = ("sign", *files, "--out", str(tmp_path / "out"), "--json", *words)
    found = subprocess.run(
        [sys.executable, "-m", "digitizer", *wanted],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=ROOT,
        # no terminal to ask at either
        start_new_session=True,
    )
    assert found.returncode == 1
    assert [one["code"] for one in json.loads(found.stdout)["failures"]] == ["pin-missing"]
    assert "Traceback" not in found.stderr


@pytest.mark.engine
@pytest.mark.slow
def test_read_writes_text_words_and_a_searchable_pdf_for_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "Hồ sơ của Đỗ Thị Bưởi"
    folder.mkdir()
    page = letter(folder / "đơn đề nghị.png")
    found = digitizer("read", page, "--out", tmp_path / "ra", "--json")
    assert found.returncode == 0, found.stderr
    answer = json.loads(found.stdout)
    assert answer["failures"] == []
    text = (tmp_path / "ra" / "đơn đề nghị.txt").read_text("utf-8")
    assert "Ủy ban nhân dân phường Mẫu" in text
    words = json.loads((tmp_path / "ra" / "đơn đề nghị.json").read_text("utf-8"))
    first = words["pages"][0]["words"][0]
    assert first["text"] == "Kính"
    assert 90 <= first["box"]["left"] <= 110
    shown = subprocess.run(
        ["pdftotext", tmp_path / "ra" / "đơn đề nghị.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "đề nghị được cấp bản sao" in shown.stdout


@pytest.mark.engine
@pytest.mark.slow
def test_one_bad_file_is_listed_with_its_code_and_the_others_are_read(tmp_path: Path) -> None:
    good = letter(tmp_path / "tốt.png")
    bad = tmp_path / "hỏng.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 broken")
    tiny = tmp_path / "một điểm.png"
    Image.fromarray(np.zeros((1, 1), np.uint8)).save(tiny)
    found = digitizer("read", bad, good, tiny, tmp_path / "thiếu.pdf", "--out", tmp_path, "--json")
    assert found.returncode == 1
    answer = json.loads(found.stdout)
    assert [Path(one["file"]).name for one in answer["files"]] == ["tốt.png"]
    codes = {one["item"]: one["code"] for one in answer["failures"]}
    assert codes == {
        "hỏng.jpg": "file-damaged",
        "một điểm.png": "image-too-small",
        "thiếu.pdf": "file-unreadable",
    }
    assert all(name in found.stderr for name in codes)


@pytest.mark.engine
@pytest.mark.slow
def test_extract_prints_fields_with_evidence_and_ends_well() -> None:
    sample = ROOT / "resources" / "samples" / "01-khai-sinh" / "to-khai-khai-sinh.jpg"
    found = digitizer("extract", sample, "--json")
    assert found.returncode == 0, found.stderr
    document = json.loads(found.stdout)["documents"][0]
    assert document["type"] == "birth_registration_declaration"
    fields = {one["name"]: one for one in document["fields"]}
    assert fields["child_birth_date"]["value"] == "2026-10-29"
    place = fields["child_birth_date"]["evidence"][0]
    assert place["page"] == 1
    assert len(place["box"]) == 4


def test_sign_and_check_make_a_valid_file_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    import pikepdf

    from signing.keys import make_test_key

    key = tmp_path / "khóa.p12"
    key.write_bytes(make_test_key("Phạm Thị Thử", "mật khẩu"))
    page = tmp_path / "kết quả.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(page)
    before = page.read_bytes()
    out = tmp_path / "ra"
    signed = digitizer(
        "sign", page, "--p12", key, "--out", out, "--pin-env", "PIN", "--json", PIN="mật khẩu"
    )
    assert signed.returncode == 0, signed.stderr
    assert page.read_bytes() == before
    verdict = digitizer("check", out / page.name, "--json")
    assert verdict.returncode == 1
    signer = json.loads(verdict.stdout)["files"][0]["signers"][0]
    assert (signer["intact"], signer["trusted"]) == (True, False)
    changed = bytearray((out / page.name).read_bytes())
    changed[20] ^= 1
    (out / page.name).write_bytes(bytes(changed))
    again = digitizer("check", out / page.name, "--accept-test", "--json")
    assert again.returncode == 1


def test_a_wrong_password_stops_at_once_and_writes_nothing(tmp_path: Path) -> None:
    from signing.keys import make_test_key

    key = tmp_path / "key.p12"
    key.write_bytes(make_test_key("Thử", "đúng"))
    found = digitizer(
        "sign", key, "--p12", key, "--out", tmp_path / "ra", "--pin-env", "PIN", "--json", PIN="sai"
    )
    assert found.returncode == 1
    assert json.loads(found.stdout)["failures"][0]["code"] == "wrong-pin"
    assert not list(tmp_path.glob("ra/*"))


def test_a_demo_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "quý giá.txt").write_text("giữ lại", "utf-8")
    found = digitizer("demo", "--out", tmp_path)
    assert found.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["quý giá.txt"]


def test_an_unknown_officer_and_a_wrong_password_get_the_same_answer(tmp_path: Path) -> None:
    from digitizer.office import practice

    practice.set_up(tmp_path / "data")
    answers = [
        digitizer(
            "dossiers", "--data", tmp_path / "data", "--officer", login, DIGITIZER_PASSWORD=word
        )
        for login, word in (("tiepnhan", "sai"), ("khong-co", "sai"))
    ]
    assert [one.returncode for one in answers] == [1, 1]
    assert answers[0].stderr == answers[1].stderr
    assert "wrong-password" in answers[0].stderr


@pytest.mark.engine
@pytest.mark.slow
def test_import_opens_a_dossier_that_dossiers_then_lists(tmp_path: Path) -> None:
    from digitizer.office import practice

    data = tmp_path / "data"
    practice.set_up(data)
    station = ("--data", data, "--officer", "tiepnhan")
    sample = ROOT / "resources" / "samples" / "04-tinh-trang-hon-nhan-lan-2"
    found = digitizer(
        "import",
        sample,
        "--procedure",
        "1.004873",
        "--json",
        *station,
        DIGITIZER_PASSWORD=practice.PASSWORD,
    )
    answer = json.loads(found.stdout)
    assert answer["documents"][0]["type"] == "marital_status_declaration"
    listed = digitizer("dossiers", "--json", *station, DIGITIZER_PASSWORD=practice.PASSWORD)
    assert [one["code"] for one in json.loads(listed.stdout)["dossiers"]] == [answer["dossier"]]


@pytest.mark.engine
@pytest.mark.slow
def test_import_goes_on_with_a_dossier_and_takes_no_page_in_twice(tmp_path: Path) -> None:
    from digitizer.office import practice

    data = tmp_path / "data"
    practice.set_up(data)
    station = ("--json", "--data", data, "--officer", "tiepnhan")
    page = letter(tmp_path / "thu.png")
    wrong = tmp_path / "rong.jpg"
    wrong.write_bytes(b"")
    word = practice.PASSWORD
    first = digitizer("import", wrong, "--procedure", "1.004873", *station, DIGITIZER_PASSWORD=word)
    code = json.loads(first.stdout)["dossier"]
    assert f"--into {code}" in first.stderr
    for _again in range(2):
        found = digitizer("import", page, "--into", code, *station, DIGITIZER_PASSWORD=word)
        answer = json.loads(found.stdout)
        assert (answer["dossier"], answer["pages"]) == (code, 1)
    nothing = digitizer("import", "--procedure", "1.004873", *station, DIGITIZER_PASSWORD=word)
    assert nothing.returncode == 2
    listed = digitizer("dossiers", *station, DIGITIZER_PASSWORD=word)
    assert [one["code"] for one in json.loads(listed.stdout)["dossiers"]] == [code]


def test_a_tiff_that_was_cut_is_told_of_in_the_programs_words_alone(tmp_path: Path) -> None:
    whole, cut = tmp_path / "a.tif", tmp_path / "b.tif"
    Image.new("RGB", (400, 300), "white").save(whole, compression="tiff_lzw")
    cut.write_bytes(whole.read_bytes()[:-80])
    found = digitizer("read", cut, "--out", tmp_path / "out", "--workers", 1)
    assert found.returncode == 1
    first, *rest = found.stderr.splitlines()
    assert first.startswith("b.tif: [file-damaged]")
    assert "Warning" not in "".join(rest)


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="needs to mount")
def test_an_import_that_fills_the_disk_names_the_dossier_to_go_on_with_and_loses_no_page(
    tmp_path: Path,
) -> None:
    from digitizer.office import practice

    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not allow mounting")
    try:
        data = disk / "data"
        practice.set_up(data)
        station = ("--json", "--data", data, "--officer", "tiepnhan")
        word = practice.PASSWORD
        page = letter(tmp_path / "thu.png")
        ballast = disk / "ballast"
        free = shutil.disk_usage(disk).free
        ballast.write_bytes(bytes(free - 200_000))
        words = ("import", page, "--procedure", "1.004873", *station)
        found = digitizer(*words, DIGITIZER_PASSWORD=word)
        answer = json.loads(found.stdout)
        assert (found.returncode, answer["failures"][0]["code"]) == (1, "disk-full")
        code = answer["dossier"]
        assert f"--into {code}" in found.stderr.splitlines()[-1]
        ballast.unlink()
        found = digitizer("import", page, "--into", code, *station, DIGITIZER_PASSWORD=word)
        answer = json.loads(found.stdout)
        assert (answer["dossier"], answer["pages"], answer["failures"]) == (code, 1, [])
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_password_that_nobody_is_there_to_type_is_said_with_its_variable(tmp_path: Path) -> None:
    words = ("officers", "add", "quantri", "--name", "Quản Trị", "--roles", "administrator")
    found = digitizer(*words, "--data", tmp_path / "data")
    assert found.returncode == 1
    assert "secret-not-given" in found.stderr
    assert "DIGITIZER_NEW_PASSWORD" in found.stderr
    assert "Traceback" not in found.stderr


def test_an_unknown_procedure_is_refused_with_the_nearest_code(tmp_path: Path) -> None:
    from digitizer.office import practice

    practice.set_up(tmp_path / "data")
    found = digitizer(
        "import",
        tmp_path,
        "--procedure",
        "1.00487",
        "--data",
        tmp_path / "data",
        "--officer",
        "tiepnhan",
        DIGITIZER_PASSWORD=practice.PASSWORD,
    )
    assert found.returncode == 1
    assert "1.004873" in found.stderr


@pytest.mark.engine
def test_the_selftest_tries_each_part_and_says_so(tmp_path: Path) -> None:
    found = digitizer("selftest", "--json", DIGITIZER_DATA=str(tmp_path / "none"))
    assert found.returncode == 0, found.stderr
    tried = json.loads(found.stdout)["checks"]
    # whether a scanner stands here is this machine's business: without one it is advice
    (scanner,) = [one for one in tried if one["name"] == "scanner"]
    assert scanner["ok"] or scanner["advice"]
    checks = {one["name"]: one["ok"] for one in tried if one is not scanner}
    assert checks == dict.fromkeys(
        (
            "recogniser",
            "definitions",
            "fonts",
            "signing",
            "store",
            "disk",
            "token",
            "records",
            "key",
            "backup",
            "timestamps",
            "database",
            "share",
        ),
        True,
    )


@pytest.mark.engine
def test_without_tesseract_the_selftest_says_what_to_install(tmp_path: Path) -> None:
    found = digitizer("selftest", PATH=str(tmp_path))
    assert found.returncode == 1
    assert "recogniser-missing" in found.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("check", "khong-co.pdf"),
        ("check", "khong-co.pdf", "--trust", "khong-co.pem"),
        ("sign", "a.pdf", "--p12", "khong-co.p12", "--out", "ra", "--pin-env", "PIN"),
        ("extract", "khong-co.jpg"),
        ("read", "khong-co.jpg", "--out", "ra"),
        ("dossiers", "--data", "ra", "--officer", "ai"),
    ],
)
def test_with_json_a_failure_too_is_one_document_on_stdout(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    inside = [str(tmp_path / word) if "." in word or word == "ra" else word for word in words]
    found = digitizer(*inside, "--json", PIN="", DIGITIZER_PASSWORD="sai")
    assert found.returncode == 1
    assert json.loads(found.stdout)["failures"]


@pytest.mark.parametrize(
    "words",
    [["extract"], ["compose"], ["types", "--frob"], ["frob"], ["extract", "--workers", "{x}"]],
)
def test_wrong_words_are_answered_in_json_too(words: list[str]) -> None:
    done = digitizer(*words, "--json")
    assert done.returncode == 2
    (failure,) = json.loads(done.stdout)["failures"]
    assert failure["code"] == "wrong-use"
    assert failure["details"]["reason"] in done.stderr
