"""``digitizer profile`` from the organisation's key to a desk that is set up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.office import practice


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITIZER_PROFILE_PASSWORD", "mật khẩu của khóa")
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)


@pytest.mark.usefixtures("password")
def test_a_profile_is_made_shown_installed_and_journalled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, key, out, data = (tmp_path / name for name in ("s", "k", "p.digitizer-profile", "d"))
    source.mkdir()
    (source / "site.toml").write_text('office_name = "PHƯỜNG MẪU"\n', "utf-8")
    assert main(["profile", "key", "--key", str(key), "--json"]) == 0
    fingerprint = json.loads(capsys.readouterr().out)["fingerprint"]
    make = ["profile", "make", str(source), "--name", "Mẫu", "--key", str(key), "--out", str(out)]
    assert main(make) == 0
    assert main(["profile", "show", str(out), "--json"]) == 0
    assert main(["profile", "install", str(out), "--data", str(data)]) == 1
    first = ["profile", "install", str(out), "--data", str(data), "--fingerprint", fingerprint]
    assert main(first) == 0
    practice.set_up(data)
    assert main(["profile", "install", str(out), "--data", str(data)]) == 2
    for officer, code in (("tiepnhan", 1), ("quantri", 0)):
        again = ["profile", "install", str(out), "--data", str(data), "--officer", officer]
        assert main(again) == code
    capsys.readouterr()
    assert main(["profile", "status", "--data", str(data), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == ["site.toml"]
    search = ["journal", "search", "--data", str(data), "--officer", "quantri", "--json"]
    assert main([*search]) == 0
    assert "profile-installed" in capsys.readouterr().out
    (data / "site.toml").write_text('office_name = "KẺ LẠ"\n', "utf-8")
    assert main(["profile", "status", "--data", str(data)]) == 1
    assert main(["profile", "repair", "--data", str(data), "--officer", "quantri"]) == 0
    assert main(["profile", "status", "--data", str(data)]) == 0


@pytest.mark.usefixtures("password")
def test_the_key_opens_only_with_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "site.toml").write_text('office_name = "A"\n', "utf-8")
    key = tmp_path / "k"
    assert main(["profile", "key", "--key", str(key)]) == 0
    monkeypatch.setenv("DIGITIZER_PROFILE_PASSWORD", "khác")
    make = ["profile", "make", str(tmp_path / "s"), "--key", str(key), "--out", str(tmp_path / "o")]
    assert main(make) == 1
    assert not (tmp_path / "o").exists()
    assert "wrong-password" in capsys.readouterr().err
