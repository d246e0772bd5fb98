"""Signed copies of paper: the clerk who scanned signs first, the agency over that.

TT 01/2023/TT-VPCP Đ8: personal signature, top left of the first page, name and time.
TT 05/2025/TT-BNV Đ8: the agency's, top right, no image. Where they go and what they say are rules
(``signature_placement.toml``); print is never covered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitizer.errors import (
    CopiesUnsignedError,
    DigitizerError,
    EngineError,
    NotFoundError,
)
from digitizer.model.document import Document
from digitizer.model.officer import Officer, Role
from digitizer.model.result import CopyRole, SignedCopy
from digitizer.model.rights import Action, require
from digitizer.model.view import ItemFailure
from digitizer.results.keys import KeyChoice, opened
from digitizer.results.policies import CLERK_SIGNS, QueuePolicy, SigningPolicies
from digitizer.results.signing_batch import SealedSpool
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.store.ahead import Ahead
from digitizer.store.spool import Spool
from digitizer.workqueue import JobKind, SetAsideError
from signing.errors import NoRoomError, SelfCheckError, SigningError, ThrowawayKeyError
from signing.model import Appearance, CertificateInfo, Verdict

if TYPE_CHECKING:
    from signing.journal import BatchReport, DocumentReport, Job
    from signing.keys import SigningKey
    from signing.placement import Place
    from signing.slots import Slot

SEATS = {CopyRole.CLERK: Role.CLERK, CopyRole.AGENCY: Role.RECORDS}
SPOOL = "copies"
REASON = "Sao chụp giấy tờ thành bản điện tử"

Judge = Callable[[bytes, Sequence[str]], Verdict]


@dataclass(frozen=True, slots=True)
class CopiesOutcome:
    """What signing a dossier's copies yielded; what failed did not stop the others."""

    signed: tuple[SignedCopy, ...]
    failures: tuple[ItemFailure, ...]


@dataclass(frozen=True, slots=True)
class CopyDesk:
    """What officers may ask of the core about signed copies of paper."""

    store: Store
    settings: Settings
    policies: SigningPolicies
    judge: Judge
    make: Callable[[Document], bytes]
    """Makes the searchable PDF/A-2b of a paper."""
    roots: Callable[[], tuple[bytes, ...]] = tuple

    def needed(self, procedure: str = "") -> bool:
        """Return whether the clerk must sign before a dossier of this procedure is handed on.

        Without a procedure: whether it is asked for any.
        """
        chosen = self.policies.clerk_procedures
        asked = self.policies.clerk_signs != CLERK_SIGNS[0]
        return asked and (not chosen or not procedure or procedure in chosen)

    def unsigned(self, dossier_code: str, role: CopyRole = CopyRole.CLERK) -> tuple[Document, ...]:
        """Return the papers whose pages, as they are now, lack this signature."""
        held = {
            (one.document_id, one.content)
            for one in self.store.copies.of_dossier(dossier_code)
            if one.role is role
        }
        return tuple(
            one for one in self._papers(dossier_code) if (one.id, self._content(one)) not in held
        )

    def require_signed(self, dossier_code: str) -> None:
        """Raise CopiesUnsignedError where the rule asks for the clerk's signature and it lacks."""
        procedure = self.store.dossiers.get(dossier_code).procedure
        if self.needed(procedure) and (left := self.unsigned(dossier_code)):
            raise CopiesUnsignedError(count=len(left))

    def of_dossier(self, officer: Officer, dossier_code: str) -> tuple[SignedCopy, ...]:
        """Return the signed copies of a dossier's papers, oldest first."""
        require(officer, Action.VIEW)
        return self.store.copies.of_dossier(dossier_code)

    def pdf(self, officer: Officer, copy: SignedCopy) -> bytes:
        """Return a signed copy; the look is journaled."""
        require(officer, Action.VIEW)
        self.store.journal.add(officer, "copy-viewed", f"{copy.dossier_code}/{copy.document_id}")
        return self.store.vault.get(copy.pdf_hash)

    def sign(
        self, officer: Officer, dossier_code: str, role: CopyRole, choice: KeyChoice
    ) -> CopiesOutcome:
        """Sign the copies of a dossier's papers with one opening of the key.

        Raises EngineError when nothing was begun: a wrong PIN or a certificate of somebody else.
        """
        require(officer, Action.SIGN_COPY)
        if SEATS[role] not in officer.roles:
            # the clerk signs as who scanned, the records officer as the agency
            require(officer, Action.SUBMIT if role is CopyRole.CLERK else Action.SIGN)
        papers = self.unsigned(dossier_code, role)
        try:
            with opened(choice, self.policies.modules) as key:
                self._demand_certificate(officer, role, key.info)
                return self._signed(officer, role, papers, key)
        except SigningError as error:
            self.store.journal.add(officer, "signing-failed", dossier_code, after=error.code)
            raise EngineError(error.code, **error.details) from error

    def prepare(self, subject: str, again: bool) -> None:
        """Make a paper's copy ahead, so that signing it need not wait; a job of the queue.

        Raises SetAsideError with the code of what makes it impossible.
        """
        try:
            paper = self.store.dossiers.document(int(subject))
        except NotFoundError:
            # sorted anew meanwhile
            return
        ahead, content = self.store.part(Ahead), self._made_of(paper)
        made = ahead.of(JobKind.PREPARE_COPY.value, subject)
        if (made is not None and made.content == content and not again) or not paper.pages:
            return
        code, digest = "", None
        try:
            digest = self.store.vault.put(self.make(paper))
        except EngineError as error:
            code = error.engine_code
        ahead.keep(
            JobKind.PREPARE_COPY.value,
            subject,
            paper.dossier_code,
            content=content,
            digest=digest,
            problem=code,
        )
        if code:
            raise SetAsideError(code)

    # ---- within --------------------------------------------------------------------------------

    def _made_of(self, paper: Document) -> str:
        """Return a hash of everything a copy is made of: images, words, what it calls itself."""
        pages = [self.store.dossiers.page(page) for page in paper.pages]
        parts = [f"{page.image_hash} {page.text_hash}" for page in pages]
        whole = "\n".join([paper.dossier_code, paper.type or "", *parts])
        return hashlib.sha256(whole.encode()).hexdigest()

    def _copy(self, paper: Document) -> bytes:
        """Return a paper's copy: as a machine made it ahead of the same pages, or made now."""
        made = self.store.part(Ahead).of(JobKind.PREPARE_COPY.value, str(paper.id))
        if made is not None and made.digest is not None and made.content == self._made_of(paper):
            return self.store.vault.get(made.digest)
        return self.make(paper)

    def _papers(self, dossier_code: str) -> list[Document]:
        """Return the papers that were digitized here; what came signed is never signed over."""
        return [
            one
            for one in self.store.dossiers.documents(dossier_code)
            if one.reused_from is None
            and one.pages
            and not all(self.store.dossiers.page(page).signed_original for page in one.pages)
        ]

    def _content(self, document: Document) -> str:
        images = [self.store.dossiers.page(page).image_hash for page in document.pages]
        return hashlib.sha256(" ".join(images).encode()).hexdigest()

    def _policy(self, role: CopyRole) -> QueuePolicy:
        return self.policies.person if role is CopyRole.CLERK else self.policies.agency

    def _demand_certificate(self, officer: Officer, role: CopyRole, info: CertificateInfo) -> None:
        from signing.keys import demand_subject

        if info.test:
            if not self.settings.practice:
                raise ThrowawayKeyError(owner=info.owner)
            return
        if role is CopyRole.CLERK:
            # the names a queue allows besides are those who sign results, not any clerk's
            demand_subject(info, names=(officer.name,))
        else:
            policy = self.policies.agency
            names = (self.settings.office_name, *policy.names)
            demand_subject(info, names=names, numbers=policy.numbers)

    def _signed(
        self, officer: Officer, role: CopyRole, papers: Sequence[Document], key: SigningKey
    ) -> CopiesOutcome:
        from signing.batch import sign_batch
        from signing.journal import MemoryJournal

        engine = self._policy(role).engine(self.roots())
        failures: list[ItemFailure] = []
        copies: list[SignedCopy] = []
        spool = Spool.of(self.store, SPOOL)
        # what a killed run left: the copies are made anew from their pages
        spool.sweep(())
        jobs: dict[str, tuple[Job, Document]] = {}
        for paper in papers:
            try:
                jobs[str(paper.id)] = (self._job(role, paper, key, spool), paper)
            except (DigitizerError, SigningError) as error:
                failures.append(_failure(paper, error))
        try:
            report = sign_batch([job for job, _ in jobs.values()], key, engine, MemoryJournal())
            for done in report.documents:
                _, paper = jobs[done.name]
                try:
                    _demand_done(report, done)
                    copies.append(self._keep(officer, role, paper, spool.read(done.name)))
                except (DigitizerError, SigningError) as error:
                    failures.append(_failure(paper, error))
        finally:
            spool.sweep(())
        return CopiesOutcome(tuple(copies), tuple(failures))

    def _job(self, role: CopyRole, paper: Document, key: SigningKey, spool: Spool) -> Job:
        from signing.journal import Job

        pdf, look = self._placed(self._source(role, paper), role, key)
        return Job(
            name=str(paper.id),
            source=pdf,
            target=spool.path(str(paper.id)),
            field=role.value,
            appearance=look,
            reason=REASON,
            location=self.settings.place,
            sealing=SealedSpool(spool),
        )

    def _source(self, role: CopyRole, paper: Document) -> bytes:
        """Return what is signed: the agency signs over the clerk's signature where there is one."""
        content = self._content(paper)
        earlier = [
            one
            for one in self.store.copies.of_dossier(paper.dossier_code)
            if one.document_id == paper.id and one.content == content and one.role is not role
        ]
        return self.store.vault.get(earlier[-1].pdf_hash) if earlier else self._copy(paper)

    def _placed(self, pdf: bytes, role: CopyRole, key: SigningKey) -> tuple[bytes, Appearance]:
        """Return the file and where its signature goes: free paper, or a strip above the page."""
        from signing.placement import appearance_in, high_enough
        from signing.slots import slots

        values = {
            "owner": key.info.owner,
            "organisation": self.settings.office_name,
            "form": self.policies.copy_form,
        }
        agency = high_enough(slots()[self.policies.agency_slot], values)
        if role is CopyRole.AGENCY:
            pdf, place = _with_place(pdf, agency)
            return pdf, appearance_in(agency, place, values)
        # a page can be enlarged before the first signature only, so the agency's place is kept now
        pdf, _ = _with_place(pdf, agency)
        slot = slots()[self.policies.clerk_slot]
        pdf, place = _with_place(pdf, slot)
        return pdf, appearance_in(slot, place, values)

    def _keep(self, officer: Officer, role: CopyRole, paper: Document, pdf: bytes) -> SignedCopy:
        verdict = self.judge(pdf, (role.value,))
        if not verdict.signers or any(
            one.modified_after or not one.intact for one in verdict.signers
        ):
            raise SelfCheckError(field=role.value, reason="signature")
        return self.store.copies.add(
            officer,
            dossier_code=paper.dossier_code,
            document_id=paper.id,
            role=role,
            content=self._content(paper),
            pdf_hash=self.store.vault.put(pdf),
            report=verdict.to_dict(),
        )


def _with_place(pdf: bytes, slot: Slot) -> tuple[bytes, Place]:
    """Return the file and free paper on it; a full page that nobody has signed gets a strip."""
    from signing.placement import find_place, with_strip

    try:
        return pdf, find_place(pdf, slot)
    except NoRoomError:
        pdf = with_strip(pdf, slot)
        return pdf, find_place(pdf, slot)


def _demand_done(report: BatchReport, done: DocumentReport) -> None:
    from signing.journal import Outcome

    if done.outcome is Outcome.DONE:
        return
    if done.code:
        raise EngineError(done.code, **done.details)
    if report.stopped_by is not None:
        raise report.stopped_by
    raise EngineError("signing-failed")


def _failure(paper: Document, error: DigitizerError | SigningError) -> ItemFailure:
    code = error.engine_code if isinstance(error, EngineError) else error.code
    return ItemFailure(paper.type or str(paper.id), code, dict(error.details))
