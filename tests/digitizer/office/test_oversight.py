"""Oversight by the administrator, and the commands ``journal``, ``vault`` and ``officers``."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main
from digitizer.errors import JournalBrokenError, NotAllowedError
from digitizer.model.journal import JournalRow
from digitizer.office import oversight
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.store.work import GENESIS, row_hash
from signing.keys import make_test_key
from tests.digitizer.store.office import KEY, OWNER, Office, tamper


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return an office whose folder the command opens by itself, with a password to hand."""
    (office.folder.parent / f"{office.folder.name}.key").write_text(KEY.hex())
    monkeypatch.setenv("DIGITIZER_DATA", str(office.folder))
    monkeypatch.setenv("DIGITIZER_PASSWORD", "mật khẩu thử")
    return office


def digitizer(capsys: pytest.CaptureFixture[str], *words: str, by: str) -> tuple[int, Any, str]:
    capsys.readouterr()
    code = main([*words, "--json", "--language", "en", "--officer", by])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def test_a_tampered_row_is_found_and_named_by_the_command(
    desk: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.filled()
    desk.key(text="Đỗ Thị Đào")
    desk.store.close()
    code, answer, _ = digitizer(capsys, "journal", "verify", by="quantri")
    assert (code, len(answer["head"])) == (0, 64)
    tamper(desk.folder, "UPDATE journal SET officer = 'clerk2' WHERE action = 'value-decided'")
    code, answer, words = digitizer(capsys, "journal", "verify", by="quantri")
    assert code == 1
    assert answer["failures"][0]["code"] == "journal-broken"
    assert "row 12" in words
    desk.store = Store.open(desk.folder, key=KEY)


def test_a_journal_cut_short_is_found_with_the_head_kept_outside(
    desk: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.filled()
    row, head = desk.store.journal.head()
    desk.store.close()
    tamper(desk.folder, f"DELETE FROM journal WHERE seq >= {row - 1}")  # noqa: S608
    assert digitizer(capsys, "journal", "verify", by="quantri")[0] == 0
    words = ("journal", "verify", "--row", str(row), "--hash", head)
    code, answer, _ = digitizer(capsys, *words, by="quantri")
    # rows were added since, but the row that was kept has another hash now
    assert code == 1
    assert answer["failures"][0]["details"]["row"] == row
    desk.store = Store.open(desk.folder, key=KEY)


def test_the_journal_is_searched_by_person_dossier_and_officer(
    desk: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.verified("HS-1")
    desk.dossier("HS-10", by="clerk2", owner=type(OWNER)("Người Khác", "001203009999"))
    desk.store.close()
    code, answer, _ = digitizer(
        capsys, "journal", "search", "--person", OWNER.personal_id, by="supervisor"
    )
    subjects = {row["subject"].split("/")[0] for row in answer["rows"]}
    assert (code, subjects) == (0, {"HS-1"})
    _, answer, _ = digitizer(capsys, "journal", "search", "--by", "clerk2", by="supervisor")
    assert [row["subject"] for row in answer["rows"]] == ["HS-10"]
    _, answer, _ = digitizer(capsys, "journal", "search", "--dossier", "HS-1", by="supervisor")
    assert {row["subject"].split("/")[0] for row in answer["rows"]} == {"HS-1"}
    desk.store = Store.open(desk.folder, key=KEY)
    searches = [row for row in desk.store.journal.rows(20) if row.action == "journal-searched"]
    assert len(searches) == 3
    assert all(OWNER.personal_id not in row.after for row in searches)


def test_who_has_no_right_reads_no_journal_and_checks_no_vault(desk: Office) -> None:
    for by in (desk.clerk, desk.records):
        with pytest.raises(NotAllowedError):
            desk.store.journal.search(by)
        with pytest.raises(NotAllowedError):
            oversight.verify_journal(desk.store, by)
        with pytest.raises(NotAllowedError):
            oversight.verify_vault(desk.store, by)


def test_a_damaged_vault_file_is_named(desk: Office, capsys: pytest.CaptureFixture[str]) -> None:
    desk.dossier()
    kept, lost = desk.page(data=b"kept"), desk.page(data=b"lost")
    path = desk.folder / "vault" / lost.image_hash[:2] / lost.image_hash
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    desk.store.close()
    code, answer, _ = digitizer(capsys, "vault", "verify", by="quantri")
    assert (code, answer["files"], answer["bad"]) == (1, 2, [lost.image_hash])
    assert kept.image_hash not in answer["bad"]
    desk.store = Store.open(desk.folder, key=KEY)


def test_the_head_is_printed_as_a_page_that_says_how_to_check_it(
    desk: Office, tmp_path: Path
) -> None:
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    sheet = oversight.head_sheet(desk.store, desk.quantri, Settings(place="Phường Mẫu"), at)
    (tmp_path / "head.pdf").write_bytes(sheet)
    shown = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "head.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    row = next(row for row in desk.store.journal.rows(5) if row.action == "journal-verified")
    assert f"--row {row.seq - 1}" in " ".join(shown.split())
    assert "Phường Mẫu, ngày 25 tháng 11 năm 2026" in " ".join(shown.split())


def test_accounts_are_managed_from_the_command_line(
    desk: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store.close()
    monkeypatch.setenv("DIGITIZER_NEW_PASSWORD", "con đường mới")
    words = ("officers", "add", "lan", "--name", "Trần Thị Lan", "--roles", "clerk")
    code, answer, _ = digitizer(capsys, *words, by="quantri")
    assert (code, answer["officers"][-1]["login"]) == (0, "lan")
    assert digitizer(capsys, *words, by="clerk")[0] == 1
    assert digitizer(capsys, "officers", "password", "clerk", by="quantri")[0] == 0
    assert digitizer(capsys, "officers", "disable", "clerk2", by="quantri")[0] == 0
    code, answer, _ = digitizer(capsys, "officers", "list", by="clerk2")
    assert (code, answer["failures"][0]["code"]) == (1, "officer-disabled")
    desk.store = Store.open(desk.folder, key=KEY)
    assert desk.store.officers.sign_in("clerk", "con đường mới").login == "clerk"


def test_a_broken_journal_is_an_error_with_its_row(desk: Office) -> None:
    desk.dossier()
    desk.store.close()
    tamper(desk.folder, "UPDATE journal SET after = 'x' WHERE seq = 3")
    desk.store = Store.open(desk.folder, key=KEY)
    with pytest.raises(JournalBrokenError) as caught:
        oversight.verify_journal(desk.store, desk.quantri)
    assert caught.value.details == {"row": 3}


def test_the_head_is_signed_each_day_and_finds_whatever_is_altered_later(
    desk: Office,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (desk.folder / "site.toml").write_text('practice = true\noffice_name = "UBND phường Mẫu"\n')
    (tmp_path / "khóa.p12").write_bytes(make_test_key("quantri", "mã pin"))
    monkeypatch.setenv("PIN", "mã pin")
    desk.filled()
    desk.key(text="Đỗ Thị Đào")
    desk.store.close()
    page = tmp_path / "nhật ký.pdf"
    key = ("--p12", str(tmp_path / "khóa.p12"), "--pin-env", "PIN")
    signing = ("journal", "head", *key, "--out", str(page))
    assert digitizer(capsys, *signing, by="clerk")[0] == 1
    assert not page.exists()
    assert digitizer(capsys, *signing, by="quantri")[0] == 0
    checking = ("journal", "verify", "--page", str(page))
    code, answer, _ = digitizer(capsys, *checking, by="quantri")
    assert (code, answer["signers"]) == (0, ["quantri (THỬ NGHIỆM)"])
    assert answer["rows"] > answer["row"]
    # a judge of its own sees the signature too
    seen = subprocess.run(["pdfsig", page], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in seen
    # the chain is made anew by who holds the key: only the page outside can show it
    with Store.open(desk.folder, key=KEY) as store:
        rows = store.journal.rows(500)[::-1]
        assert "head-signed" in [row.action for row in rows]
    _forge(desk.folder, rows)
    assert digitizer(capsys, "journal", "verify", by="quantri")[0] == 0
    code, answer, _ = digitizer(capsys, *checking, by="quantri")
    assert (code, answer["failures"][0]["code"]) == (1, "journal-broken")
    # what is no such page is said so, and a key without a file to write is wrong use
    other = tmp_path / "khác.pdf"
    other.write_bytes(b"%PDF-1.4 nothing")
    code, answer, _ = digitizer(capsys, "journal", "verify", "--page", str(other), by="quantri")
    assert (code, answer["failures"][0]["code"]) == (1, "head-page")
    assert main(["journal", "head", *key, "--officer", "quantri"]) == 2
    desk.store = Store.open(desk.folder, key=KEY)


def _forge(folder: Path, rows: list[JournalRow]) -> None:
    """Write the whole chain anew with another officer in one row, as its key's holder could."""
    previous, statements = GENESIS, []
    for row in rows:
        content = {
            "seq": row.seq,
            "at": row.at.isoformat(timespec="microseconds"),
            "officer": "clerk2" if row.action == "value-decided" else row.officer,
            "station": row.station,
            "action": row.action,
            "subject": row.subject,
            "before": row.before,
            "after": row.after,
            "previous_hash": previous,
        }
        new = row_hash(content)
        statements.append(
            f"UPDATE journal SET officer = '{content['officer']}', previous_hash = '{previous}',"  # noqa: S608
            f" hash = '{new}' WHERE seq = {row.seq}"
        )
        previous = new
    tamper(folder, *statements)
