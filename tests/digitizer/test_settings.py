from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from digitizer import settings
from digitizer.errors import DefinitionError, DiskFullError, FileUnreadableError
from digitizer.results.policies import OWN, load_policies


def test_the_administrators_file_wins_over_the_defaults_and_the_users_over_both(
    tmp_path: Path,
) -> None:
    (tmp_path / "site.toml").write_text('office_name = "UBND phường"\ntheme = "light"\n', "utf-8")
    settings.save_for_user(tmp_path, theme="dark")
    found = settings.load(tmp_path)
    assert (found.office_name, found.theme, found.language) == ("UBND phường", "dark", "vi")


def test_an_unknown_key_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('ofice_name = "x"\n', "utf-8")
    with pytest.raises(DefinitionError) as caught:
        settings.load(tmp_path)
    assert caught.value.details["key"] == "ofice_name"
    assert caught.value.details["nearest"] == "office_name"


@pytest.mark.parametrize(
    "text",
    ['theme = "pink"', "practice = 1", "language = 7", "= broken", 'place = "' + "x" * 999 + '"'],
)
def test_a_wrong_value_is_refused_and_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "site.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught:
        settings.load(tmp_path)
    assert caught.value.details["file"] == "site.toml"


def test_saving_refuses_what_loading_would_refuse_and_changes_nothing(tmp_path: Path) -> None:
    settings.save_for_user(tmp_path, theme="dark")
    with pytest.raises(DefinitionError):
        settings.save_for_user(tmp_path, theme="pink")
    assert settings.load(tmp_path).theme == "dark"


def test_the_data_folder_is_the_systems_own_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DIGITIZER_DATA", raising=False)
    assert settings.data_folder().name == "digitizer"
    monkeypatch.setenv("DIGITIZER_DATA", str(tmp_path))
    assert settings.data_folder() == tmp_path


@pytest.mark.parametrize("name", ["site.toml", "user.json"])
def test_a_settings_file_that_is_no_utf8_or_a_folder_is_refused_and_named(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes('office_name = "Phường"'.encode("utf-16"))
    with pytest.raises(DefinitionError) as caught:
        settings.load(tmp_path)
    assert caught.value.details["file"] == name
    path.unlink()
    path.mkdir()
    with pytest.raises(DefinitionError) as caught:
        settings.load(tmp_path)
    assert caught.value.details["file"] == name


def test_saving_over_a_users_file_that_is_no_utf8_is_refused_and_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "user.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(DefinitionError):
        settings.save_for_user(tmp_path, theme="dark")
    assert path.read_bytes() == b"\xff\xfe{}"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EACCES, FileUnreadableError),
    ],
)
def test_settings_that_cannot_be_saved_are_told_of_and_the_former_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    settings.save_for_user(tmp_path, theme="dark")

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(kind):
        settings.save_for_user(tmp_path, theme="light")
    assert settings.load(tmp_path).theme == "dark"
    assert [one.name for one in tmp_path.iterdir()] == ["user.json"]


def test_a_file_of_signing_rules_too_large_to_be_read_whole_is_refused(tmp_path: Path) -> None:
    text = "[person]\nlevel = 'b'\n#" + "x" * 100_000 + "\n[agency]\nlevel = 'b'\n"
    (tmp_path / OWN).write_text(text)
    with pytest.raises(DefinitionError) as caught:
        load_policies(tmp_path)
    assert caught.value.details["problem"] == "too large"
