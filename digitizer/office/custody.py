"""Custody of the key: a passphrase over it, another key, and the sheet that is locked away."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from digitizer.errors import NotAllowedError
from digitizer.model.officer import Officer
from digitizer.model.passwords import require_strong
from digitizer.model.rights import Action
from digitizer.office.sheets import Sheet, make
from digitizer.settings import Settings
from digitizer.store import Store, keys, rotation, wrapping
from digitizer.store.keys import Place


def _custodian(store: Store, by: Officer) -> Officer:
    officer = store.officers.require(by, Action.MANAGE_KEYS)
    if store.is_shared:
        # only on the connection of who maintains the office's database
        store.root_key()
    return officer


def move_key(
    store: Store, by: Officer, place: Place, *, passphrase: str | None, new: str | None = None
) -> None:
    """Keep the store's key elsewhere: in the keyring, in a file, or under a new passphrase.

    ``passphrase`` is the present one, if there is one. Raises NotAllowedError, WrongKeyError,
    WeakPasswordError.
    """
    officer = _custodian(store, by)
    if store.is_shared:
        # an office's key stands in its database, not on a desk
        raise NotAllowedError(officer=officer.name, action=Action.MANAGE_KEYS.value)
    identity, key = store.root_key(passphrase)
    if place is Place.PASSPHRASE:
        require_strong(new or "", officer.login)
    keys.keep(store.folder, identity.id, [key], place, new)
    store.journal.add(officer, "key-moved", "store", after=place.value)


def recovery_sheet(
    store: Store, by: Officer, settings: Settings, at: datetime, *, passphrase: str | None
) -> bytes:
    """Return a page with the key itself, to be printed, sealed and locked away."""
    officer = _custodian(store, by)
    identity, key = store.root_key(passphrase)
    text = wrapping.recovery_text(key).split(" ")
    lines = [" ".join(text[place : place + 5]) for place in range(0, len(text), 5)]
    store.journal.add(officer, "recovery-sheet-printed", "store")
    sheet = Sheet(
        title="PHIẾU KHÔI PHỤC KHÓA KHO HỒ SƠ",
        rows=[
            ("Kho hồ sơ", identity.id),
            *((f"Khóa, dòng {number}", line) for number, line in enumerate(lines, start=1)),
            ("Người lập", officer.name),
        ],
        paragraphs=[
            "Ai có phiếu này và một bản sao lưu thì đọc được toàn bộ hồ sơ. Hãy in một bản, niêm "
            "phong, cất trong két; không chụp ảnh, không gửi qua mạng.",
            "Khi máy hỏng: cài chương trình trên máy mới rồi chạy digitizer restore, nhập các nhóm "
            "chữ số trên theo thứ tự. Hai chữ số sai bất kỳ đều bị phát hiện.",
        ],
        signer="Người quản trị",
    )
    return make(sheet, settings, at)


def begin_change(store: Store, by: Officer) -> None:
    """Journal that the data key is about to be changed; the store is closed afterwards."""
    officer = _custodian(store, by)
    store.journal.add(officer, "key-change-begun", "store")


def finish_change(store: Store, by: Officer) -> int:
    """Seal what is still under the former key under the present one; return how many files."""
    officer = _custodian(store, by)
    changed = store.seal_anew()
    store.journal.add(officer, "key-changed", "store", after=f"{changed} files")
    return changed


def change_key(folder: Path, passphrase: str | None) -> None:
    """Give the closed store in a folder a new data key."""
    rotation.change_key(folder, passphrase=passphrase)
