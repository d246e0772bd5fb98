"""What people and papers put into text fields does nothing but stand there, on both databases."""

from __future__ import annotations

import shutil
import unicodedata

import pytest

from digitizer.errors import DigitizerError, FileUnreadableError, StoreDamagedError, UnfitValueError
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.officer import Role
from digitizer.store import Store
from digitizer.store.retention import Retention
from digitizer.store.vault import Vault
from tests.digitizer.store.office import KEY, PASSWORD, Office

pytestmark = pytest.mark.both_databases

HOSTILE = [
    "'); DROP TABLE journal; --",
    '" OR ""="',
    "x' UNION SELECT password_hash FROM officer --",
    "%' ESCAPE '\\",
    "\\'; SELECT pg_sleep(9); --",
    "$$ $1 :name %s %(x)s {0} {x}",
    "Robert\u202eevil\u200b\n\t\r",
    "🙂 𠮷 Đỗ\u0301",
    "\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_sql_through_every_text_field_stands_there_as_text(office: Office, text: str) -> None:
    store = office.store
    office.dossier("HS-1", owner=Owner(text, text))
    (document,) = office.sort(office.page("HS-1"))
    store.dossiers.save_readings(document.id, [])
    assert store.dossiers.find(text) in ((), store.dossiers.summaries())
    assert store.people.find(text) == ()
    assert store.people.rows(text) == ()
    assert store.journal.rows(9, text) == ()
    store.journal.search(office.quantri, dossier=text, person=text, officer=text)
    store.journal.add(office.clerk, text, "HS-1", before=text, after=text)
    store.claims.take(office.clerk, "HS-1")
    office.filled("HS-2")
    office.key(code="HS-2", text=text)
    assert (
        store.dossiers.values("HS-2")[0].value.split() == unicodedata.normalize("NFC", text).split()
    )
    office.move("clerk", DossierState.VERIFYING, "HS-2")
    office.move("supervisor", DossierState.RETURNED, "HS-2", reason=text)
    assert store.dossiers.get("HS-2").return_reason == text
    assert store.part(Retention).about_person(office.records, text)["dossiers"][0]["code"] == "HS-1"
    for wish in (
        lambda: store.officers.sign_in(text, text),
        lambda: store.officers.unlock(office.quantri, text),
        lambda: store.dossiers.get(text),
        lambda: store.vault.get(text),
        lambda: store.part(Retention).hold(office.records, text, text),
    ):
        with pytest.raises(DigitizerError):
            wish()
    assert store.journal.verify() is None
    assert store.problems() == ()


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_sql_in_a_login_makes_a_login_of_that_name(office: Office, text: str) -> None:
    made = office.store.officers.create(
        office.quantri, login=text, name=text, roles={Role.CLERK}, password=PASSWORD
    )
    assert (made.login, made.name) == (text.casefold(), text)
    assert len(office.store.officers.all()) == 8
    assert office.store.journal.verify() is None


def test_names_of_ten_thousand_characters_are_refused_where_they_are_indexed(
    office: Office,
) -> None:
    long = "Nguyễn " * 1500
    for owner in (Owner(long, "1"), Owner("a", "1" * 10_000)):
        with pytest.raises(UnfitValueError):
            office.dossier("HS-9", owner=owner)
    office.dossier("HS-1")
    with pytest.raises(UnfitValueError):
        office.store.dossiers.set_owner(office.clerk, "HS-1", Owner(long, "1"))
    for words in ({"login": long, "name": "x"}, {"login": "x", "name": long}):
        with pytest.raises(UnfitValueError):
            office.store.officers.create(
                office.quantri, roles={Role.CLERK}, password=PASSWORD, **words
            )
    office.filled("HS-2")
    office.key(code="HS-2", text="x" * 10_000)
    with pytest.raises(UnfitValueError):
        office.key(code="HS-2", text="x" * 10_001)
    assert office.store.dossiers.find(long) == ()
    assert office.store.people.find(long) == ()


def test_a_share_that_went_away_is_said_as_such_and_serves_again_when_it_is_back(
    office: Office,
) -> None:
    office.dossier()
    page = office.page(data=b"on the share")
    folder = office.store.vault._shelf.folder
    away = folder.with_name("away")
    folder.rename(away)
    for wish in (
        lambda: office.store.vault.get(page.image_hash),
        lambda: office.store.vault.put(b"new"),
    ):
        with pytest.raises(FileUnreadableError):
            wish()
    shutil.rmtree(folder, ignore_errors=True)
    away.rename(folder)
    assert office.store.vault.get(page.image_hash) == b"on the share"
    (folder / page.image_hash[:2] / page.image_hash).unlink()
    with pytest.raises(StoreDamagedError):
        office.store.vault.get(page.image_hash)


def test_a_copied_vault_opens_with_no_other_key(office: Office) -> None:
    office.dossier()
    page = office.page(data=b"secret")
    copy = office.folder.with_name("copy")
    shutil.copytree(office.store.vault._shelf.folder, copy)
    for wrong in (bytes(32), bytes(reversed(KEY))):
        with pytest.raises(StoreDamagedError):
            Vault(copy, wrong).get(page.image_hash)


def test_two_programs_on_one_folder_are_told_apart(office: Office) -> None:
    if office.server is not None:
        # on a server that is what it is for: the second desk simply works
        other = Office.on(office.server, office.folder)
        other.dossier("HS-7")
        assert office.store.dossiers.get("HS-7").code == "HS-7"
        other.store.close()
        return
    with pytest.raises(DigitizerError) as caught:
        Store.open(office.folder, key=KEY)
    assert caught.value.code == "store-busy"
