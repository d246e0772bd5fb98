"""The key under a passphrase, on paper, and changed for another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from digitizer import messages
from digitizer.errors import (
    PassphraseNeededError,
    RecoveryTextError,
    WrongKeyError,
    WrongPassphraseError,
)
from digitizer.store import Store, files, keys, rotation, wrapping
from digitizer.store.keys import Identity, Place
from tests.digitizer.store.office import KEY, Office

PHRASE = "một câu dài chỉ mình tôi biết"


@pytest.fixture
def kept(folder: Path) -> Path:
    """Return a folder whose key stands in a file beside it."""
    keys.key_file(folder).write_text(KEY.hex())
    keys.key_file(folder).chmod(0o600)
    return folder


def test_a_passphrase_gives_the_key_back_and_another_does_not() -> None:
    text = wrapping.wrap([KEY], PHRASE)
    assert KEY.hex().encode() not in text
    assert wrapping.unwrap(text, PHRASE) == [KEY]
    with pytest.raises(WrongKeyError):
        wrapping.unwrap(text, PHRASE + " ")
    with pytest.raises(PassphraseNeededError):
        wrapping.unwrap(text, None)
    content = json.loads(text)
    assert (content["kdf"], content["memory"]) == ("argon2id", 65_536)


@pytest.mark.parametrize(
    "damage",
    [
        {"memory": 2**31},
        {"keys": ["00"]},
        {"keys": "zz"},
        {"salt": ""},
        {"format": 2},
        {"time": 10**9},
    ],
)
def test_a_damaged_or_monstrous_wrapped_key_is_a_wrong_key(damage: dict[str, object]) -> None:
    content = json.loads(wrapping.wrap([KEY], PHRASE)) | damage
    with pytest.raises(WrongKeyError):
        wrapping.unwrap(json.dumps(content).encode(), PHRASE)


def test_the_recovery_text_finds_every_single_slip() -> None:
    text = wrapping.recovery_text(KEY)
    assert wrapping.from_recovery_text(text.lower().replace(" ", "-")) == KEY
    for place, sign in enumerate(text):
        if sign != " ":
            slip = text[:place] + ("0" if sign != "0" else "8") + text[place + 1 :]
            with pytest.raises(WrongKeyError):
                wrapping.from_recovery_text(slip)
    for wrong in ("", "không phải", text[:-5], text + " 00"):
        with pytest.raises(RecoveryTextError):
            wrapping.from_recovery_text(wrong)


def test_a_slip_in_the_recovery_text_is_said_with_what_was_typed() -> None:
    text = wrapping.recovery_text(KEY)
    with pytest.raises(RecoveryTextError) as caught:
        wrapping.from_recovery_text(text[:-1] + "O")
    said = messages.sentence(caught.value, "vi")
    assert "gõ chưa đúng: cần 68 chữ số và chữ A đến F, đã gõ 68. Trong đó có «O»" in said
    with pytest.raises(RecoveryTextError) as caught:
        wrapping.from_recovery_text(text[5:])
    assert "has 68 digits and letters A to F, 64 were typed. Compare" in messages.sentence(
        caught.value, "en"
    )
    with pytest.raises(WrongPassphraseError):
        wrapping.unwrap(wrapping.wrap([KEY], PHRASE), "another passphrase")


def test_a_key_under_a_passphrase_opens_with_it_only(kept: Path) -> None:
    identity = Identity.read(kept)
    assert identity is not None
    keys.keep(kept, identity.id, [KEY], Place.PASSPHRASE, PHRASE)
    assert keys.place_of(kept) is Place.PASSPHRASE
    assert KEY.hex() not in keys.key_file(kept).read_text()
    with pytest.raises(PassphraseNeededError):
        Store.open(kept)
    with pytest.raises(WrongKeyError):
        Store.open(kept, passphrase="một câu khác hẳn")
    Store.open(kept, passphrase=PHRASE).close()


def test_the_keyring_takes_the_key_over_and_the_file_goes(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    ring: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "set_password", lambda s, u, p: ring.update({(s, u): p}))
    monkeypatch.setattr(keyring, "get_password", lambda s, u: ring.get((s, u)))
    monkeypatch.setattr(keyring, "delete_password", lambda s, u: ring.pop((s, u)))
    identity = Identity.read(kept)
    assert identity is not None
    keys.keep(kept, identity.id, [KEY], Place.KEYRING)
    assert not keys.key_file(kept).exists()
    Store.open(kept).close()
    keys.keep(kept, identity.id, [KEY], Place.FILE)
    assert ring == {}
    Store.open(kept).close()


class TestChange:
    """After a change the old key opens nothing, and nothing is lost."""

    @staticmethod
    def fill(folder: Path) -> tuple[str, str]:
        office = Office.open(folder)
        office.filled()
        page = office.page(data=b"second page")
        head = office.store.journal.head()[1]
        office.store.close()
        return page.image_hash, head

    def test_everything_opens_with_the_new_key_and_nothing_with_the_old(self, kept: Path) -> None:
        digest, head = self.fill(kept)
        new = rotation.change_key(kept)
        assert new != KEY
        with pytest.raises(WrongKeyError):
            Store.open(kept, key=KEY)
        with Store.open(kept) as store:
            assert store.journal.head()[1] == head
            assert store.problems() == ()
            assert store.seal_anew() == 2
            assert store.seal_anew() == 0
        identity = Identity.read(kept)
        assert identity is not None
        assert identity.retired == ""
        assert keys.key_file(kept).read_text() == new.hex()
        with Store.open(kept, key=new) as store:
            assert store.vault.get(digest) == b"second page"
            assert store.problems() == ()

    def test_the_key_is_changed_under_a_passphrase_too(self, kept: Path) -> None:
        self.fill(kept)
        identity = Identity.read(kept)
        assert identity is not None
        keys.keep(kept, identity.id, [KEY], Place.PASSPHRASE, PHRASE)
        rotation.change_key(kept, passphrase=PHRASE)
        with Store.open(kept, passphrase=PHRASE) as store:
            assert store.problems() == ()
        assert keys.place_of(kept) is Place.PASSPHRASE

    def test_a_crash_at_any_step_leaves_a_store_that_opens_whole(
        self, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class PulledPlugError(BaseException):
            pass

        _, head = self.fill(kept)
        steps = 0
        while True:
            copy = tmp_path / f"copy-{steps}" / kept.name
            shutil.copytree(kept, copy)
            shutil.copy2(keys.key_file(kept), keys.key_file(copy))
            left = steps

            def step(real: object, left_of: list[int]) -> object:
                def act(*words: object, **more: object) -> object:
                    if left_of[0] == 0:
                        raise PulledPlugError
                    left_of[0] -= 1
                    return real(*words, **more)  # type: ignore[operator]

                return act

            counter = [left]
            with monkeypatch.context() as patch:
                patch.setattr(Path, "replace", step(Path.replace, counter))
                patch.setattr(Path, "unlink", step(Path.unlink, counter))
                patch.setattr(files.os, "fsync", step(files.os.fsync, counter))
                try:
                    rotation.change_key(copy)
                    done = True
                except PulledPlugError:
                    done = False
            with Store.open(copy) as store:
                assert store.journal.head()[1] == head
                assert store.problems() == ()
            if done:
                break
            steps += 1
        assert steps > 8
