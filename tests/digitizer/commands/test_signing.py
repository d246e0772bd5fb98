"""``digitizer sign`` at every level and through a token; what waits goes on when run again."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from digitizer.__main__ import main
from signing.pdfa import check_pdfa
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import PASSWORD, Authority, Issued

Run = Callable[..., tuple[int, dict[str, Any]]]
SAMPLE = Path(__file__).parents[3] / "resources" / "samples"


@pytest.fixture(scope="module")
def officer(pki: Authority) -> Issued:
    return pki.person("Lê Văn Mẫu")


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pki: Authority,
    officer: Issued,
) -> Run:
    monkeypatch.setenv("DIGITIZER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PASSWORD", PASSWORD)
    monkeypatch.setenv("PIN", PIN)
    monkeypatch.delenv("NO_PIN", raising=False)
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    (tmp_path / "key.p12").write_bytes(officer.pkcs12())

    def answer(*words: object) -> tuple[int, dict[str, Any]]:
        code = main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return answer


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "kết quả.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    return path


def with_key(tmp_path: Path, pki: Authority, level: str, out: str) -> list[object]:
    return [
        *("--p12", tmp_path / "key.p12", "--pin-env", "PASSWORD", "--level", level),
        *("--tsa", pki.tsa_url, "--trust", tmp_path / "root.pem", "--out", tmp_path / out),
    ]


@pytest.mark.parametrize("level", ["t", "lt", "lta"])
def test_sign_reaches_the_level_asked_for(
    run: Run, page: Path, tmp_path: Path, pki: Authority, level: str
) -> None:
    code, answer = run("sign", page, *with_key(tmp_path, pki, level, "ra"))
    assert (code, answer["failures"]) == (0, [])
    assert answer["signed"][0]["level"] == f"B-{level.upper()}"
    assert [path.name for path in (tmp_path / "ra").iterdir()] == [page.name]
    _, verdict = run("check", tmp_path / "ra" / page.name, "--trust", tmp_path / "root.pem")
    assert verdict["files"][0]["signers"][0]["level"] == f"B-{level.upper()}"
    assert verdict["files"][0]["signers"][0]["trusted"]


def test_a_file_that_waits_for_its_timestamp_goes_on_when_the_command_is_run_again(
    run: Run, page: Path, tmp_path: Path, pki: Authority
) -> None:
    words = ["sign", page, *with_key(tmp_path, pki, "t", "ra")]
    port = ["--tsa", "http://127.0.0.1:9/"]
    code, answer = run(*[port[1] if word == pki.tsa_url else word for word in words])
    assert code == 1
    assert answer["failures"][0]["code"] == "timestamp-unavailable"
    assert answer["unfinished"] == [{"file": str(page), "outcome": "waiting"}]
    assert not (tmp_path / "ra" / page.name).exists()
    assert (tmp_path / "ra" / f"{page.name}.part").exists()
    code, answer = run(*words)
    assert (code, len(answer["signed"])) == (0, 1)
    assert [path.name for path in (tmp_path / "ra").iterdir()] == [page.name]


def test_a_token_signs_for_the_person_and_then_for_the_agency(
    run: Run, page: Path, tmp_path: Path, pki: Authority, officer: Issued
) -> None:
    hsm = SoftHsm.start(tmp_path / "hsm")
    hsm.add("person", officer)
    hsm.add("agency", pki.person("UBND xã Mẫu Sơn"))
    token = ["--pkcs11", hsm.module, "--pin-env", "PIN"]
    person, both = tmp_path / "person", tmp_path / "both"
    assert run("sign", page, *token, "--token", "person", "--out", person)[0] == 0
    agency = ["--token", "agency", "--role", "agency", "--after", "person", "--out", both]
    code, early = run("sign", page, *token, *agency)
    assert (code, early["failures"][0]["code"]) == (1, "signature-expected")
    assert run("sign", person / page.name, *token, *agency)[0] == 0
    _, verdict = run("check", both / page.name, "--trust", tmp_path / "root.pem")
    signers = verdict["files"][0]["signers"]
    assert [(one["field"], one["intact"], one["trusted"]) for one in signers] == [
        ("person", True, True),
        ("agency", True, True),
    ]
    code, answer = run(
        *("sign", page, "--pkcs11", hsm.module, "--token", "person", "--out", tmp_path / "x"),
        *("--pin-env", "NO_PIN"),
    )
    assert (code, answer["failures"][0]["code"]) == (1, "pin-missing")


def test_a_module_must_be_allowed_in_the_data_folder(run: Run, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.so"
    shutil.copy(next(SAMPLE.rglob("*.jpg")), other)
    out = tmp_path / "ra"
    words = ["sign", page, "--pkcs11", other, "--token", "x", "--pin-env", "PIN", "--out", out]
    assert run(*words)[1]["failures"][0]["code"] == "module-refused"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "signing.toml").write_text(f'modules = ["{other}"]\n', "utf-8")
    assert run(*words)[1]["failures"][0]["code"] == "module-unusable"
    (tmp_path / "data" / "signing.toml").write_text("module = []\n", "utf-8")
    assert run(*words)[1]["failures"][0]["code"] == "definition-wrong"


def test_a_file_cut_back_to_the_first_signature_does_not_fit_the_manifest(
    run: Run, page: Path, tmp_path: Path, pki: Authority
) -> None:
    person, both, listed = tmp_path / "person", tmp_path / "both", tmp_path / "manifest.json"
    assert run("sign", page, *with_key(tmp_path, pki, "b", "person"))[0] == 0
    agency = ["--role", "agency", "--after", "person", "--manifest", listed]
    assert run("sign", person / page.name, *agency, *with_key(tmp_path, pki, "b", "both"))[0] == 0
    words = ["--trust", tmp_path / "root.pem", "--manifest", listed]
    whole = run("check", both / page.name, *words)[1]["files"][0]
    cut = run("check", person / page.name, *words)[1]["files"][0]
    assert whole["problems"] == ["not-pdfa"]
    assert cut["problems"] == ["signature-missing", "not-pdfa", "shorter-than-signed"]
    assert run("check", both / page.name, "--expect", "archivist")[1]["files"][0]["problems"]
    listed.write_text("{}")
    code, answer = run("check", both / page.name, *words)
    assert (code, answer["failures"][0]["code"]) == (1, "manifest-unreadable")


def test_a_copys_signature_shows_where_the_rule_puts_it(
    run: Run, page: Path, tmp_path: Path, pki: Authority
) -> None:
    words = ["--place", "agency-copy", "--form", "SAO Y", "--role", "agency"]
    assert run("sign", page, *words, *with_key(tmp_path, pki, "b", "ra"))[0] == 0
    with pikepdf.open(tmp_path / "ra" / page.name) as pdf:
        left, _, right, top = (float(edge) for edge in pdf.Root.AcroForm.Fields[0].Rect)
        width, height = (float(pdf.pages[0].mediabox[side]) for side in (2, 3))
    assert (width - right, height - top) == (pytest.approx(14, abs=2), pytest.approx(14, abs=1))
    assert left > width / 2


def test_what_is_signed_is_not_signed_again_and_asks_for_no_password(
    run: Run, page: Path, tmp_path: Path, pki: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["sign", page, *with_key(tmp_path, pki, "b", "ra")]
    assert run(*words)[0] == 0
    first = (tmp_path / "ra" / page.name).read_bytes()
    monkeypatch.setenv("PASSWORD", "sai")
    code, answer = run(*words)
    assert (code, answer["failures"], answer["unfinished"]) == (0, [], [])
    assert [one["before"] for one in answer["signed"]] == [True]
    assert (tmp_path / "ra" / page.name).read_bytes() == first
    # a higher level is another wish, and another document is signed anew
    monkeypatch.setenv("PASSWORD", PASSWORD)
    higher = run("sign", page, *with_key(tmp_path, pki, "t", "ra"))[1]
    assert [one["before"] for one in higher["signed"]] == [False]
    page.write_bytes(page.read_bytes() + b"\n")
    assert [one["before"] for one in run(*words)[1]["signed"]] == [False]


def test_a_batch_leaves_a_table_and_a_paper_that_name_every_file(
    run: Run, page: Path, tmp_path: Path, pki: Authority
) -> None:
    bad = tmp_path / "hỏng.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    table, paper = tmp_path / "b.csv", tmp_path / "b.pdf"
    words = ["sign", page, bad, *with_key(tmp_path, pki, "b", "ra")]
    code, answer = run(*words, "--report", table, "--report", paper)
    assert (code, len(answer["signed"])) == (1, 1)
    assert answer["failures"][0]["item"] == str(bad)
    text = table.read_text(encoding="utf-8-sig")
    assert answer["signed"][0]["sha256"] in text
    assert "hỏng.pdf" in text
    assert check_pdfa(paper.read_bytes()).conforms
    code, answer = run(*words, "--report", tmp_path / "b.txt")
    assert (code, answer["failures"][0]["code"]) == (2, "wrong-use")
    # run again, no key is opened: the paper names who signed then
    paper.unlink()
    again = ["sign", page, *with_key(tmp_path, pki, "b", "ra"), "--report", paper]
    assert run(*again)[0] == 0
    assert "Lê Văn Mẫu" in text_of(paper)
    # and of files that are not there nothing is written, with their own sentence
    paper.unlink()
    code, answer = run("sign", tmp_path / "no.pdf", *again[2:])
    assert [one["code"] for one in answer["failures"]] == ["file-unreadable"]
    assert not paper.exists()


def text_of(pdf: Path) -> str:
    said = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return " ".join(said.stdout.split())


def test_the_only_token_needs_no_name_and_two_are_named(
    run: Run, page: Path, tmp_path: Path, pki: Authority, officer: Issued
) -> None:
    hsm = SoftHsm.start(tmp_path / "hsm")
    words = ["sign", page, "--pkcs11", hsm.module, "--pin-env", "PIN", "--out", tmp_path / "ra"]
    pkcs11.lib(str(Path(hsm.module).resolve())).reinitialize()
    assert run(*words)[1]["failures"][0]["code"] == "no-token"
    hsm.add("person", officer)
    assert run(*words)[0] == 0
    hsm.add("agency", pki.person("UBND xã Mẫu Sơn"))
    (tmp_path / "ra" / page.name).unlink()
    failure = run(*words)[1]["failures"][0]
    assert failure["code"] == "token-unnamed"
    assert set(failure["details"]["tokens"].split(", ")) == {"person", "agency"}


def test_an_encrypted_file_and_an_address_that_is_none_are_named(
    run: Run, page: Path, tmp_path: Path, pki: Authority
) -> None:
    locked = tmp_path / "khóa.pdf"
    with pikepdf.open(page) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    code, answer = run("sign", locked, page, *with_key(tmp_path, pki, "b", "ra"))
    assert (code, len(answer["signed"])) == (1, 1)
    failure = answer["failures"][0]
    assert (failure["code"], failure["item"]) == ("pdf-encrypted", str(locked))
    words = with_key(tmp_path, pki, "t", "rb")
    words[words.index(pki.tsa_url)] = "foo"
    code, answer = run("sign", page, *words)
    assert (code, answer["signed"], answer["unfinished"]) == (1, [], [])
    assert answer["failures"][0]["code"] == "address-unfit"
    assert answer["failures"][0]["details"]["address"] == "foo"


def test_a_root_that_is_none_is_named_and_a_trusted_signer_is_not_called_unrevoked(
    run: Run, page: Path, tmp_path: Path, pki: Authority, officer: Issued
) -> None:
    assert run("sign", page, *with_key(tmp_path, pki, "b", "ra"))[0] == 0
    junk, own = tmp_path / "junk.pem", tmp_path / "own.pem"
    junk.write_bytes(b"no certificate")
    own.write_bytes(officer.certificate.public_bytes(Encoding.PEM))
    signed = tmp_path / "ra" / page.name
    code, answer = run("check", signed, "--trust", junk)
    assert (code, answer["files"]) == (1, [])
    assert answer["failures"][0]["item"] == str(junk)
    assert answer["failures"][0]["code"] == "trust-unreadable"
    signer = run("check", signed, "--trust", own)[1]["files"][0]["signers"][0]
    assert (signer["trusted"], signer["revocation"]) == (True, "unknown")
