"""The two signing queues: first a person signs, then the agency over what the person has signed.

A file is taken into the store only when it stands at the level its queue asks for and its own check
found it sound; until then the result stays where it was. What a signature has come to is kept step
by step, so that a batch that was cut off goes on with exactly the rest.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer.errors import (
    DigitizerError,
    EngineError,
    FileUnreadableError,
    FourEyesError,
    WrongStateError,
)
from digitizer.model.officer import Officer
from digitizer.model.result import Result, ResultState, SignerRole
from digitizer.model.rights import Action, require, require_other_eyes
from digitizer.model.view import ItemFailure
from digitizer.results import composing
from digitizer.results.keys import KeyChoice, opened
from digitizer.results.policies import SigningPolicies
from digitizer.settings import Settings
from digitizer.store import Store
from signing.errors import SelfCheckError, SigningError, ThrowawayKeyError
from signing.model import Appearance, CertificateInfo, Verdict

if TYPE_CHECKING:
    from signing.journal import BatchReport, Control, DocumentReport, Entry, Job
    from signing.keys import SigningKey
    from signing.run import Policy

SPOOL = "signing"
"""Folder inside the data folder where a signed file waits for its timestamp."""
_BEFORE = {SignerRole.PERSON: ResultState.COMPOSED, SignerRole.AGENCY: ResultState.SIGNED}
_EXPECTED = {
    SignerRole.PERSON: (SignerRole.PERSON.value,),
    SignerRole.AGENCY: (SignerRole.PERSON.value, SignerRole.AGENCY.value),
}
_SIGNED_STAGES = frozenset({"signed", "timestamped", "long-term", "archived", "done"})

Judge = Callable[[bytes, Sequence[str]], Verdict]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One result that waits for a signature, and what stands in its way."""

    result: Result
    owner: str
    """Name of the dossier's owner."""
    due_at: datetime
    blocks: tuple[ItemFailure, ...] = ()
    """Why it cannot be signed now; empty when nothing stands in its way."""
    stage: str = ""
    """How far an earlier batch has brought it: a signed file waits for its timestamp."""

    @property
    def waits(self) -> bool:
        """Whether the file is signed and goes on without the key."""
        return self.stage in _SIGNED_STAGES


@dataclass(frozen=True, slots=True)
class Preflight:
    """What will be signed, by whom and with which certificate, and what blocks."""

    role: SignerRole
    items: tuple[QueueItem, ...]
    certificate: CertificateInfo | None
    blocks: tuple[ItemFailure, ...]
    """What stands in the way of the whole batch."""

    @property
    def ready(self) -> tuple[QueueItem, ...]:
        """The items nothing stands in the way of."""
        return () if self.blocks else tuple(one for one in self.items if not one.blocks)


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of one document of a batch."""

    result_id: int
    number: str
    dossier_code: str
    outcome: str
    """``done``, ``waiting``, ``failed`` or ``untouched``."""
    sha256_before: str
    sha256_after: str = ""
    signed_at: datetime | None = None
    timestamp_at: datetime | None = None
    failure: ItemFailure | None = None
    valid: bool | None = None
    """The verdict right after signing; None where there is no signed file yet."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningReport:
    """What became of a whole batch; it also says who must have signed each file."""

    role: SignerRole
    officer: str
    level: str
    signer: CertificateInfo | None
    started_at: datetime
    ended_at: datetime
    documents: tuple[Signed, ...]
    stopped_by: ItemFailure | None = None
    stopped: bool = False

    def count(self, outcome: str) -> int:
        """Return how many documents ended so."""
        return sum(one.outcome == outcome for one in self.documents)

    @property
    def expected(self) -> tuple[str, ...]:
        """The fields that must have signed each finished file."""
        return _EXPECTED[self.role]


@dataclass(frozen=True, slots=True)
class StepTold:
    """One document has come one step further."""

    result_id: int
    stage: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class SigningQueues:
    """What officers may ask of the core about signing many results."""

    store: Store
    settings: Settings
    policies: SigningPolicies
    judge: Judge
    roots: tuple[bytes, ...] = ()
    """Certificates the office trusts."""

    def waiting(self, officer: Officer, role: SignerRole) -> tuple[QueueItem, ...]:
        """Return what waits in a queue, the soonest due first."""
        require(officer, Action.SIGN)
        stages = self._stages(role)
        items = []
        for result in self.store.results.all([_BEFORE[role]]):
            dossier = self.store.dossiers.get(result.dossier_code)
            items.append(
                QueueItem(
                    result=result,
                    owner=dossier.owner.name,
                    due_at=dossier.due_at,
                    blocks=tuple(self._blocks(officer, role, result)),
                    stage=stages.get(_name(result, role), ""),
                )
            )
        return tuple(sorted(items, key=lambda one: (one.due_at, one.result.id)))

    def preflight(
        self,
        officer: Officer,
        role: SignerRole,
        result_ids: Sequence[int],
        certificate: CertificateInfo | None,
    ) -> Preflight:
        """Return what a batch would do, before any key is touched."""
        wanted = set(result_ids)
        items = tuple(one for one in self.waiting(officer, role) if one.result.id in wanted)
        blocks = []
        try:
            self.policies.of(role).engine(self.roots).demand()
            if certificate is not None:
                self._demand_certificate(officer, role, certificate)
        except SigningError as error:
            blocks.append(ItemFailure("", error.code, dict(error.details)))
        return Preflight(role, items, certificate, tuple(blocks))

    def sign(
        self,
        officer: Officer,
        role: SignerRole,
        result_ids: Sequence[int],
        choice: KeyChoice | None,
        *,
        control: Control | None = None,
        told: Callable[[StepTold], object] | None = None,
    ) -> SigningReport:
        """Sign these results with one opening of the key; ``None`` only finishes what waits.

        What happens to a single document stands in the report. Raises EngineError when nothing was
        begun: a wrong PIN, a certificate of somebody else, a level that cannot be reached.
        """
        require(officer, Action.SIGN)
        chosen = [self.store.results.get(one) for one in dict.fromkeys(result_ids)]
        failures = {
            one.id: block for one in chosen for block in list(self._blocks(officer, role, one))[:1]
        }
        batch = _Batch(self, officer, role, [one for one in chosen if one.id not in failures], told)
        try:
            engine = self.policies.of(role).engine(self.roots)
            if choice is None:
                report = batch.run(None, engine, control)
            else:
                with opened(choice, self.policies.modules, pss=self.policies.of(role).pss) as key:
                    self._demand_certificate(officer, role, key.info)
                    report = batch.run(key, engine, control)
        except SigningError as error:
            subject = chosen[0].dossier_code if len(chosen) == 1 else f"batch/{role.value}"
            self.store.journal.add(officer, "signing-failed", subject, after=error.code)
            raise EngineError(error.code, **error.details) from error
        return batch.report(report, [(one, failures.get(one.id)) for one in chosen])

    # ---- within --------------------------------------------------------------------------------

    def _blocks(self, officer: Officer, role: SignerRole, result: Result) -> list[ItemFailure]:
        found: list[DigitizerError] = []
        if result.state is not _BEFORE[role]:
            found.append(WrongStateError(subject=result.dossier_code, state=result.state.value))
        hands = self.store.dossiers.hands(result.dossier_code)
        try:
            require_other_eyes(officer, Action.SIGN, hands.verified)
            if role is SignerRole.AGENCY and self.policies.agency.other_officer:
                require_other_eyes(officer, Action.SIGN, {result.signed_by or 0})
        except FourEyesError as error:
            found.append(error)
        return [ItemFailure(result.number, one.code, dict(one.details)) for one in found]

    def _demand_certificate(
        self, officer: Officer, role: SignerRole, info: CertificateInfo
    ) -> None:
        from signing.errors import CertificateExpiredError
        from signing.keys import demand_subject

        if info.test:
            if not self.settings.practice:
                raise ThrowawayKeyError(owner=info.owner)
            return
        policy = self.policies.of(role)
        own = (
            (officer.name, self.settings.signer_name)
            if role is SignerRole.PERSON
            else (self.settings.office_name,)
        )
        demand_subject(info, names=(*own, *policy.names), numbers=policy.numbers)
        if not info.not_before <= datetime.now(UTC) <= info.not_after:
            raise CertificateExpiredError(
                owner=info.owner,
                not_before=info.not_before.isoformat(),
                not_after=info.not_after.isoformat(),
            )

    def _stages(self, role: SignerRole) -> dict[str, str]:
        from signing.journal import Entry

        entries = (Entry.from_json(one.entry) for one in self.store.results.steps(role=role))
        return {entry.name: entry.stage.value for entry in entries}

    def spool(self, role: SignerRole) -> Path:
        """Return the folder in which signed files wait, for this user's eyes only."""
        folder = self.store.folder / SPOOL / role.value
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


@dataclass(slots=True)
class _Batch:
    """One run over a queue: jobs in, steps and files into the store."""

    queues: SigningQueues
    officer: Officer
    role: SignerRole
    results: list[Result]
    told: Callable[[StepTold], object] | None
    kept: dict[int, Result] = field(default_factory=dict)
    refused: dict[int, ItemFailure] = field(default_factory=dict)
    _done: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)
    _level: str = "b"

    def run(self, key: SigningKey | None, engine: Policy, control: Control | None) -> BatchReport:
        """Sign, and take each finished file into the store while the next is being signed."""
        from signing.batch import sign_batch

        self._level = engine.level.value
        self._sweep()
        jobs = [self._job(one, key) for one in self.results]
        # files an earlier run has finished but not handed over are there already
        keeper = threading.Thread(target=self._keep_all, name="signing-keeper")
        keeper.start()
        try:
            report = sign_batch(
                jobs, key, engine, _Steps(self), control=control, listener=self._heard
            )
            heard = set(self.kept) | set(self.refused)
            for one in report.documents:
                result = self._result(one.name)
                if one.outcome.value == "done" and result.id not in heard:
                    self._done.put(one.name)
        finally:
            self._done.put(None)
            keeper.join()
        return report

    def _sweep(self) -> None:
        """Remove files whose result has gone on: the program ended between the two steps."""
        waiting = self.queues.store.results.all([_BEFORE[self.role]])
        names = {_name(one, self.role) for one in waiting}
        for file in self.queues.spool(self.role).iterdir():
            if file.name.partition(".")[0] not in names:
                file.unlink(missing_ok=True)

    def _job(self, result: Result, key: SigningKey | None) -> Job:
        from signing.journal import Job

        source = self.queues.store.vault.get(result.signed_hash or result.pdf_hash)
        name = _name(result, self.role)
        return Job(
            name=name,
            source=source,
            target=self.queues.spool(self.role) / f"{name}.pdf",
            field=self.role.value,
            appearance=self._appearance(source, key) if key else None,
            reason="Ban hành kết quả giải quyết thủ tục hành chính",
            location=self.queues.settings.place,
            needs=_EXPECTED[self.role][:-1],
        )

    def _appearance(self, pdf: bytes, key: SigningKey) -> Appearance | None:
        """Return how the signature looks in the place the composed file keeps free for it.

        NĐ 30/2020/NĐ-CP Phụ lục I: the agency's name and the time beside the person's signature.
        """
        slots = {slot.name: slot for slot in composing.signature_slots(pdf)}
        slot = slots.get(self.role.value)
        if slot is None:
            return None
        office = self.queues.settings.office_name
        lines = (
            (f"Ký bởi: {key.info.owner}", f"Cơ quan: {office}", "Thời gian ký: {time}")
            if self.role is SignerRole.PERSON
            else (office, "Thời gian ký: {time}")
        )
        return Appearance(lines=lines, page=slot.page, box=slot.box, frame=True)

    def _heard(self, entry: Entry) -> None:
        if self.told is not None:
            self.told(StepTold(self._result(entry.name).id, entry.stage.value, entry.code))
        if entry.stage.value == "done":
            self._done.put(entry.name)

    def _keep_all(self) -> None:
        while (name := self._done.get()) is not None:
            result = self._result(name)
            if result.id in self.kept or result.id in self.refused:
                continue
            try:
                self.kept[result.id] = self._keep(result)
            except (DigitizerError, SigningError) as error:
                self.refused[result.id] = ItemFailure(
                    result.number, getattr(error, "code", ""), dict(error.details)
                )

    def _keep(self, result: Result) -> Result:
        """Judge a finished file and take it into the store; a bad one is thrown away."""
        store = self.queues.store
        target = self.queues.spool(self.role) / f"{_name(result, self.role)}.pdf"
        try:
            pdf = target.read_bytes()
        except OSError as error:
            raise FileUnreadableError(name=target.name, reason=error.strerror or "") from error
        verdict = self.queues.judge(pdf, _EXPECTED[self.role])
        own = next((one for one in verdict.signers if one.field == self.role.value), None)
        if own is None or any(one.modified_after or not one.intact for one in verdict.signers):
            target.unlink()
            self._step(result, "failed")
            raise SelfCheckError(field=self.role.value, reason="signature")
        keep = store.results.sign if self.role is SignerRole.PERSON else self._seal
        signer = {
            "owner": own.owner,
            "issuer": own.issuer,
            "level": own.level,
            "wanted": f"B-{self._level.upper()}",
        }
        kept = keep(
            self.officer,
            result.id,
            result.version,
            signed_hash=store.vault.put(pdf),
            report=verdict.to_dict(),
            signer=signer,
        )
        target.unlink()
        return kept

    def _seal(
        self,
        officer: Officer,
        result_id: int,
        version: int,
        *,
        signed_hash: str,
        report: Mapping[str, object],
        signer: Mapping[str, str],
    ) -> Result:
        other = self.queues.policies.agency.other_officer
        return self.queues.store.results.seal(
            officer,
            result_id,
            version,
            signed_hash=signed_hash,
            report=report,
            signer=signer,
            other_officer=other,
        )

    def _step(self, result: Result, stage: str) -> None:
        from signing.journal import Entry, Stage

        entry = Entry(_name(result, self.role), Stage(stage), datetime.now(UTC))
        self.queues.store.results.add_step(result.id, self.role, stage, entry.to_json())

    def _result(self, name: str) -> Result:
        return next(one for one in self.results if _name(one, self.role) == name)

    def report(
        self, engine: BatchReport, chosen: Sequence[tuple[Result, ItemFailure | None]]
    ) -> SigningReport:
        """Return what became of every document that was chosen."""
        by_name = {one.name: one for one in engine.documents}
        documents = tuple(
            self._signed(result, by_name.get(_name(result, self.role)), failure)
            for result, failure in chosen
        )
        stopped = engine.stopped_by
        return SigningReport(
            role=self.role,
            officer=self.officer.name,
            level=engine.level.label,
            signer=engine.signer,
            started_at=engine.started_at,
            ended_at=engine.ended_at,
            documents=documents,
            stopped_by=ItemFailure("", stopped.code, dict(stopped.details)) if stopped else None,
            stopped=engine.stopped,
        )

    def _signed(
        self, result: Result, document: DocumentReport | None, failure: ItemFailure | None
    ) -> Signed:
        kept = self.kept.get(result.id)
        problem = failure or self.refused.get(result.id)
        if problem is None and document is not None and document.code:
            problem = ItemFailure(result.number, document.code, dict(document.details))
        outcome = "failed" if failure or document is None else document.outcome.value
        if result.id in self.refused:
            outcome = "failed"
        report = kept.report if kept else {}
        problems = report.get("problems", ())
        return Signed(
            result_id=result.id,
            number=result.number,
            dossier_code=result.dossier_code,
            outcome=outcome,
            sha256_before=result.signed_hash or result.pdf_hash,
            sha256_after=(kept.signed_hash or "") if kept else "",
            signed_at=document.signed_at if document else None,
            timestamp_at=document.timestamp_at if document else None,
            failure=problem,
            valid=bool(report.get("valid")) if kept else None,
            problems=tuple(map(str, problems)) if isinstance(problems, (list, tuple)) else (),
        )


@dataclass(slots=True)
class _Steps:
    """The signing engine's journal, kept in the store."""

    batch: _Batch

    def record(self, entry: Entry) -> None:
        """Keep an entry, durably, before returning."""
        result = self.batch._result(entry.name)  # noqa: SLF001 - one unit in two classes
        self.batch.queues.store.results.add_step(
            result.id, self.batch.role, entry.stage.value, entry.to_json()
        )

    def latest(self) -> Mapping[str, Entry]:
        """Return each document's last entry, by name."""
        from signing.journal import Entry

        ids = [one.id for one in self.batch.results]
        steps = self.batch.queues.store.results.steps(ids, role=self.batch.role)
        entries = (Entry.from_json(one.entry) for one in steps)
        return {entry.name: entry for entry in entries}


def _name(result: Result, role: SignerRole) -> str:
    """Return what a result is called in a batch: another content is another document."""
    content = result.signed_hash if role is SignerRole.AGENCY else result.pdf_hash
    return f"{result.id}-{role.value}-{(content or '')[:12]}"
