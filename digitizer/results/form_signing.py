"""Signing a one-stop form as it is issued, by the officer whose name stands on it.

A form is kept signed or not at all: where a timestamp is required and the service is down, nothing
is issued and the paper form remains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitizer.errors import EngineError
from digitizer.model.officer import Officer
from digitizer.model.result import SignerRole
from digitizer.results.keys import KeyChoice, opened
from digitizer.results.looks import appearance, places
from digitizer.results.pictures import Pictures
from digitizer.results.policies import SigningPolicies
from digitizer.results.signing_batch import SealedSpool
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.store.spool import Spool
from signing.errors import SelfCheckError, SigningError, ThrowawayKeyError
from signing.model import CertificateInfo, Verdict

if TYPE_CHECKING:
    from signing.keys import SigningKey

SPOOL = "forms"
NAME = "form"
REASON = "Ban hành phiếu tại Bộ phận Một cửa"
PERSON = SignerRole.PERSON

Judge = Callable[[bytes, Sequence[str]], Verdict]


@dataclass(frozen=True, slots=True)
class FormSigning:
    """Signs forms with the officer's own key, at the level of the person's queue."""

    store: Store
    settings: Settings
    policies: SigningPolicies
    judge: Judge
    roots: Callable[[], tuple[bytes, ...]] = tuple

    @contextmanager
    def opened(
        self, officer: Officer, choice: KeyChoice, *, reason: str = REASON
    ) -> Iterator[Callable[[bytes], bytes]]:
        """Open the key and give what signs a form with it. Raises EngineError."""
        try:
            with opened(choice, self.policies.modules, pss=self.policies.person.pss) as key:
                self._demand_certificate(officer, key.info)
                yield lambda pdf: self._signed(officer, pdf, key, reason)
        except SigningError as error:
            self.store.journal.add(officer, "signing-failed", NAME, after=error.code)
            raise EngineError(error.code, **error.details) from error

    def _demand_certificate(self, officer: Officer, info: CertificateInfo) -> None:
        from signing.keys import demand_subject

        if not info.test:
            demand_subject(info, names=(officer.name, self.settings.signer_name))
        elif not self.settings.practice:
            raise ThrowawayKeyError(owner=info.owner)

    def _signed(self, officer: Officer, pdf: bytes, key: SigningKey, reason: str) -> bytes:
        from signing.batch import sign_batch
        from signing.journal import Job, MemoryJournal, Outcome

        spool = Spool.of(self.store, SPOOL)
        spool.sweep(())
        shown = self.policies.person.picture
        picture = Pictures(self.store).get(PERSON, officer) if shown else None
        place = places(pdf, {PERSON: picture}).get(PERSON)
        values = {"owner": key.info.owner, "organisation": self.settings.office_name}
        job = Job(
            name=NAME,
            source=pdf,
            target=spool.path(NAME),
            field=PERSON.value,
            appearance=appearance(PERSON, place, values, picture) if place else None,
            reason=reason,
            location=self.settings.place,
            sealing=SealedSpool(spool),
        )
        try:
            policy = self.policies.person.engine(self.roots())
            report = sign_batch([job], key, policy, MemoryJournal())
            if report.stopped_by is not None:
                raise report.stopped_by
            (done,) = report.documents
            if done.outcome is not Outcome.DONE:
                raise EngineError(done.code or "signing-failed", **done.details)
            signed = spool.read(NAME)
        finally:
            spool.sweep(())
        verdict = self.judge(signed, (PERSON.value,))
        if not verdict.signers or not all(
            one.intact and not one.modified_after for one in verdict.signers
        ):
            raise SelfCheckError(field=PERSON.value, reason="signature")
        return signed
