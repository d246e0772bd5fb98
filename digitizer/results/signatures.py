"""The two signing queues: first a person signs, then the agency over what the person has signed.

A file is taken into the store only when it stands at the level its queue asks for and its own check
found it sound; until then the result stays where it was. What a signature has come to is kept step
by step, so that a batch that was cut off goes on with exactly the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitizer.errors import (
    DigitizerError,
    EngineError,
    FourEyesError,
    SentBackError,
    WrongStateError,
)
from digitizer.model.officer import Officer
from digitizer.model.result import Objection, Result, SignerRole
from digitizer.model.rights import Action, require, require_other_eyes
from digitizer.model.view import ItemFailure
from digitizer.results import broken_off
from digitizer.results.broken_off import BrokenOff
from digitizer.results.judges import Check
from digitizer.results.keys import KeyChoice, opened
from digitizer.results.policies import SigningPolicies
from digitizer.results.signing_batch import Batch, name_of
from digitizer.results.signing_values import BEFORE, Preflight, QueueItem, SigningReport, StepTold
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.store.spool import Spool
from signing.errors import SigningError, ThrowawayKeyError
from signing.model import CertificateInfo, Verdict

if TYPE_CHECKING:
    from signing.journal import Control

Judge = Callable[[bytes, Sequence[str]], Verdict]


@dataclass(frozen=True, slots=True)
class SigningQueues:
    """What officers may ask of the core about signing many results."""

    store: Store
    settings: Settings
    policies: SigningPolicies
    judge: Judge
    roots: tuple[bytes, ...] = ()
    """Certificates the office trusts."""

    @property
    def check(self) -> Check:
        """What judges as ``judge`` does, in another process."""
        return Check(self.roots, self.settings.practice)

    def waiting(self, officer: Officer, role: SignerRole) -> tuple[QueueItem, ...]:
        """Return what waits in a queue, the soonest due first."""
        require(officer, Action.SIGN)
        stages = self._stages(role)
        sent_back = self._sent_back()
        items = []
        for result in self.store.results.all([BEFORE[role]]):
            dossier = self.store.dossiers.get(result.dossier_code)
            items.append(
                QueueItem(
                    result=result,
                    owner=dossier.owner.name,
                    due_at=dossier.due_at,
                    blocks=tuple(self._blocks(officer, role, result, sent_back)),
                    stage=stages.get(name_of(result, role), ""),
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
        sent_back = self._sent_back()
        failures = {
            one.id: block
            for one in chosen
            for block in self._blocks(officer, role, one, sent_back)[:1]
        }
        batch = Batch(self, officer, role, [one for one in chosen if one.id not in failures], told)
        try:
            engine = self.policies.of(role).engine(self.roots)
            with broken_off.noted(self.store, officer, role, [one.id for one in batch.results]):
                if choice is None:
                    report = batch.run(None, engine, control)
                else:
                    pss = self.policies.of(role).pss
                    with opened(choice, self.policies.modules, pss=pss) as key:
                        self._demand_certificate(officer, role, key.info)
                        report = batch.run(key, engine, control)
        except SigningError as error:
            subject = chosen[0].dossier_code if len(chosen) == 1 else f"batch/{role.value}"
            self.store.journal.add(officer, "signing-failed", subject, after=error.code)
            raise EngineError(error.code, **error.details) from error
        return batch.report(report, [(one, failures.get(one.id)) for one in chosen])

    def broken_off(self, officer: Officer) -> tuple[BrokenOff, ...]:
        """Return the officer's batches that a stop cut off, each once: the next time it is told."""
        require(officer, Action.SIGN)
        found = (
            broken_off.take(
                self.store, officer, role, [one.id for one in self.store.results.all([state])]
            )
            for role, state in BEFORE.items()
        )
        return tuple(one for one in found if one is not None)

    def send_back(self, officer: Officer, result: Result, reason: str) -> None:
        """Do not sign a result but send it back with a reason, to be composed again.

        A person's signature that was made already is taken back with it. Raises
        ReasonMissingError, StaleError, WrongStateError.
        """
        require(officer, Action.SIGN)
        self.store.objections.put(officer, result.id, result.version, reason)

    # ---- within --------------------------------------------------------------------------------

    def _sent_back(self) -> dict[int, Objection]:
        return {one.result_id: one for one in self.store.objections.standing()}

    def _blocks(
        self,
        officer: Officer,
        role: SignerRole,
        result: Result,
        sent_back: Mapping[int, Objection],
    ) -> list[ItemFailure]:
        found: list[DigitizerError] = []
        objection = sent_back.get(result.id)
        if objection is not None:
            number, who = result.number, objection.officer
            found.append(SentBackError(number=number, officer=who, reason=objection.reason))
        if result.state is not BEFORE[role]:
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
        if not info.in_force():
            raise CertificateExpiredError(
                owner=info.owner,
                not_before=info.not_before.isoformat(),
                not_after=info.not_after.isoformat(),
            )

    def _stages(self, role: SignerRole) -> dict[str, str]:
        from signing.journal import Entry

        entries = (Entry.from_json(one.entry) for one in self.store.results.steps(role=role))
        return {entry.name: entry.stage.value for entry in entries}

    def spool(self, role: SignerRole) -> Spool:
        """Return where signed files of a queue wait, encrypted."""
        return Spool.of(self.store, role.value)
