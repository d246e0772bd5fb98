"""How paper gets into a dossier: from scanners, from watched folders, and what is done to pages.

Every method takes the acting officer; rights are checked here and again in the store. Methods are
safe to call from any thread but the window's own, since they read, write and wait for devices.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digitizer.errors import WrongStateError
from digitizer.files import Held, printable
from digitizer.jobs import CancelToken, Progress, Report, silent
from digitizer.model.document import Page
from digitizer.model.dossier import WITH_CLERK, Dossier
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.model.scan import Batch, Device, Profile
from digitizer.model.view import IntakeOutcome
from digitizer.paper import (
    cover_sheets,
    empty_dossiers,
    profiles,
    scanning,
    watching,
    whereabouts,
    written_folders,
    written_scanners,
)
from digitizer.paper.editing import PageEditor
from digitizer.paper.journey import PaperJourney
from digitizer.paper.opening import AskPassword
from digitizer.paper.scanner import discovery, errors
from digitizer.paper.scanner.protocol import Scanner
from digitizer.store import Store, chosen, scan_spool
from digitizer.store.chosen import Chosen
from digitizer.store.page_edits import AsidePage, Edit
from digitizer.store.scan_spool import ScanSpool
from ocr.reader import Reader

OFFICE_FOLDER = "office"


@dataclass(frozen=True, slots=True)
class IntakeJourney:
    """What officers may ask of the core while paper is taken in."""

    store: Store
    paper: PaperJourney
    reader: Callable[[], Reader]
    under_way: set[str] = field(default_factory=set, compare=False)
    """Keys of the lists of files that this program is taking in now."""

    # ---- dossiers left empty, and files that were chosen ---------------------------------------

    def empty_dossier(self, officer: Officer, procedure: str) -> Dossier | None:
        """Return the officer's dossier of today for a procedure that holds nothing yet."""
        require(officer, Action.OPEN_DOSSIER)
        left_out = {one.dossier_code for one in chosen.waiting(self.store, officer)}
        found = empty_dossiers.find(self.store, officer, procedure)
        return found if found is not None and found.code not in left_out else None

    def choose(self, officer: Officer, dossier_code: str, paths: Sequence[Path | Held]) -> Chosen:
        """Keep the list of the files chosen for a dossier, before the first of them is read."""
        require(officer, Action.TAKE_IN)
        self._require_with_clerk(dossier_code)
        return chosen.begin(self.store, officer, dossier_code, _on_disk(paths))

    def take_in_chosen(
        self,
        officer: Officer,
        noted: Chosen,
        paths: Sequence[Path | Held],
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
        on_page: Callable[[Page], None] | None = None,
        ask: AskPassword | None = None,
    ) -> IntakeOutcome:
        """Take chosen files into their dossier; each leaves the list when it is in, or refused.

        What a stop, a full disk or a cancelled token leaves stays on the list.
        """

        def told(progress: Progress) -> None:
            chosen.leave(self.store, noted, _on_disk(paths[progress.done :]))
            report(progress)

        self.under_way.add(noted.key)
        try:
            return self.paper.take_in(
                officer,
                noted.dossier_code,
                paths,
                report=told,
                cancel=cancel,
                on_page=on_page,
                ask=ask,
            )
        finally:
            self.under_way.discard(noted.key)

    def not_taken_in(self, officer: Officer) -> tuple[Chosen, ...]:
        """Return the lists of this officer's files that a stop left, of dossiers at intake."""
        require(officer, Action.TAKE_IN)
        return tuple(
            one
            for one in chosen.waiting(self.store, officer)
            if one.key not in self.under_way
            and self.store.dossiers.get(one.dossier_code).state in WITH_CLERK
        )

    def give_up(self, officer: Officer, noted: Chosen) -> tuple[Path, ...]:
        """Forget what is left of a list and return it; that it was given up is journaled."""
        require(officer, Action.TAKE_IN)
        kept = chosen.of(self.store, noted.key)
        if kept is None:
            return ()
        names = ", ".join(printable(one.name) for one in kept.paths)
        self.store.journal.add(officer, "files-given-up", kept.dossier_code, after=names)
        chosen.leave(self.store, kept, ())
        return kept.paths

    # ---- devices and profiles ------------------------------------------------------------------

    def profiles(self) -> profiles.Profiles:
        """Return the scan profiles in force at this desk."""
        return profiles.load(self.store.folder / OFFICE_FOLDER)

    def devices(self, *, network: bool = True) -> discovery.Found:
        """Return the devices that can be reached; takes seconds."""
        return discovery.find(written=written_devices(self.store.folder), network=network)

    def folders(self) -> tuple[written_folders.WrittenFolder, ...]:
        """Return the folders machines push into, as written down for this office."""
        return written_folders.load(self.store.folder / OFFICE_FOLDER)

    def scanner(self, identity: str) -> Scanner:
        """Return the driver of the device of this id; raises UnknownDeviceError."""
        device: Device | None = discovery.named(identity)
        if device is None:
            found = self.devices().devices
            device = next((one for one in found if one.id == identity), None)
        if device is None:
            raise errors.UnknownDeviceError(device=identity)
        return discovery.open_scanner(device, self.store.folder)

    def open_scanner(self, device: Device) -> Scanner:
        """Return the driver of a device that was found."""
        return discovery.open_scanner(device, self.store.folder)

    # ---- batches -------------------------------------------------------------------------------

    def open_batch(
        self,
        officer: Officer,
        dossier_code: str,
        *,
        device: str,
        profile: Profile,
        sheets_given: int | None = None,
    ) -> Batch:
        """Begin a stack of sheets for a dossier; the profile is raised to the rule in force."""
        require(officer, Action.TAKE_IN)
        self._require_with_clerk(dossier_code)
        fitting = self.profiles().fit(profile)
        return self.store.scans.open_batch(
            officer, dossier_code, device=device, profile=fitting, sheets_given=sheets_given
        )

    def open_batches(self, officer: Officer) -> list[Batch]:
        """Return the batches nobody has ended, the latest first: after a crash, what to go on."""
        require(officer, Action.TAKE_IN)
        return self.store.scans.batches(open_only=True)

    def batch(self, officer: Officer, batch_id: int) -> Batch:
        """Return a batch as it stands."""
        require(officer, Action.TAKE_IN)
        return self.store.scans.batch(batch_id)

    def feed(
        self,
        officer: Officer,
        batch: Batch,
        scanner: Scanner | None = None,
        *,
        cancel: CancelToken | None = None,
        on_page: Callable[[Page], None] | None = None,
        until_sheets: int | None = None,
        wait: bool = False,
    ) -> scanning.Fed:
        """Feed paper into a batch; ``on_page`` hears of each page once it is safe on disk.

        With ``wait`` the feed goes on with every new stack until it is cancelled or the batch holds
        ``until_sheets``.
        Raises ScannerError with ``kept`` and ``sheet`` in its details, or CancelledError.
        """
        require(officer, Action.TAKE_IN)
        feeding = scanning.Feeding(
            self.store,
            officer,
            scanner or self.scanner(batch.device),
            cancel or CancelToken(),
            on_page or _heard,
        )
        if wait:
            return scanning.feed_until_told(feeding, batch, until_sheets=until_sheets)
        return scanning.feed(feeding, batch, until_sheets=until_sheets)

    def left_over(self, officer: Officer) -> tuple[LeftOver, ...]:
        """Return the images that were fed when the program stopped and are no pages yet."""
        require(officer, Action.TAKE_IN)
        waiting = scan_spool.waiting_batches(self.store)
        open_batches = [
            one for one in self.store.scans.batches(open_only=True) if one.id in waiting
        ]
        found = []
        for batch in open_batches:
            known = self.store.scans.numbers(batch.id)
            numbers = ScanSpool.of(self.store, batch.id).numbers()
            fresh = tuple(number for number in numbers if number not in known)
            if fresh and self.store.dossiers.get(batch.dossier_code).state in WITH_CLERK:
                found.append(LeftOver(batch, fresh))
        return tuple(found)

    def left_over_image(self, officer: Officer, batch: Batch, number: int) -> bytes:
        """Return such an image as its page will look; the look is journaled."""
        from ocr.limits import Limits
        from ocr.scanned import kept_form

        require(officer, Action.TAKE_IN)
        data = ScanSpool.of(self.store, batch.id).read(number)
        self.store.journal.add(officer, "image-viewed", f"{batch.dossier_code}/batch/{batch.id}")
        return kept_form(data, dpi=batch.profile.dpi, lossless=False, limits=Limits()).image

    def take_in_left_over(self, officer: Officer, batch: Batch) -> tuple[Page, ...]:
        """Make pages of the images a stop left; a sheet of which a side is missing is fed again."""
        require(officer, Action.TAKE_IN)
        return scanning.take_in_left_over(self.store, officer, batch)

    def end_batch(
        self, officer: Officer, batch: Batch, *, sheets_given: int | None = None
    ) -> Batch:
        """End a stack, with the number of sheets the clerk counted if there is one."""
        require(officer, Action.TAKE_IN)
        ended = self.store.scans.end_batch(officer, batch.id, sheets_given=sheets_given)
        ScanSpool.of(self.store, ended.id).forget()
        return ended

    def separators(self, officer: Officer, dossier_code: str | None = None) -> bytes:
        """Return separator sheets to print: for a dossier's components, or one for any dossier."""
        require(officer, Action.TAKE_IN)
        if dossier_code is None:
            return cover_sheets.pdf(None, None)
        dossier = self.store.dossiers.get(dossier_code)
        self.store.journal.add(officer, "separators-printed", dossier_code)
        return cover_sheets.pdf(dossier, self.paper.catalogue.procedure(dossier.procedure))

    def patch_sheets(self, officer: Officer) -> bytes:
        """Return a separator sheet for each patch code, to print; they fit every dossier."""
        require(officer, Action.TAKE_IN)
        return cover_sheets.patch_pdf()

    def whereabouts(
        self,
        officer: Officer,
        dossier_code: str,
        pages: Sequence[Page],
        others: Sequence[str] = (),
    ) -> tuple[whereabouts.Whereabouts, ...]:
        """Say where pages that were taken in lie now: paper, bin, or another dossier."""
        require(officer, Action.VIEW)
        return whereabouts.of_pages(self.store, dossier_code, pages, others)

    # ---- pages ---------------------------------------------------------------------------------

    def edit(self, officer: Officer, dossier_code: str, act: Callable[[PageEditor], Edit]) -> Edit:
        """Do one thing to a dossier's pages, then sort and check anew: ``act`` gets the editor."""
        require(officer, Action.TAKE_IN)
        done = act(PageEditor(self.store, officer, dossier_code))
        self.paper.understand(officer, dossier_code)
        return done

    def edits(self, officer: Officer, dossier_code: str) -> tuple[Edit, ...]:
        """Return what was done to the dossier's pages, the earliest first."""
        require(officer, Action.VIEW)
        return self.store.edits.edits(dossier_code)

    def bin(self, officer: Officer, dossier_code: str) -> tuple[AsidePage, ...]:
        """Return the pages laid aside, the latest first; the look is journaled."""
        require(officer, Action.VIEW)
        found = self.store.edits.bin(dossier_code)
        if found:
            self.store.journal.add(officer, "bin-viewed", dossier_code)
        return found

    def aside_image(self, officer: Officer, page_id: int) -> bytes:
        """Return the image of a page in the bin; the look is journaled."""
        require(officer, Action.VIEW)
        page = self.store.edits.aside(page_id).page
        self.store.journal.add(officer, "page-viewed", f"{page.dossier_code}/{page_id}")
        return self.store.vault.get(page.image_hash)

    # ---- a watched folder ----------------------------------------------------------------------

    def watch(
        self,
        officer: Officer,
        folder: Path,
        *,
        procedure: str | None = None,
        dossier_code: str | None = None,
        patience: watching.Patience | None = None,
        keep: bool = False,
    ) -> FolderWatch:
        """Return a watch on a folder: every file becomes a dossier, or goes into the one named."""
        require(officer, Action.TAKE_IN)
        watched = watching.WatchedFolder(
            folder,
            self.store,
            self.reader(),
            officer,
            station=_station_name(self.store.folder),
            patience=patience,
            keep=keep,
        )
        return FolderWatch(self.paper, officer, watched, procedure, dossier_code)

    def _require_with_clerk(self, dossier_code: str) -> None:
        state = self.store.dossiers.get(dossier_code).state
        if state not in WITH_CLERK:
            raise WrongStateError(dossier=dossier_code, state=state.value)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A batch with the numbers of its images that were fed but are no pages yet."""

    batch: Batch
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FolderWatch:
    """A watched folder with the officer for whom, and the dossier into which, files are taken."""

    paper: PaperJourney
    officer: Officer
    folder: watching.WatchedFolder
    procedure: str | None
    dossier_code: str | None

    def look(self, cancel: CancelToken | None = None) -> list[watching.Seen]:
        """Look into the folder once and return what became of each file."""
        return self.folder.look(self._take_in, cancel or CancelToken())

    def set_aside(self) -> list[watching.Aside]:
        """Return the files that lie set aside, with their reasons."""
        return self.folder.set_aside()

    def try_again(self, name: str) -> None:
        """Put a file that was set aside back into the folder; raises FileUnreadableError."""
        self.folder.try_again(name)

    def _take_in(self, path: Path, dossier: str | None) -> tuple[str, IntakeOutcome]:
        code = dossier or self.dossier_code
        if code is None:
            code = self.paper.open_dossier(self.officer, self.procedure or "").code
        self.folder.note_dossier(path, code)
        return code, self.paper.take_in(self.officer, code, [path])


def written_devices(data_folder: Path) -> tuple[Device, ...]:
    """Return the devices written down for the office: network scanners, and folders."""
    office = data_folder / OFFICE_FOLDER
    folders = (one.device for one in written_folders.load(office))
    return (*written_scanners.load(office), *folders)


def _station_name(data_folder: Path) -> str:
    place = f"{platform.node()} {data_folder.resolve()}"
    return hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _on_disk(paths: Sequence[Path | Held]) -> list[Path]:
    """Return the files that can be found again; what was copied to the clipboard cannot."""
    return [one.absolute() for one in paths if isinstance(one, Path)]


def _heard(_page: Page) -> None:
    """Hear of a page and do nothing."""
