from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from digitizer.errors import NotFoundError, WrongStateError
from digitizer.model.document import AsideReason, CopyKind, Page, PageState
from digitizer.model.dossier import DossierState
from digitizer.model.field import Evidence
from digitizer.model.rights import Action
from digitizer.paper import editing
from digitizer.paper.editing import PageEditor
from digitizer.store import NewDocument, schema
from ocr import derived
from tests.digitizer.store.office import Office, found_office, reading

CODE = "HS-1"
WIDTH, HEIGHT = 400, 300
DPI = 30.0


def picture(number: int) -> bytes:
    """Return a small page whose four corners differ, so that a turn shows."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    image.paste((200, 20, number % 256), (0, 0, 20, 12))
    image.paste((20, 200, number // 256), (WIDTH - 20, 0, WIDTH, 12))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class Desk:
    """A dossier with pages, its editor, and a look at everything an edit may touch."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.store = office.store
        self.clerk = office.people["clerk"]
        self.editor = PageEditor(office.store, self.clerk, CODE)

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.store.dossiers.pages(CODE)

    @property
    def ids(self) -> list[int]:
        return [page.id for page in self.pages]

    def everything(self) -> dict[str, Any]:
        """Return the pages, papers and bin as a person sees them."""
        documents = self.store.dossiers.documents(CODE)
        return {
            "pages": self.pages,
            "bin": [(one.page, one.reason) for one in self.store.edits.bin(CODE)],
            "documents": [(one.id, one.type, one.type_decided_by, one.pages) for one in documents],
        }

    def read(self) -> None:
        """Let every page be read, and be one paper."""
        for page in self.pages:
            self.store.dossiers.page_read(page.id, self.store.vault.put(f"{page.id}".encode()))
        self.store.dossiers.save_documents(
            CODE, [NewDocument("cccd_front", 0.9, None, CopyKind.ORIGINAL, tuple(self.ids))]
        )


def take_in(office: Office, number: int, code: str = CODE) -> Page:
    """Keep a small page of a dossier."""
    digest = office.store.vault.put(picture(number))
    return office.store.dossiers.add_page(
        office.people["clerk"],
        dossier_code=code,
        original_hash=digest,
        original_name=f"page {number}",
        original_page=1,
        image_hash=digest,
        width=WIDTH,
        height=HEIGHT,
        dpi=DPI,
        signed_original=False,
    )


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editing") / "data"
    found_office(folder)
    office = Office.open(folder)
    office.dossier()
    for number in range(4):
        take_in(office, number)
    office.store.close()
    return folder


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    shutil.copytree(founded, folder)
    office = Office.open(folder)
    yield Desk(office)
    office.store.close()


def test_a_removed_page_lies_in_the_bin_and_comes_back_where_it_lay(desk: Desk) -> None:
    before = desk.pages
    desk.editor.remove([before[1].id])
    assert [page.number for page in desk.pages] == [1, 2, 3]
    (binned,) = desk.store.edits.bin(CODE)
    assert (binned.page.id, binned.reason) == (before[1].id, AsideReason.REMOVED)
    desk.editor.bring_back([before[1].id])
    assert desk.pages == before
    assert desk.store.edits.bin(CODE) == ()


def test_deleting_is_undone_after_a_restart_bit_for_bit(desk: Desk) -> None:
    desk.read()
    before = desk.everything()
    images = {page.id: desk.store.vault.get(page.image_hash) for page in desk.pages}
    desk.editor.remove(desk.ids)
    assert desk.pages == ()
    desk.office.reopen()
    desk = Desk(desk.office)
    from datetime import timedelta

    desk.store.collect(older_than=timedelta(0))
    desk.editor.undo()
    assert desk.everything() == before
    assert {page.id: desk.store.vault.get(page.image_hash) for page in desk.pages} == images


def test_a_value_a_person_decided_comes_back_with_its_page(desk: Desk) -> None:
    desk.read()
    (document,) = desk.store.dossiers.documents(CODE)
    desk.store.dossiers.save_readings(document.id, [reading()])
    (value,) = desk.store.dossiers.values(CODE)
    desk.store.dossiers.decide(
        desk.clerk, value.id, value.version, action=Action.KEY, value="Nguyễn Văn Ấn"
    )
    desk.editor.remove(desk.ids)
    assert desk.store.dossiers.values(CODE) == ()
    desk.editor.undo()
    (back,) = desk.store.dossiers.values(CODE)
    assert (back.value, back.decided_by) == ("Nguyễn Văn Ấn", desk.clerk.id)
    # and it can be decided anew: its history has no gap
    desk.store.dossiers.decide(
        desk.clerk, back.id, back.version, action=Action.KEY, value="Nguyễn Văn Ân"
    )


def test_turning_keeps_the_original_and_makes_the_page_unread(desk: Desk) -> None:
    desk.read()
    page = desk.pages[0]
    desk.editor.rotate([page.id], 90)
    turned = desk.pages[0]
    assert (turned.width, turned.height) == (HEIGHT, WIDTH)
    assert turned.state is PageState.STORED
    assert turned.text_hash is None
    assert desk.store.vault.get(turned.original_hash) == picture(0)
    with Image.open(io.BytesIO(desk.store.vault.get(turned.image_hash))) as image:
        assert image.getpixel((HEIGHT - 2, 2)) == (200, 20, 0)


def test_an_undone_turn_brings_the_words_back_unread_nothing(desk: Desk) -> None:
    desk.read()
    before = desk.everything()
    desk.editor.rotate([desk.ids[0]], 90)
    desk.editor.undo()
    assert desk.everything() == before


def test_four_quarter_turns_are_made_from_the_image_taken_in(desk: Desk) -> None:
    page = desk.pages[0]
    for _turn in range(4):
        desk.editor.rotate([page.id], 90)
    made = desk.store.vault.get(desk.pages[0].image_hash)
    with Image.open(io.BytesIO(made)) as turned, Image.open(io.BytesIO(picture(0))) as first:
        assert turned.tobytes() == first.tobytes()


def test_evidence_moves_with_the_page_and_back(desk: Desk) -> None:
    desk.read()
    page = desk.pages[0]
    (document,) = desk.store.dossiers.documents(CODE)
    evidence = Evidence(page.id, 0, 0, 20, 12)
    desk.store.dossiers.save_readings(document.id, [reading(evidence=(evidence,))])
    desk.editor.rotate([page.id], 90)
    (value,) = desk.store.dossiers.values(CODE)
    assert value.evidence == (Evidence(page.id, HEIGHT - 12, 0, HEIGHT, 20),)
    desk.editor.undo()
    (value,) = desk.store.dossiers.values(CODE)
    assert value.evidence == (evidence,)


def test_a_spread_becomes_two_pages_that_follow_one_another(desk: Desk) -> None:
    page = desk.pages[1]
    desk.editor.split(page.id, 0.25)
    pages = desk.pages
    assert [one.width for one in pages] == [400, 100, 300, 400, 400]
    assert pages[1].id == page.id
    assert pages[2].original_hash == page.original_hash
    desk.editor.undo()
    assert len(desk.pages) == 4


def test_both_sides_of_a_card_become_one_page(desk: Desk) -> None:
    front, back = desk.ids[:2]
    desk.editor.merge(front, back)
    merged = desk.store.dossiers.page(front)
    assert merged.height > 2 * HEIGHT
    assert back not in desk.ids
    assert [one.page.id for one in desk.store.edits.bin(CODE)] == [back]


def test_pages_are_put_in_another_order(desk: Desk) -> None:
    one, two, three, four = desk.ids
    desk.editor.move([four, two], before=one)
    assert desk.ids == [two, four, one, three]
    desk.editor.move([two], before=None)
    assert desk.ids == [four, one, three, two]
    assert [page.number for page in desk.pages] == [1, 2, 3, 4]


def test_fronts_and_backs_of_two_passes_are_put_together(desk: Desk) -> None:
    one, three, four, two = desk.ids
    desk.editor.interleave(desk.ids)
    assert desk.ids == [one, two, three, four]
    with pytest.raises(WrongStateError):
        desk.editor.interleave([one, two, three])


def test_a_page_moved_to_another_paper_stays_there_when_sorted_anew(desk: Desk) -> None:
    desk.read()
    one, two, three, four = desk.ids
    parts = [
        NewDocument("cccd_front", 0.9, None, CopyKind.ORIGINAL, (one, two)),
        NewDocument("cccd_back", 0.9, None, CopyKind.ORIGINAL, (three, four)),
    ]
    _, last = desk.store.dossiers.save_documents(CODE, parts)
    before = desk.everything()
    desk.editor.move_to_document([one], last.id)
    assert [document.pages for document in desk.store.dossiers.documents(CODE)] == [
        (two,),
        (three, four, one),
    ]
    desk.store.dossiers.save_documents(CODE, parts)
    assert desk.store.dossiers.document(last.id).pages == (three, four, one)
    desk.editor.undo()
    assert desk.everything() == before


def test_pages_become_a_paper_of_their_own_for_a_component(desk: Desk) -> None:
    one, two, three, four = desk.ids
    before = desk.everything()
    desk.editor.move_to_component([three, one], "birth_record")
    assert desk.ids == [two, four, one, three]
    assert [page.begins for page in desk.pages] == ["", "", "birth_record", ""]
    assert [page.document_id for page in desk.pages[2:]] == [None, None]
    desk.editor.undo()
    assert desk.everything() == before


def test_a_page_scanned_again_takes_the_others_place(desk: Desk) -> None:
    old, new = desk.pages[1], desk.pages[3]
    desk.editor.replace(old.id, new.id)
    assert desk.ids == [desk.ids[0], old.id, desk.ids[2]]
    assert desk.pages[1].image_hash == new.image_hash
    desk.editor.undo()
    assert desk.pages[1] == old
    assert desk.pages[3] == new


def test_recipes_give_the_same_bytes_again(desk: Desk) -> None:
    page = desk.pages[0]
    desk.editor.rotate([page.id], 7.5)
    desk.editor.crop(page.id, (0.1, 0.1, 0.9, 0.9))
    desk.editor.rotate([page.id], 270)
    made = desk.pages[0]
    assert len(made.recipe["steps"]) == 3  # type: ignore[arg-type]
    assert editing.remake(desk.store, made) == desk.store.vault.get(made.image_hash)


def test_a_box_that_leaves_nothing_is_refused_and_nothing_changes(desk: Desk) -> None:
    before = desk.everything()
    with pytest.raises(derived.RecipeError):
        desk.editor.crop(desk.ids[0], (0.5, 0.5, 0.5, 0.9))
    assert desk.everything() == before


def test_nothing_left_to_undo_or_redo_is_said(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.editor.undo()
    desk.editor.remove([desk.ids[0]])
    with pytest.raises(NotFoundError):
        desk.editor.redo()


def test_a_new_edit_ends_what_could_be_redone(desk: Desk) -> None:
    desk.editor.remove([desk.ids[0]])
    desk.editor.undo()
    desk.editor.rotate([desk.ids[1]], 180)
    with pytest.raises(NotFoundError):
        desk.editor.redo()


def test_a_dossier_that_was_handed_over_is_not_edited(desk: Desk) -> None:
    desk.editor.remove([desk.ids[0]])
    desk.store.dossiers.move(desk.clerk, CODE, DossierState.VERIFYING)
    with pytest.raises(WrongStateError):
        desk.editor.undo()
    with pytest.raises(WrongStateError):
        desk.editor.rotate([desk.ids[0]], 90)


def test_a_page_of_another_dossier_is_not_edited(desk: Desk) -> None:
    desk.office.dossier("HS-2")
    page = take_in(desk.office, 99, "HS-2")
    for act in (
        lambda: desk.editor.rotate([page.id], 90),
        lambda: desk.editor.remove([page.id]),
    ):
        with pytest.raises(NotFoundError):
            act()


@pytest.mark.parametrize("seed", range(4))
def test_any_run_of_edits_is_undone_and_redone_step_by_step(desk: Desk, seed: int) -> None:
    """Whatever was done, undoing shows every earlier state again, and redoing every later one."""
    chance = random.Random(seed)  # noqa: S311 - which edits, not a secret
    desk.read()
    states = [desk.everything()]
    for _step in range(12):
        if _random_edit(desk, chance):
            states += [desk.everything()]
    for state in reversed(states[:-1]):
        desk.editor.undo()
        assert desk.everything() == state
    for state in states[1:]:
        desk.editor.redo()
        assert desk.everything() == state
    assert desk.store.problems() == ()


def _random_edit(desk: Desk, chance: random.Random) -> bool:  # noqa: C901 - one case an edit
    ids, binned = desk.ids, [one.page.id for one in desk.store.edits.bin(CODE)]
    editor = desk.editor
    if not ids:
        editor.bring_back(binned[:1])
        return True
    one = chance.choice(ids)
    wide = [page.id for page in desk.pages if min(page.width, page.height) > 120]
    match chance.randrange(9):
        case 0:
            editor.remove(chance.sample(ids, min(2, len(ids))), AsideReason.BLANK)
        case 1 if binned:
            editor.bring_back(binned)
        case 2:
            editor.rotate([one], chance.choice((90, 180, 270)))
        case 3 if one in wide:
            editor.crop(one, (0, 0, 0.9, 0.95))
        case 4 if one in wide:
            editor.split(one)
        case 5 if len(ids) > 1:
            editor.merge(*chance.sample(ids, 2))
        case 6:
            others = [other for other in ids if other != one]
            editor.move([one], chance.choice([*others, None]))
        case 7 if len(ids) > 1:
            editor.replace(*chance.sample(ids, 2))
        case 8:
            editor.move_to_component([one], "birth_record")
        case _:
            return False
    return True


@pytest.mark.alone
def test_a_thousand_pages_are_reordered_in_one_step(desk: Desk) -> None:
    import time

    with desk.store._database.write() as work:
        row = dict(work.execute(sa.select(schema.page)).mappings().first() or {})
        del row["id"]
        work.connection.execute(
            sa.insert(schema.page), [{**row, "number": number} for number in range(5, 1001)]
        )
    started = time.monotonic()
    desk.editor.move([desk.ids[-1]], before=desk.ids[0])
    seconds = time.monotonic() - started
    assert desk.ids[0] == max(desk.ids)
    assert seconds < 2.0
