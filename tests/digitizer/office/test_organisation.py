"""The organisation profile: one signed file sets a desk up, and nothing else can."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from digitizer import settings
from digitizer.errors import (
    DefinitionError,
    ProfileAlteredError,
    ProfileExpiredError,
    ProfileOlderError,
    ProfileRefusedError,
    ProfileUnknownKeyError,
    SettingLockedError,
)
from digitizer.office import organisation
from digitizer.workstation import Workstation, check_set_up
from tools.pki import Authority

TODAY = date(2026, 11, 25)
KEY = Ed25519PrivateKey.generate()
SITE = 'office_name = "PHƯỜNG MẪU"\ntheme = "dark"\nprinter = "HP-tang1"\nlocked = ["theme"]\n'


@pytest.fixture(scope="module")
def root() -> bytes:
    with Authority() as authority:
        return authority.root.pem


def source(folder: Path, root: bytes, **more: bytes) -> Path:
    (folder / "trust").mkdir(parents=True)
    (folder / "site.toml").write_text(SITE, "utf-8")
    (folder / "trust" / "root.pem").write_bytes(root)
    for name, data in more.items():
        (folder / name.replace("__", "/")).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name.replace('__', '/')}.toml").write_bytes(data)
    return folder


def made(folder: Path, number: int = 1, key: Ed25519PrivateKey = KEY) -> bytes:
    return organisation.make(
        folder,
        name="Phường Mẫu",
        number=number,
        issued=TODAY,
        expires=date(2027, 1, 31),
        key=key,
    )


class Desk:
    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self._stages = folder / "stages"

    def install(self, profile: bytes, *, told: str = "", today: date = TODAY) -> None:
        stage = self._stages / str(len(list(self._stages.glob("*"))))
        stage.mkdir(parents=True)
        organisation.install(
            self.data, profile, today=today, told=told, check=check_set_up, stage=stage
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def profile(tmp_path: Path, root: bytes) -> bytes:
    return made(source(tmp_path / "source", root))


def told(profile: bytes) -> str:
    return organisation.read(profile).fingerprint


def test_one_file_sets_a_desk_up_and_locks_a_setting(desk: Desk, profile: bytes) -> None:
    desk.install(profile, told=told(profile).lower())
    with Workstation.open(desk.data, key=bytes(32)) as station:
        assert station.settings.office_name == "PHƯỜNG MẪU"
        assert station.settings.printer == "HP-tang1"
        assert len(station.results.roots()) == 1
    with pytest.raises(SettingLockedError):
        settings.save_for_user(desk.data, theme="light")
    assert settings.save_for_user(desk.data, letter_size=150).letter_size == 150
    (desk.data / "user.json").write_text(json.dumps({"theme": "light"}), "utf-8")
    assert settings.load(desk.data).theme == "dark"


@pytest.mark.parametrize("place", [0, 25, 60, 150, 400, -5])
def test_a_profile_with_one_changed_byte_changes_nothing(
    place: int, desk: Desk, profile: bytes
) -> None:
    altered = bytearray(profile)
    altered[place] ^= 1
    with pytest.raises((ProfileAlteredError, ProfileRefusedError, ProfileUnknownKeyError)):
        desk.install(bytes(altered), told=told(profile))
    assert not desk.data.exists()


def test_a_key_that_nobody_told_of_is_refused_and_a_second_key_too(
    desk: Desk, profile: bytes, tmp_path: Path
) -> None:
    with pytest.raises(ProfileUnknownKeyError):
        desk.install(profile)
    desk.install(profile, told=told(profile))
    stranger = made(tmp_path / "source", 2, Ed25519PrivateKey.generate())
    with pytest.raises(ProfileUnknownKeyError):
        desk.install(stranger, told=told(stranger))


def test_an_expired_and_an_older_profile_are_refused(
    desk: Desk, profile: bytes, tmp_path: Path
) -> None:
    with pytest.raises(ProfileExpiredError):
        desk.install(profile, told=told(profile), today=date(2027, 2, 1))
    desk.install(made(tmp_path / "source", 5), told=told(profile))
    with pytest.raises(ProfileOlderError):
        desk.install(made(tmp_path / "source", 4))


def test_a_deployed_file_that_was_changed_is_named_and_can_be_put_back(
    desk: Desk, profile: bytes, root: bytes
) -> None:
    desk.install(profile, told=told(profile))
    (desk.data / "site.toml").write_text('theme = "light"\n', "utf-8")
    with pytest.raises(ProfileAlteredError) as caught:
        Workstation.open(desk.data, key=bytes(32))
    assert caught.value.details["file"] == "site.toml"
    organisation.repair(desk.data)
    (desk.data / "trust" / "stranger.pem").write_bytes(root)
    with pytest.raises(ProfileAlteredError):
        organisation.require_untouched(desk.data)
    organisation.repair(desk.data)
    assert organisation.require_untouched(desk.data) is not None
    assert [one.name for one in (desk.data / "trust").iterdir()] == ["root.pem"]


def test_a_newer_profile_takes_away_what_the_former_brought(
    desk: Desk, tmp_path: Path, root: bytes
) -> None:
    old = made(source(tmp_path / "old", root, signing=b"modules = []\n"))
    desk.install(old, told=told(old))
    assert (desk.data / "signing.toml").exists()
    desk.install(made(source(tmp_path / "new", root), 2))
    assert not (desk.data / "signing.toml").exists()
    assert organisation.require_untouched(desk.data) is not None


def test_an_installation_that_was_broken_off_is_completed_when_the_desk_opens(
    desk: Desk, profile: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.install(profile, told=told(profile))
    (tmp_path / "source" / "site.toml").write_text('office_name = "MỚI"\n', "utf-8")
    newer = made(tmp_path / "source", 2)
    with monkeypatch.context() as patched:
        patched.setattr(organisation, "complete", _killed)
        with pytest.raises(KeyboardInterrupt):
            desk.install(newer)
    with Workstation.open(desk.data, key=bytes(32)) as station:
        assert station.settings.office_name == "MỚI"


def _killed(_folder: Path) -> None:
    raise KeyboardInterrupt


def test_a_set_up_with_which_no_desk_could_work_is_refused_before_anything_changes(
    desk: Desk, tmp_path: Path, root: bytes
) -> None:
    folder = source(tmp_path / "wrong", root, office__scan_profiles=b"[a]\nname = 1\ndpi = 9\n")
    wrong = made(folder)
    with pytest.raises(DefinitionError):
        desk.install(wrong, told=told(wrong))
    assert not desk.data.exists()


@pytest.mark.parametrize("path", ["user.json", "office/../../x.toml", "trust/run.sh", "store.json"])
def test_nothing_but_a_set_up_fits_into_a_profile(path: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError):
        organisation._demand_allowed(path)


def test_locked_names_a_setting_there_is(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('locked = ["thema"]\n', "utf-8")
    with pytest.raises(DefinitionError) as caught:
        settings.load(tmp_path)
    assert caught.value.details["nearest"] == "theme"
