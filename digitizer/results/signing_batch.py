"""One run over a signing queue: jobs into the engine, steps and finished files into the store."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digitizer.errors import DigitizerError, StoreDamagedError
from digitizer.model.officer import Officer
from digitizer.model.result import Result, SignerRole
from digitizer.model.view import ItemFailure
from digitizer.results.judges import Judges
from digitizer.results.looks import appearance, places
from digitizer.results.pictures import Pictures
from digitizer.results.signing_values import BEFORE, EXPECTED, Signed, SigningReport, StepTold
from digitizer.store.spool import Spool
from signing.errors import SelfCheckError, SigningError
from signing.model import Appearance, Verdict

if TYPE_CHECKING:
    from digitizer.results.signatures import SigningQueues
    from signing.journal import BatchReport, Control, DocumentReport, Entry, Job
    from signing.keys import SigningKey
    from signing.run import Policy

REASON = "Ban hành kết quả giải quyết thủ tục hành chính"
AHEAD = 4
"""Finished files that are judged while one before them is being kept."""


@dataclass(frozen=True, slots=True)
class SealedSpool:
    """Waiting files as the signing engine takes them: encrypted with the vault's key."""

    spool: Spool

    def seal(self, name: str, data: bytes) -> bytes:
        """Return the data encrypted, bound to a name."""
        return self.spool.seal(name, data)

    def unseal(self, name: str, sealed: bytes) -> bytes:
        """Return the data. Raises SelfCheckError."""
        try:
            return self.spool.unseal(name, sealed)
        except StoreDamagedError as error:
            raise SelfCheckError(field="", reason="sealed") from error


@dataclass(frozen=True, slots=True)
class _Judged:
    """A finished file, and the verdict on it where another process is at it."""

    result: Result
    pdf: bytes
    verdict: Future[Verdict] | None


@dataclass(slots=True)
class Batch:
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
    _judges: Judges = field(init=False)
    _begun: deque[_Judged] = field(default_factory=deque)
    _pictures: dict[SignerRole, bytes | None] = field(default_factory=dict)

    def run(self, key: SigningKey | None, engine: Policy, control: Control | None) -> BatchReport:
        """Sign, and take each finished file into the store while the next is being signed."""
        self._level = engine.level.value
        self._judges = Judges.of(self.queues.judge, self.queues.check, len(self.results))
        try:
            self._sweep()
            kept = Pictures(self.queues.store)
            policies = self.queues.policies
            self._pictures = {
                role: kept.get(role, self.officer) if policies.of(role).picture else None
                for role in SignerRole
            }
            jobs = [self._job(one, key) for one in self.results]
            return self._run(jobs, key, engine, control)
        finally:
            self._judges.close()

    def _run(
        self, jobs: list[Job], key: SigningKey | None, engine: Policy, control: Control | None
    ) -> BatchReport:
        from signing.batch import sign_batch

        keepers = ThreadPoolExecutor(1, "signing-keeper")
        keeping = keepers.submit(self._keep_all)
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
            keepers.shutdown()
        # what is foreseen stands in the report; anything else must not end in silence
        keeping.result()
        return report

    @property
    def _spool(self) -> Spool:
        return self.queues.spool(self.role)

    def _sweep(self) -> None:
        """Remove files whose result has gone on: the program ended between the two steps."""
        waiting = self.queues.store.results.all([BEFORE[self.role]])
        self._spool.sweep({name_of(one, self.role) for one in waiting})

    def _job(self, result: Result, key: SigningKey | None) -> Job:
        from signing.journal import Job

        source = self.queues.store.vault.get(result.signed_hash or result.pdf_hash)
        name = name_of(result, self.role)
        look = None
        if key is not None:
            source, look = self._looking(source, key)
        return Job(
            name=name,
            source=source,
            target=self._spool.path(name),
            field=self.role.value,
            appearance=look,
            reason=REASON,
            location=self.queues.settings.place,
            needs=EXPECTED[self.role][:-1],
            sealing=SealedSpool(self._spool),
        )

    def _looking(self, pdf: bytes, key: SigningKey) -> tuple[bytes, Appearance | None]:
        """Return the file with the fields both signers have agreed on, and how this one looks."""
        from signing.preparing import add_fields

        found = places(pdf, self._pictures)
        own = found.get(self.role)
        if own is None:
            return pdf, None
        if self.role is SignerRole.PERSON and self.queues.policies.agency.required:
            # agreed before the first signature, so that the second changes nothing else
            pdf = add_fields(pdf, [(role.value, one.page, one.box) for role, one in found.items()])
        values = {"owner": key.info.owner, "organisation": self.queues.settings.office_name}
        return pdf, appearance(self.role, own, values, self._pictures[self.role])

    def _heard(self, entry: Entry) -> None:
        if self.told is not None:
            self.told(StepTold(self._result(entry.name).id, entry.stage.value, entry.code))
        if entry.stage.value == "done":
            self._done.put(entry.name)

    def _keep_all(self) -> None:
        """Take finished files in, in order; the next ones are judged meanwhile."""
        more = True
        while more or self._begun:
            # a file is waited for only when nothing else is to be done
            while more and (not self._begun or not self._done.empty()):
                name = self._done.get()
                more = name is not None
                if name is not None:
                    self._begin(name)
                if len(self._begun) >= AHEAD:
                    break
            if self._begun:
                self._end(self._begun.popleft())

    def _begin(self, name: str) -> None:
        result = self._result(name)
        under_way = {one.result.id for one in self._begun}
        if result.id in {*self.kept, *self.refused, *under_way}:
            return
        try:
            pdf = self._spool.read(name)
        except DigitizerError as error:
            self._refuse(result, error)
            return
        verdict = self._judges.begin(pdf, EXPECTED[self.role])
        self._begun.append(_Judged(result, pdf, verdict))

    def _end(self, judged: _Judged) -> None:
        try:
            self.kept[judged.result.id] = self._keep(judged)
        except (DigitizerError, SigningError) as error:
            self._refuse(judged.result, error)

    def _refuse(self, result: Result, error: DigitizerError | SigningError) -> None:
        self.refused[result.id] = ItemFailure(result.number, error.code, dict(error.details))

    def _keep(self, judged: _Judged) -> Result:
        """Take a finished file into the store once it is judged; a bad one is thrown away."""
        store, result, pdf = self.queues.store, judged.result, judged.pdf
        name = name_of(result, self.role)
        verdict = self._judges.end(judged.verdict, pdf, EXPECTED[self.role])
        own = next((one for one in verdict.signers if one.field == self.role.value), None)
        if own is None or any(one.modified_after or not one.intact for one in verdict.signers):
            self._spool.remove(name)
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
        self._spool.remove(name)
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

        entry = Entry(name_of(result, self.role), Stage(stage), datetime.now(UTC))
        self.queues.store.results.add_steps(result.id, self.role, [(stage, entry.to_json())])

    def _result(self, name: str) -> Result:
        return next(one for one in self.results if name_of(one, self.role) == name)

    def report(
        self, engine: BatchReport, chosen: Sequence[tuple[Result, ItemFailure | None]]
    ) -> SigningReport:
        """Return what became of every document that was chosen."""
        by_name = {one.name: one for one in engine.documents}
        documents = tuple(
            self._signed(result, by_name.get(name_of(result, self.role)), failure)
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

    batch: Batch

    def record(self, entry: Entry, begun: Entry | None = None) -> None:
        """Keep an entry and the step before it, durably, before returning."""
        result = self.batch._result(entry.name)  # noqa: SLF001 - one unit in two classes
        steps = [(one.stage.value, one.to_json()) for one in (begun, entry) if one is not None]
        self.batch.queues.store.results.add_steps(result.id, self.batch.role, steps)

    def latest(self) -> Mapping[str, Entry]:
        """Return each document's last entry, by name."""
        from signing.journal import Entry

        ids = [one.id for one in self.batch.results]
        steps = self.batch.queues.store.results.steps(ids, role=self.batch.role)
        entries = (Entry.from_json(one.entry) for one in steps)
        return {entry.name: entry for entry in entries}


def name_of(result: Result, role: SignerRole) -> str:
    """Return what a result is called in a batch: another content is another document."""
    content = result.signed_hash if role is SignerRole.AGENCY else result.pdf_hash
    return f"{result.id}-{role.value}-{(content or '')[:12]}"
