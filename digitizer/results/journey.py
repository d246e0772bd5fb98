"""The result journey: verified values → composing → signature → check → release.

Every method takes the acting officer: rights and four-eyes are enforced here and again in the
store. What was composed is never changed; a signature is an incremental update beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer.catalogue import Catalogue
from digitizer.errors import (
    DigitizerError,
    EngineError,
    FileUnreadableError,
    NotFoundError,
    SerialTakenError,
    WrongStateError,
)
from digitizer.jobs import CancelToken, Progress, Report, silent
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.field import FieldValue
from digitizer.model.officer import Officer
from digitizer.model.result import Objection, Result, ResultState, SignerRole
from digitizer.model.rights import Action, require, require_other_eyes
from digitizer.model.view import BulkOutcome, DossierSummary, ItemFailure
from digitizer.results import composing
from digitizer.results.keys import FileKey
from digitizer.results.pictures import Pictures
from digitizer.results.policies import SigningPolicies
from digitizer.results.signatures import SigningQueues
from digitizer.results.templates import ResultTemplate
from digitizer.results.trust import read_roots
from digitizer.results.upkeep import ArchiveUpkeep
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.store.ahead import Ahead
from digitizer.workqueue import JobKind, SetAsideError
from signing.errors import SigningError
from signing.model import Verdict

if TYPE_CHECKING:
    from signing.manifest import Expected

QUEUE = (DossierState.VERIFIED, DossierState.ISSUED)
LARGEST_CHECKED = 300_000_000
"""Bytes of a file that is checked in the window."""
MOST_AT_ONCE = 2000
_TRIES = 20
"""Papers made for one number after another while other desks are quicker."""
SIGNATURE_MISSING = "signature-missing"


@dataclass(frozen=True, slots=True)
class ResultJourney:
    """What officers may ask of the core on a result's way out of the office."""

    store: Store
    catalogue: Catalogue
    templates: Mapping[str, ResultTemplate]
    settings: Settings
    trust_folder: Path | None = None
    """Where the root certificates lie that the office trusts; looked at for every check."""
    policies: SigningPolicies = field(default_factory=SigningPolicies)

    def queue(
        self, officer: Officer, limit: int = 200, offset: int = 0
    ) -> tuple[DossierSummary, ...]:
        """Return verified dossiers, the soonest due first, then those whose result is signed."""
        require(officer, Action.COMPOSE)
        return self.store.dossiers.summaries(QUEUE, limit=limit, offset=offset)

    def of_dossier(self, officer: Officer, dossier_code: str) -> Result | None:
        """Return the dossier's result, or None before it is composed."""
        require(officer, Action.VIEW)
        return self.store.results.of_dossier(dossier_code)

    def sent_back(self, officer: Officer) -> Mapping[str, Objection]:
        """Return why results were not signed, by dossier; each waits to be composed again."""
        require(officer, Action.VIEW)
        return {one.dossier_code: one for one in self.store.objections.standing()}

    def compose(self, officer: Officer, dossier_code: str) -> Result:
        """Compose the dossier's result from its verified values.

        Raises NotComposableError naming a missing field, WrongStateError before verification.
        """
        require(officer, Action.COMPOSE)
        dossier = self.store.dossiers.get(dossier_code)
        if dossier.state is not DossierState.VERIFIED:
            raise WrongStateError(subject=dossier_code, state=dossier.state.value)
        procedure = self.catalogue.procedure(dossier.procedure)
        template = self.templates[procedure.result_template]
        at = datetime.now(UTC)
        kept = self._kept_number(dossier_code, at)
        if kept:
            return self._composed(officer, dossier, template, kept, at)
        # what cannot be printed must not take an official number
        dry = self._data(template, dossier, officer.name, self._number(template, 0))
        composing.printed_values(template, dry)
        series = str(_office_year(at))
        number = ""
        for _ in range(_TRIES):
            serial = self.store.results.next_serial(series)
            number = self._number(template, serial)
            try:
                return self._composed(officer, dossier, template, number, at, (series, serial))
            except SerialTakenError:
                # another desk was quicker; the paper bears its number, so it is made anew
                continue
        raise SerialTakenError(number=number)

    def _composed(
        self,
        officer: Officer,
        dossier: Dossier,
        template: ResultTemplate,
        number: str,
        at: datetime,
        serial: tuple[str, int] | None = None,
    ) -> Result:
        data = self._data(template, dossier, officer.name, number)
        pdf = composing.compose(
            template,
            data,
            at=at,
            attachment=self._attachment(template, dossier, data, number, at),
            test_mark=composing.TEST_MARK if self.settings.practice else "",
        )
        return self.store.results.create(
            officer,
            dossier_code=dossier.code,
            number=number,
            template=template.code,
            data=data,
            pdf_hash=self.store.vault.put(pdf),
            serial=serial,
        )

    def look_ahead(self, dossier_code: str, again: bool) -> None:
        """Compose a verified dossier's result for a look, and keep what stands in its way.

        A job of the queue: it takes no number, keeps no paper and acts in nobody's name. Raises
        SetAsideError with the code of what makes it impossible.
        """
        del again
        try:
            dossier = self.store.dossiers.get(dossier_code)
        except NotFoundError:
            return
        if dossier.state is not DossierState.VERIFIED:
            return
        template = self.templates[self.catalogue.procedure(dossier.procedure).result_template]
        number = self._number(template, 0)
        at = datetime.now(UTC)
        # whoever will sign has a name; which one changes nothing about whether it can be made
        data = self._data(template, dossier, self.settings.signer_name or "Nguyễn Văn A", number)
        problem, details = "", {}
        try:
            composing.compose(
                template,
                data,
                at=at,
                attachment=self._attachment(template, dossier, data, number, at),
                test_mark=composing.TEST_MARK if self.settings.practice else "",
            )
        except DigitizerError as error:
            problem, details = error_code(error), dict(error.details)
        self.store.part(Ahead).keep(
            JobKind.CHECK_RESULT.value,
            dossier_code,
            dossier_code,
            content=str(dossier.version),
            problem=problem,
            details=details,
        )
        if problem:
            raise SetAsideError(problem)

    def compose_all(
        self,
        officer: Officer,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> BulkOutcome:
        """Compose the result of every verified dossier that has none yet.

        A dossier that cannot be composed is named with the reason; the others go on.
        """
        require(officer, Action.COMPOSE)
        waiting = [
            one.dossier.code
            for one in self.store.dossiers.summaries((DossierState.VERIFIED,), limit=MOST_AT_ONCE)
            if not one.result_state
        ]
        return _each(waiting, lambda code: self.compose(officer, code), report, cancel)

    def release_all(
        self,
        officer: Officer,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> BulkOutcome:
        """Release every result whose signatures are all there and were found valid.

        One that was not found valid is never among them: it wants a person and a reason.
        """
        require(officer, Action.RELEASE)
        state = ResultState.SEALED if self.policies.agency.required else ResultState.SIGNED
        ready = {
            one.dossier_code: one.id
            for one in self.store.results.all([state])
            if one.report.get("valid") is True
        }
        return _each(ready, lambda code: self.release(officer, ready[code]), report, cancel)

    def pdf(self, officer: Officer, result_id: int) -> bytes:
        """Return the result as PDF, signed when it is; the look is journaled."""
        require(officer, Action.VIEW)
        result = self.store.results.get(result_id)
        self.store.journal.add(officer, "result-viewed", f"{result.dossier_code}/{result.id}")
        return self._file(result)

    def sign(self, officer: Officer, result_id: int, key: bytes, password: str) -> Result:
        """Sign one composed result as the competent person, with a PKCS#12 key.

        Raises FourEyesError for whoever verified the dossier, EngineError when signing fails, with
        a test key outside the practice office, or when the signature does not come out intact; the
        composed file stays as it is then.
        """
        return self._sign_one(officer, SignerRole.PERSON, result_id, FileKey(key, password))

    def seal(self, officer: Officer, result_id: int, key: bytes, password: str) -> Result:
        """Sign one result as the agency, over the person's signature; raises as ``sign`` does."""
        return self._sign_one(officer, SignerRole.AGENCY, result_id, FileKey(key, password))

    def check(
        self, pdf: bytes, trust: Sequence[bytes] = (), expected: Sequence[str] = ()
    ) -> Verdict:
        """Return the verdict on any signed PDF; in the practice office test keys are accepted.

        Raises DefinitionError when a file among the office's root certificates is none.
        """
        from signing.verify import check

        own = self.roots()
        return check(
            pdf,
            trust=(*own, *trust),
            accept_test=self.settings.practice,
            expected_fields=expected,
        )

    def check_file(
        self, officer: Officer, path: Path, known: Expected | None = None
    ) -> tuple[bytes, Verdict]:
        """Return a PDF from outside and the verdict on it; the check is journaled.

        ``known`` is what the list made at signing says of the file. Nothing is asked over the
        network. Raises FileUnreadableError, EngineError for what is no readable PDF.
        """
        from signing.manifest import against_list

        require(officer, Action.VIEW)
        try:
            with path.open("rb") as file:
                pdf = file.read(LARGEST_CHECKED + 1)
        except OSError as error:
            raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error
        if len(pdf) > LARGEST_CHECKED:
            raise EngineError("file-too-large", name=path.name, limit=LARGEST_CHECKED)
        try:
            verdict = self.check(pdf, expected=known.fields if known else ())
            verdict = against_list(verdict, pdf, known) if known else verdict
        except SigningError as error:
            raise EngineError(error.code, **error.details) from error
        after = "valid" if verdict.valid else ",".join(verdict.problems)
        self.store.journal.add(officer, "file-checked", "check", after=after)
        return pdf, verdict

    def read_lists(self, paths: Sequence[Path]) -> dict[str, Expected]:
        """Return what lists made at signing say of files, by name. Raises EngineError."""
        from signing.manifest import read_manifest

        try:
            return {name: one for path in paths for name, one in read_manifest(path).items()}
        except SigningError as error:
            raise EngineError(error.code, **error.details) from error

    def release(self, officer: Officer, result_id: int, *, reason: str = "") -> Result:
        """Release a signed result to the applicant; the file is judged once more.

        Raises InvalidResultError for one whose signature is not valid, unless a reason is given,
        NotSealedError where the agency must sign and has not, EngineError for a file that lacks a
        signature the result was given: no reason replaces these two.
        """
        require(officer, Action.RELEASE)
        result = self.store.results.get(result_id)
        if result.state in (ResultState.SIGNED, ResultState.SEALED):
            held = {one.field for one in self.check(self._file(result)).signers}
            if not set(result.signatures) <= held:
                raise EngineError(SIGNATURE_MISSING, number=result.number)
        return self.store.results.release(
            officer, result_id, reason=reason, sealed=self.policies.agency.required
        )

    @property
    def upkeep(self) -> ArchiveUpkeep:
        """What keeps results provable for as long as they are kept."""
        return ArchiveUpkeep(self.store, self.policies, self.judge, self.roots())

    @property
    def pictures(self) -> Pictures:
        """The pictures of signatures and seal that results show."""
        return Pictures(self.store)

    @property
    def queues(self) -> SigningQueues:
        """The two signing queues."""
        return SigningQueues(self.store, self.settings, self.policies, self.judge, self.roots())

    # ---- within --------------------------------------------------------------------------------

    def _file(self, result: Result) -> bytes:
        return self.store.vault.get(result.signed_hash or result.pdf_hash)

    def roots(self) -> tuple[bytes, ...]:
        """Return the root certificates the office trusts."""
        return () if self.trust_folder is None else read_roots(self.trust_folder)

    def judge(self, pdf: bytes, expected: Sequence[str]) -> Verdict:
        """Return the verdict on a file in which these fields must have signed."""
        from signing.verify import check

        return check(
            pdf, trust=self.roots(), accept_test=self.settings.practice, expected_fields=expected
        )

    def _sign_one(self, officer: Officer, role: SignerRole, result_id: int, key: FileKey) -> Result:
        require(officer, Action.SIGN)
        result = self.store.results.get(result_id)
        before = ResultState.COMPOSED if role is SignerRole.PERSON else ResultState.SIGNED
        if result.state is not before:
            raise WrongStateError(subject=result.dossier_code, state=result.state.value)
        hands = self.store.dossiers.hands(result.dossier_code)
        require_other_eyes(officer, Action.SIGN, hands.verified)
        report = self.queues.sign(officer, role, [result_id], key)
        failure = report.stopped_by or report.documents[0].failure
        if failure is not None:
            self.store.journal.add(
                officer, "signing-failed", result.dossier_code, after=failure.code
            )
            raise EngineError(failure.code, **failure.details)
        return self.store.results.get(result_id)

    def _data(
        self, template: ResultTemplate, dossier: Dossier, signer: str, number: str
    ) -> dict[str, str]:
        facts = self._facts(dossier.code)
        facts |= {
            "office.parent": self.settings.office_parent,
            "office.name": self.settings.office_name,
            "office.place": self.settings.place,
            "result.number": number,
            "signer.position": self.settings.signer_title,
            "signer.name": self.settings.signer_name or signer,
        }
        return {
            field.name: next((facts[name] for name in field.source if facts.get(name)), "")
            for field in template.fields
        }

    def _facts(self, dossier_code: str) -> dict[str, str]:
        facts: dict[str, str] = {}
        corrected = self.store.corrections.of_dossier(dossier_code)
        for document, rule, values in self._papers(dossier_code):
            for value in values:
                if value.absence is None and rule.field(value.name) is not None:
                    # what two officers put right after it was verified is what holds
                    right = corrected.get((document.id, value.name), value.value)
                    facts.setdefault(f"{document.type}.{value.name}", right)
        return facts

    def _papers(
        self, dossier_code: str
    ) -> Collection[tuple[Document, DocumentType, tuple[FieldValue, ...]]]:
        return [
            (one, self.catalogue.document_type(one.type), self.store.dossiers.values_of(one.id))
            for one in self.store.dossiers.documents(dossier_code)
            if one.type is not None
        ]

    def _attachment(
        self,
        template: ResultTemplate,
        dossier: Dossier,
        data: Mapping[str, str],
        number: str,
        at: datetime,
    ) -> bytes:
        """Return the result's data as JSON, each value with the dossier it rests on."""
        content = {
            "schema": 1,
            "test": self.settings.practice,
            "number": number,
            "template": template.code,
            "procedure": dossier.procedure,
            "dossier": dossier.code,
            "office": self.settings.office_code,
            "composed_at": at.isoformat(),
            "journal": dict(zip(("seq", "hash"), self.store.journal.head(), strict=True)),
            "fields": {
                field.name: {"title": field.title, "value": data[field.name]}
                for field in template.fields
            },
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()

    def _kept_number(self, dossier_code: str, at: datetime) -> str:
        """Return the number of the dossier's result of the same year, which composing replaces."""
        old = self.store.results.of_dossier(dossier_code)
        if old is None:
            return ""
        same_year = _office_year(old.composed_at) == _office_year(at)
        return old.number if same_year else ""

    def _number(self, template: ResultTemplate, serial: int) -> str:
        parts = (self.settings.office_short, template.notation)
        return f"{serial:02d}/{'-'.join(part for part in parts if part)}"


def _each(
    codes: Collection[str],
    act: Callable[[str], object],
    report: Report,
    cancel: CancelToken | None,
) -> BulkOutcome:
    done, failures = 0, []
    for number, code in enumerate(codes, start=1):
        if cancel is not None and cancel.cancelled:
            break
        try:
            act(code)
            done += 1
        except DigitizerError as error:
            failures.append(ItemFailure(code, error_code(error), dict(error.details)))
        report(Progress(number, len(codes), code))
    return BulkOutcome(done, tuple(failures))


def error_code(error: DigitizerError) -> str:
    """Return the code under which an error has its sentence."""
    return error.engine_code if isinstance(error, EngineError) else error.code


def _office_year(at: datetime) -> int:
    return at.astimezone(OFFICE_TIME).year
