from __future__ import annotations

from pathlib import Path

import pytest

from digitizer import settings
from digitizer.errors import DefinitionError


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
