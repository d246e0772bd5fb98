"""The clerk's screen: the queue on the left, the dossier on the right, the work between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import (
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from digitizer.files import Held
from digitizer.model.document import Document, Page
from digitizer.model.dossier import WITH_CLERK, Dossier, Owner
from digitizer.model.procedure import Procedure
from digitizer.model.result import CopyRole
from digitizer.model.reuse import Offer
from digitizer.model.view import DossierSummary, DossierView, IntakeOutcome, ReadingOutcome
from ui import files, keys, pictures, wording
from ui.copies import sign_copies
from ui.forms import open_forms
from ui.models.cards import Card
from ui.screen import Desk, Screen, Tone
from ui.screens.clerk.bin_dialog import BinDialog
from ui.screens.clerk.cards import dossier_card
from ui.screens.clerk.counter import Counter
from ui.screens.clerk.crop_dialog import CropDialog
from ui.screens.clerk.dialogs import NewDossierDialog, OwnerDialog, RefusalDialog
from ui.screens.clerk.dossier_pane import DossierPane
from ui.screens.clerk.empty_one import EmptyDossierDialog
from ui.screens.clerk.left_over import look_for_left_over
from ui.screens.clerk.page_actions import PageActions
from ui.screens.clerk.placing import Placing
from ui.screens.clerk.samples import sample_menu
from ui.screens.clerk.scanning import Scanning
from ui.screens.clerk.unadded import look_for_unadded
from ui.screens.clerk.work import DossierWork, waits
from ui.tasks import Handle, Lane, while_there
from ui.telling import open_telling
from ui.widgets.drop_area import dropped_files
from ui.widgets.page_window import PageWindow
from ui.widgets.parts import Empty, button
from ui.widgets.queue_pane import PAGE, QueuePane
from ui.widgets.seat_parts import fill_with_queue, with_bar

if TYPE_CHECKING:
    from digitizer.office.practice import SampleDossier
    from digitizer.store.chosen import Chosen

_Change = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class _Shown:
    view: DossierView
    offers: tuple[Offer, ...]


class ClerkScreen(Screen):
    """Opens dossiers, takes papers in and hands the dossier on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._paper = desk.workstation.paper
        self._code: str | None = None
        self._wanted_page = ""
        self._before: dict[str, Page] = {}
        # by dossier: the page before which the files under way come
        self.work = DossierWork(self)
        self.scanning = Scanning(self)
        self.pane = DossierPane(desk.workstation.catalogue)
        self._make_actions()
        self._build()
        self._connect()
        self._show_actions()
        look_for_left_over(self, self._on_left_over_taken)
        look_for_unadded(self, self._on_unadded_wanted)

    @property
    def dossier_code(self) -> str | None:
        """Code of the dossier that is shown."""
        return self._code

    @override
    def refresh(self) -> None:
        self.refresh_quietly()
        if self._code is not None:
            self.show_dossier(self._code)

    @override
    def refresh_quietly(self) -> None:
        officer, limit = self.desk.officer, self.queue.limit
        self.run(
            Lane.RECORDS,
            lambda _handle: self._paper.own_summaries(officer, limit),
            lambda found: self._show_queue(found, more=len(found) == limit),
        )

    @override
    def open_found(self, dossier_code: str) -> None:
        self.show_dossier(dossier_code)

    @override
    def place(self) -> dict[str, str]:
        page = self.pane.thumbs.current_page()
        return {"dossier": self._code or "", "page": str(page.id) if page else ""}

    @override
    def go_to(self, place: Mapping[str, str]) -> None:
        if place.get("dossier"):
            self._wanted_page = place.get("page", "")
            self.show_dossier(place["dossier"])

    def show_dossier(self, code: str) -> None:
        """Ask for a dossier and show it."""
        self._code = code
        officer = self.desk.officer
        paper = self._paper

        def load(_handle: Handle) -> _Shown:
            view = paper.view(officer, code)
            is_open = view.dossier.state in WITH_CLERK
            return _Shown(view, paper.offers(officer, code) if is_open else ())

        self.run(Lane.RECORDS, load, self._on_loaded)

    def open_dossier(self, procedure: Procedure, owner: Owner) -> None:
        """Open a dossier for a procedure and show it; one left empty today is asked about first."""
        officer, paper = self.desk.officer, self._paper
        intake = self.desk.workstation.intake

        def use(empty: Dossier) -> None:
            self.run(
                Lane.RECORDS,
                lambda _handle: paper.set_owner(officer, empty.code, owner),
                lambda _none: self._on_opened(empty),
            )

        def anew() -> None:
            self.run(
                Lane.RECORDS,
                lambda _handle: paper.open_dossier(officer, procedure.code, owner),
                self._on_opened,
            )

        def found(empty: Dossier | None) -> None:
            if empty is None:
                anew()
            else:
                EmptyDossierDialog(self, empty, lambda: use(empty), anew).open()

        self.run(Lane.RECORDS, lambda _handle: intake.empty_dossier(officer, procedure.code), found)

    def take_in(self, paths: Sequence[Path | Held]) -> None:
        """Take files into the dossier shown; pages appear as they are stored."""
        if self._code is None or not self.pane.is_open or not paths:
            return
        self.work.take_in(self._code, paths, self.tr("Taking in files"))

    # ---- building ------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add = self.add_key
        self.new_action = add(self.tr("New dossier"), keys.NEW_DOSSIER, self._on_new)
        self.add_action = add(self.tr("Add files"), keys.ADD_FILES, self._on_add)
        self.paste_action = add(self.tr("Paste from the clipboard"), keys.PASTE, self._on_paste)
        self.owner_action = add(self.tr("Owner"), keys.OWNER, self._on_owner)
        self.reuse_action = add(self.tr("Reuse"), keys.REUSE, self._on_reuse)
        self.refuse_action = add(self.tr("Do not reuse"), keys.REFUSE, self._on_refuse)
        self.type_action = add(
            self.tr("Correct the kind of paper"), keys.CHANGE_TYPE, self.pane.change_type
        )
        self.read_action = add(self.tr("Read the unread pages"), keys.READ_AGAIN, self._on_read)
        self.submit_action = add(
            self.tr("Hand over for verification"), keys.SUBMIT, self._on_submit
        )
        self.counter = Counter(self)
        self.forms_action = add(self.tr("Forms"), keys.FORMS, lambda: open_forms(self, self._code))
        self.tell_action = add(self.tr("Tell or ask"), keys.TELL, self._on_tell)
        self.copies_action = add(self.tr("Sign the copies"), keys.SIGN, self._on_copies)
        add(self.tr("Find a dossier"), keys.FIND, self._on_find)
        self.enlarge_action = add(self.tr("Show the page large"), keys.ENLARGE, self._on_enlarge)
        # Space belongs to the pages only; elsewhere it types
        self.enlarge_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.pane.thumbs.addAction(self.enlarge_action)
        self.page_actions = PageActions(self, self.pane.thumbs)
        self.placing = Placing(self, self.pane, self.page_actions, self.scanning)
        self.remove_action = self.page_actions.remove
        self.bin_action = add(self.tr("Bin"), keys.BIN, self._on_bin)
        self.crop_action = add(self.tr("Crop the page"), keys.CROP, self._on_crop)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._nothing = Empty(
            "inbox",
            self.tr("No dossier is open"),
            self.tr("Choose a dossier on the left or open a new one for the citizen."),
        )
        self._nothing.add(button(self.new_action, role="primary", icon="add"))
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._dossier_part())
        fill_with_queue(self, self._queue_part(), self._stack)

    def _queue_part(self) -> QueuePane:
        self.queue = QueuePane(
            self.tr("My dossiers"), self.tr("You have not opened a dossier yet.")
        )
        self.queue.add_button(button(self.new_action, role="primary", icon="add"))
        if self.desk.workstation.settings.practice:
            self.sample_action = self.add_key(
                self.tr("Sample dossier"), keys.SAMPLE_DOSSIER, self._on_sample
            )
            self.sample_button = button(self.sample_action, icon="practice")
            self.queue.add_button(self.sample_button)
        return self.queue

    def _dossier_part(self) -> QWidget:
        self.pane.no_pages.add(button(self.add_action, icon="file-add"))
        self.pane.page_tools.addWidget(self.scanning.panel)
        self.pane.page_bar(
            *(
                (self.page_actions.undo, "undo"),
                (self.page_actions.redo, "redo"),
                (self.page_actions.turn_left, "rotate"),
                (self.page_actions.turn_right, "rotate-right"),
                (self.crop_action, "crop"),
                (self.scanning.again_action, "scan-again"),
                (self.remove_action, "delete"),
                (self.bin_action, "bin"),
            )
        )
        self.pane.lists.insertWidget(0, self.counter.part)
        for action, role in ((self.reuse_action, "primary"), (self.refuse_action, "")):
            self.pane.offered.row.addWidget(button(action, role=role))
        return with_bar(
            self.pane,
            (
                button(self.add_action, icon="file-add"),
                button(self.owner_action, icon="person"),
                button(self.type_action, icon="file"),
                button(self.forms_action, icon="file-add"),
                button(self.tell_action),
                button(self.copies_action, icon="sign"),
                button(self.read_action, icon="refresh"),
            ),
            (button(self.submit_action, role="primary", icon="send"),),
        )

    def _connect(self) -> None:
        self.queue.chosen.connect(self._on_chosen)
        self.queue.wanted.connect(self._on_more_wanted)
        self.queue.searched.connect(self._on_searched)
        self.pane.drop.dropped.connect(self.take_in)
        self.pane.type_chosen.connect(self._on_type_chosen)
        self.pane.thumbs.opened.connect(self._on_page_opened)
        self.work.page_changed.connect(self._on_page)
        self.page_actions.edited.connect(self._on_edited)
        self.placing.files_chosen.connect(self._on_files_before)
        self.pane.findings.chosen.connect(self._on_finding_chosen)
        self.scanning.again_action.triggered.connect(self._on_scan_again)
        self.scanning.page_scanned.connect(self._on_page_scanned)
        self.scanning.ended.connect(self._on_edited)
        self.work.picture_drawn.connect(self._on_picture)
        self.work.taken_in.connect(self._on_taken_in)
        self.work.stopped.connect(self._on_stopped)
        self.work.read.connect(self._on_read_done)
        self.work.reading_changed.connect(self._on_reading_changed)

    # ---- showing -------------------------------------------------------------------------------

    def _show_queue(self, summaries: Sequence[DossierSummary], *, more: bool) -> None:
        self.queue.show_cards(self._cards_of(summaries), self._code, more=more)

    def _cards_of(self, summaries: Sequence[DossierSummary]) -> list[Card]:
        catalogue = self.desk.workstation.catalogue
        return [dossier_card(one, catalogue) for one in summaries]

    def _on_more_wanted(self, shown: int) -> None:
        officer = self.desk.officer
        self.run(
            Lane.RECORDS,
            lambda _handle: self._paper.own_summaries(officer, PAGE, shown),
            lambda found: self.queue.add_cards(self._cards_of(found), more=len(found) == PAGE),
        )

    def _on_searched(self, words: str) -> None:
        officer = self.desk.officer

        def show(found: Sequence[DossierSummary]) -> None:
            mine = [one for one in found if one.dossier.opened_by == officer.id]
            self.queue.show_found(words, self._cards_of(mine))

        self.run(Lane.RECORDS, lambda _handle: self._paper.find(officer, words), show)

    def _on_chosen(self, code: object) -> None:
        if isinstance(code, str) and code != self._code:
            self.show_dossier(code)

    def _on_opened(self, dossier: Dossier) -> None:
        self._code = dossier.code
        self.refresh()
        self.pane.thumbs.setFocus()

    def _on_loaded(self, shown: _Shown) -> None:
        code = shown.view.dossier.code
        if code != self._code:
            return
        self.pane.show_dossier(shown.view, shown.offers, reading=self.work.is_reading(code))
        wanted, self._wanted_page = self._wanted_page, ""
        self.pane.thumbs.go_to(wanted)
        self._stack.setCurrentIndex(1)
        self._show_actions()
        self.work.draw(self.pane.pages.without_picture())
        # what an earlier stop left unread is read without being asked for, but only once
        if waits(shown.view) and self.pane.is_open and not self.work.was_tried(code):
            self._read(code)

    def _is_reading(self) -> bool:
        return self._code is not None and self.work.is_reading(self._code)

    def _show_actions(self) -> None:
        is_open = self._code is not None and self.pane.is_open
        view = self.pane.view
        for action in (self.add_action, self.paste_action, self.owner_action):
            action.setEnabled(is_open)
        self.submit_action.setEnabled(
            is_open and not self._is_reading() and not self.scanning.is_feeding
        )
        copies = self.desk.workstation.copies
        asked = copies.needed(view.dossier.procedure if view is not None else "")
        self.copies_action.setVisible(asked)
        self.copies_action.setEnabled(
            is_open and asked and view is not None and bool(view.documents)
        )
        self.type_action.setEnabled(is_open and view is not None and bool(view.documents))
        self.tell_action.setEnabled(view is not None)
        self.page_actions.show_for(self._code, is_open=is_open)
        self.placing.show_for(is_open=is_open)
        self.crop_action.setEnabled(is_open)
        procedure = view.dossier.procedure if view is not None else ""
        self.scanning.show_for(self._code, procedure, is_open=is_open)
        self.counter.show(view, is_open=is_open, reading=self._is_reading())
        unread = view is not None and waits(view)
        self.read_action.setVisible(is_open and unread and not self._is_reading())
        for action in (self.reuse_action, self.refuse_action):
            action.setEnabled(self.pane.offer is not None)

    def _on_picture(self, picture: pictures.Picture) -> None:
        self.pane.pages.put_picture(picture.key, picture.image)

    # ---- taking in and reading -------------------------------------------------------------------

    def _on_page(self, code: str, page: Page) -> None:
        if code == self._code:
            self.pane.pages.put(page)
            self.work.draw(self.pane.pages.without_picture())

    def _on_page_scanned(self, code: str, page: Page) -> None:
        self._on_page(code, page)
        # what is wrong with a page is seen while its paper still lies on the desk
        self.work.read_behind(code, self.tr("Reading dossier {code}").format(code=code))

    def _on_taken_in(self, code: str, outcome: IntakeOutcome) -> None:
        for failure in outcome.failures:
            self.say(wording.failure(failure), Tone.ERROR)
        before = self._before.pop(code, None)
        if before is not None and outcome.pages and code == self._code:
            self.page_actions.move_before([page.id for page in outcome.pages], before)
        if outcome.pages:
            text = self.tr("{count} pages are saved; they are being read now.")
            self.say(text.format(count=len(outcome.pages)), Tone.GOOD)
            self._read(code)
        else:
            self.refresh()

    def _read(self, code: str) -> None:
        self.work.read_pages(code, self.tr("Reading dossier {code}").format(code=code))

    def _on_read_done(self, code: str, outcome: ReadingOutcome) -> None:
        faulty = (
            [page for page in self.pane.pages.pages if page.faults] if code == self._code else []
        )
        if faulty:
            text = self.tr("Pages that want a look: {count}. F8 goes there, Ctrl+F9 scans again.")
            self.say(text.format(count=len(faulty)), Tone.WARNING)
        for other in outcome.sent_to:
            text = self.tr("Pages behind a separator of dossier {dossier} were put there.")
            self.say(text.format(dossier=other), Tone.INFO)
        for failure in outcome.failures:
            self.say(wording.failure(failure), Tone.WARNING)

    def _on_reading_changed(self, code: str) -> None:
        reading = self.work.is_reading(code)
        if code == self._code:
            self.pane.pages.set_reading(reading)
            self._show_actions()
        # while paper is fed the pages come one by one; the whole is shown when the feed has ended
        if not reading and not self.scanning.is_feeding:
            self.refresh()

    # ---- the clerk's wishes ----------------------------------------------------------------------

    def _on_new(self) -> None:
        procedures = list(self.desk.workstation.catalogue.procedures.values())
        dialog = NewDossierDialog(procedures, self, find=self._find_people)
        dialog.chosen.connect(self.open_dossier)
        dialog.open()

    def _on_add(self) -> None:
        papers = self.tr(
            "Papers (*.jpg *.jpeg *.png *.tif *.tiff *.pdf *.bmp *.webp *.heic *.zip *.eml)"
        )
        files.ask_files(self, self.tr("Add files"), [papers, files.all_kinds()], self.take_in)

    def _on_files_before(self, paths: Sequence[Path], page: Page) -> None:
        if self._code is not None and self.pane.is_open:
            self._before[self._code] = page
            self.take_in(paths)

    def _on_finding_chosen(self, value: object) -> None:
        if isinstance(value, Page):
            self.pane.show_page(value.id)

    def _on_left_over_taken(self, codes: Sequence[str]) -> None:
        self.say(self.tr("The sheets are in their dossiers; no sheet was lost."), Tone.GOOD)
        self.show_dossier(codes[0])
        self.refresh_quietly()

    def _on_unadded_wanted(self, lists: Sequence[Chosen]) -> None:
        self.show_dossier(lists[0].dossier_code)
        for one in lists:
            self.work.go_on(one, one.paths, self.tr("Taking in files"))

    def _on_stopped(self, code: str, count: int) -> None:
        text = self.tr("Stopped: {count} of the chosen files are not in dossier {code}.")
        self.say(text.format(count=count, code=code), Tone.WARNING)

    def _on_paste(self) -> None:
        self.take_in_copied(QGuiApplication.clipboard().mimeData())

    def take_in_copied(self, copied: QMimeData) -> None:
        """Take in what was copied in another program: files, or a picture."""
        if not self.pane.is_open:
            return
        paths = dropped_files(copied)
        image = QImage(copied.imageData()) if copied.hasImage() and not paths else QImage()
        if paths:
            self.take_in(paths)
        elif image.isNull():
            self.say(self.tr("There is no file and no picture on the clipboard."), Tone.WARNING)
        else:
            # packing a page into PNG takes a good part of a second
            self.run(Lane.DEVICES, lambda _handle: _held(image), lambda held: self.take_in([held]))

    def _on_sample(self) -> None:
        menu = sample_menu(self.desk.workstation.catalogue, self._on_sample_chosen, self)
        menu.popup(self.sample_button.mapToGlobal(self.sample_button.rect().bottomLeft()))

    def _on_sample_chosen(self, sample: SampleDossier) -> None:
        officer = self.desk.officer

        def opened(dossier: Dossier) -> None:
            self._on_opened(dossier)
            self.work.take_in(dossier.code, sample.files, self.tr("Taking in files"))

        self.run(
            Lane.RECORDS,
            lambda _handle: self._paper.open_dossier(officer, sample.procedure),
            opened,
        )

    def _on_owner(self) -> None:
        if self.pane.view is not None and self.pane.is_open:
            dialog = OwnerDialog(self.pane.view.dossier.owner, self, find=self._find_people)
            dialog.chosen.connect(self._on_owner_chosen)
            dialog.open()

    def _find_people(
        self,
        name: str,
        day: date,
        found: Callable[[Sequence[Owner]], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        warehouse, officer = self.desk.workstation.warehouse, self.desk.officer
        self.run(
            Lane.RECORDS,
            lambda _handle: warehouse.people_born(officer, name, day),
            found,
            failed=failed,
        )

    def _on_owner_chosen(self, owner: Owner) -> None:
        self._change(lambda code: self._paper.set_owner(self.desk.officer, code, owner))

    def _on_type_chosen(self, document: Document, type_code: str) -> None:
        officer = self.desk.officer
        self._change(lambda _code: self._paper.set_document_type(officer, document.id, type_code))

    def _on_reuse(self) -> None:
        offer = self.pane.offer
        if offer is not None:
            self._change(
                lambda code: self._paper.accept_offer(self.desk.officer, code, offer),
                self.tr("The paper is reused; no page was added."),
            )

    def _on_refuse(self) -> None:
        offer = self.pane.offer
        if offer is not None:
            dialog = RefusalDialog(self)
            dialog.refused.connect(
                lambda reason: self._change(
                    lambda code: self._paper.refuse_offer(self.desk.officer, code, offer, reason)
                )
            )
            dialog.open()

    def _on_tell(self) -> None:
        if self.pane.view is not None and self._code is not None:
            open_telling(self, self._code, self.pane.view.dossier.owner)

    def _on_copies(self) -> None:
        if self._code is not None and self.pane.is_open:
            sign_copies(self, self._code, CopyRole.CLERK)

    def _on_read(self) -> None:
        if self._code is not None and self.pane.is_open:
            self._read(self._code)

    def _on_edited(self, code: str) -> None:
        self.refresh()
        self._read(code)

    def _on_scan_again(self) -> None:
        page = self.pane.thumbs.current_page()
        if page is not None and self.pane.is_open:
            self.scanning.again(page)

    def _on_bin(self) -> None:
        if self._code is not None:
            dialog = BinDialog(self, self._code)
            dialog.wanted.connect(self.page_actions.bring_back)
            dialog.open()

    def _on_crop(self) -> None:
        page = self.pane.thumbs.current_page()
        if page is not None and self.pane.is_open:
            dialog = CropDialog(self, page)
            dialog.chosen.connect(lambda box: self.page_actions.crop(page, box))
            dialog.open()

    def _on_find(self) -> None:
        self.queue.start_search()

    def _on_enlarge(self) -> None:
        self.pane.thumbs.open_current()

    def _on_page_opened(self, page: Page) -> None:
        window = PageWindow(self.pane.pages.data(self.pane.thumbs.currentIndex()) or "", self)
        officer = self.desk.officer
        window.show()
        self.run(
            Lane.DEVICES,
            lambda _handle: PageWindow.load(
                self._paper.page_image(officer, page.id), self._paper.page_text(officer, page.id)
            ),
            while_there(window, window.show_page),
        )

    def _on_submit(self) -> None:
        if self._code is not None and self.pane.is_open:
            self._change(
                lambda code: self._paper.submit(self.desk.officer, code),
                self.tr("The dossier was handed over for verification."),
            )

    def _change(self, work: _Change, done: str = "") -> None:
        """Do one thing to the dossier shown, then show it as it stands."""
        code = self._code
        if code is None:
            return

        def finished(_value: object) -> None:
            if done:
                self.say(done, Tone.GOOD)
            self.refresh()

        self.run(Lane.RECORDS, lambda _handle: work(code), finished)


def _held(image: QImage) -> Held:
    """Return a copied picture as a file that is nowhere but in memory."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    moment = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
    return Held(f"clipboard {moment}.png", bytes(buffer.data().data()))
