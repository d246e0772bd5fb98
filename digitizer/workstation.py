"""The one place where store, definitions, engines and journeys are put together."""

from __future__ import annotations

import platform
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digitizer import helping
from digitizer.catalogue import Catalogue
from digitizer.catalogue.loading import definition_files, nearest, read_table
from digitizer.errors import DefinitionError, WrongPasswordError
from digitizer.exchange.desk import ExchangeDesk
from digitizer.exchange.keyrings import KeyringSecrets
from digitizer.jobs import CancelToken
from digitizer.model.dossier import WITH_CLERK
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, may
from digitizer.office import organisation
from digitizer.office.scheduled_reports import ScheduledReports
from digitizer.paper import profiles
from digitizer.paper.copies import PaperFiles, searchable
from digitizer.paper.designing import Designing
from digitizer.paper.intake_journey import IntakeJourney
from digitizer.paper.journey import PaperJourney
from digitizer.paper.learning import Learning
from digitizer.paper.verification_desk import VerificationDesk
from digitizer.paper.warehouse_journey import WarehouseJourney
from digitizer.results.copies import CopyDesk
from digitizer.results.editing import TemplateDesk
from digitizer.results.form_signing import FormSigning
from digitizer.results.forms import FormDesk
from digitizer.results.head_signing import HeadSigning
from digitizer.results.journey import ResultJourney
from digitizer.results.policies import SigningPolicies, load_policies
from digitizer.results.templates import Kind, ResultTemplate, templates_in_force
from digitizer.results.trust import TRUST_FOLDER, read_roots
from digitizer.settings import Settings, load
from digitizer.store import Store
from digitizer.workqueue import Handler, JobKind
from digitizer.workqueue.desk import DeskWorker

if TYPE_CHECKING:
    from ocr.reader import Reader

OFFICE_FOLDER = "office"
"""The office's own definitions, inside the data folder; they win over the shipped ones."""


class Workstation:
    """One opened data folder with everything that works on it."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        templates: Mapping[str, ResultTemplate],
        settings: Settings,
        workers: int | None,
        trust_folder: Path | None = None,
        policies: SigningPolicies | None = None,
    ) -> None:
        self.store = store
        self.catalogue = catalogue
        self.settings = settings
        self._workers = workers
        self._reader: Reader | None = None
        self._reader_lock = threading.Lock()
        self._helper: DeskWorker | None = None
        self._leaving = CancelToken()
        # one mapping for all: a template that is saved is in force at once
        templates = dict(templates)
        self.templates = templates
        rules = policies or SigningPolicies()
        self.results = ResultJourney(store, catalogue, templates, settings, trust_folder, rules)
        self.copies = CopyDesk(
            store,
            settings,
            rules,
            self.results.judge,
            lambda document: searchable(store, catalogue, document),
            self.results.roots,
        )
        self.paper = PaperJourney(
            store,
            catalogue,
            settings,
            self.reader,
            Learning(store),
            self.copies.require_signed,
            lambda code: helping.put_ahead(store, self.copies, code),
        )
        signing = FormSigning(store, settings, rules, self.results.judge, self.results.roots)
        self.heads = HeadSigning(store, signing)
        self.forms = FormDesk(store, catalogue, templates, settings, signing)
        self.editing = TemplateDesk(store, settings, templates, store.folder / OFFICE_FOLDER)
        self.intake = IntakeJourney(store, self.paper, self.reader)
        self.warehouse = WarehouseJourney(store, catalogue)
        self.verifying = VerificationDesk(store, self.paper)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        workers: int | None = None,
        key: bytes | None = None,
        passphrase: str | None = None,
        shared: bool = False,
        login: tuple[str, str] | None = None,
    ) -> Workstation:
        """Open or create the data folder; ``shared`` beside a program that has it open.

        ``login`` is needed where the office has a database of its own: name and password.
        Raises StoreBusyError, WrongKeyError, NewerStoreError, StoreDamagedError, DefinitionError,
        ProfileAlteredError.
        """
        organisation.require_untouched(folder)
        settings = load(folder)
        catalogue = Catalogue.load(folder / OFFICE_FOLDER)
        templates = templates_in_force(folder / OFFICE_FOLDER)
        _check_result_templates(catalogue, templates, folder / OFFICE_FOLDER)
        if settings.database:
            store = _office_store(folder, settings, login)
        else:
            store = Store.open(
                folder, station=platform.node(), key=key, passphrase=passphrase, shared=shared
            )
        return cls(
            store,
            catalogue,
            templates,
            settings,
            workers or settings.recognition_workers or None,
            folder / TRUST_FOLDER,
            load_policies(folder),
        )

    @classmethod
    def of_worker(cls, store: Store, folder: Path, workers: int | None) -> Workstation:
        """Put together what a worker machine needs, over its own login to the office."""
        settings = load(folder)
        return cls(
            store,
            Catalogue.load(folder / OFFICE_FOLDER),
            templates_in_force(folder / OFFICE_FOLDER),
            settings,
            workers or settings.recognition_workers or None,
            folder / TRUST_FOLDER,
            load_policies(folder),
        )

    @property
    def exchange(self) -> ExchangeDesk:
        """What officers may ask about neighbours."""
        return ExchangeDesk(
            self.store,
            self.catalogue,
            self.settings,
            PaperFiles(self.store, lambda: self.catalogue),
            KeyringSecrets(self.store.folder),
            self.paper,
        )

    @property
    def reports(self) -> ScheduledReports:
        """What makes reports by themselves."""
        return ScheduledReports(self.store, self.catalogue, self.settings, self.exchange.deposit)

    @property
    def design(self) -> Designing:
        """What the designer of document types may ask for."""
        folder = self.catalogue.office_folder
        return Designing(self.store, self.catalogue, self.reader, folder)

    def helper(self, officer: Officer | None = None) -> DeskWorker:
        """Return who takes the jobs of this desk's own queue.

        Where ``officer`` may take papers in, a dossier's pages become papers as well.
        """

        def read(dossier_code: str) -> None:
            state = self.store.dossiers.get(dossier_code).state
            if officer is not None and may(officer, Action.TAKE_IN) and state in WITH_CLERK:
                self.paper.read(officer, dossier_code, cancel=self._leaving)
            else:
                self.paper.read_words(dossier_code, cancel=self._leaving)

        return DeskWorker(self.store, self.handlers, read)

    @property
    def handlers(self) -> Mapping[JobKind, Handler]:
        """Who does which kind of job of the queue on this machine."""
        return helping.handlers(self.store, self.reader, lambda: self.copies, lambda: self.results)

    def help(self, officer: Officer) -> None:
        """Let this desk take the jobs of its own queue from now on; an office has workers."""
        self.stop_helping()
        if not self.store.is_shared:
            self._leaving = CancelToken()
            self._helper = self.helper(officer)
            self._helper.start()

    def stop_helping(self) -> None:
        """Take no more jobs; a page at hand is given up and waits again."""
        self._leaving.cancel()
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.stop()

    def reload_definitions(self) -> None:
        """Put the definitions as they are on disk now in force; raises DefinitionError."""
        catalogue = Catalogue.load(self.catalogue.office_folder)
        self.catalogue = catalogue
        self.paper = replace(self.paper, catalogue=catalogue)
        self.intake = replace(self.intake, paper=self.paper)
        self.warehouse = replace(self.warehouse, catalogue=catalogue)
        self.verifying = replace(self.verifying, paper=self.paper)
        self.forms = replace(self.forms, catalogue=catalogue)
        self.results = replace(self.results, catalogue=catalogue)

    def reader(self) -> Reader:
        """Return the recogniser; its processes start with the first page."""
        from ocr.reader import Reader

        with self._reader_lock:
            if self._reader is None:
                self._reader = Reader(self._workers)
            return self._reader

    def close(self) -> None:
        """Stop the recogniser and close the store."""
        self.stop_helping()
        with self._reader_lock:
            if self._reader is not None:
                self._reader.close()
                self._reader = None
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def check_set_up(folder: Path) -> None:
    """Refuse a set-up with which no desk could work, without opening any records.

    Raises DefinitionError naming the file.
    """
    load(folder)
    catalogue = Catalogue.load(folder / OFFICE_FOLDER)
    templates = templates_in_force(folder / OFFICE_FOLDER)
    _check_result_templates(catalogue, templates, folder / OFFICE_FOLDER)
    load_policies(folder)
    profiles.load(folder / OFFICE_FOLDER)
    read_roots(folder / TRUST_FOLDER)


def _office_store(folder: Path, settings: Settings, login: tuple[str, str] | None) -> Store:
    from digitizer.store import office_database
    from digitizer.store.office_vault import vault_place

    url = office_database.parsed(settings.database)
    if not settings.vault:
        raise DefinitionError(file="site.toml", key="vault", nearest="", problem="no folder named")
    if login is None:
        raise WrongPasswordError
    return office_database.connect(
        url,
        *login,
        folder=folder,
        vault_folder=vault_place(settings.vault),
        station=platform.node(),
    )


def _check_result_templates(
    catalogue: Catalogue, templates: Mapping[str, ResultTemplate], office_folder: Path
) -> None:
    """Refuse a procedure whose result nobody can compose, before a dossier rests on it."""
    results = {code for code, one in templates.items() if one.kind is Kind.RESULT}
    if all(one.result_template in results for one in catalogue.procedures.values()):
        return
    for name, file in definition_files("procedures", office_folder).items():
        code = str(read_table(file)[0]["result_template"])
        if code not in results:
            raise DefinitionError(
                file=name,
                key="result_template",
                nearest=nearest(code, tuple(results)),
                problem=f"'{code}' is not known",
            )
