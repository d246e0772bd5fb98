"""One-stop forms of a dossier or a period: composed, numbered by kind and year, kept, journaled.

What a form says comes from the dossier and its journal; what only a person knows is typed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.errors import DueDateError, TemplateUnknownError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.document import CopyKind, Document
from digitizer.model.dossier import Channel, Dossier
from digitizer.model.journal import JournalRow
from digitizer.model.officer import Officer
from digitizer.model.procedure import Procedure
from digitizer.model.result import IssuedForm
from digitizer.model.rights import Action, require
from digitizer.model.view import DossierSummary
from digitizer.results import composing
from digitizer.results.form_signing import FormSigning
from digitizer.results.keys import KeyChoice
from digitizer.results.templates import Kind, ResultTemplate, Scope, ShownAs, nearest
from digitizer.settings import Settings
from digitizer.store import Store

PREVIEW_NUMBER = "…"
MOST_STEPS = 1000
PAGE = 200
RETURNED = "result-released"
_COUNTER, _VERIFICATION, _RECORDS = "Bộ phận Một cửa", "Bộ phận kiểm tra", "Văn thư"
# what of the journal is a handing over: who then has the dossier, and what was done
_STEPS: Mapping[str, tuple[str, str]] = {
    "dossier-opened": (_COUNTER, "Tiếp nhận"),
    "dossier-verifying": (_VERIFICATION, "Chuyển kiểm tra"),
    "dossier-returned": (_COUNTER, "Trả lại để bổ sung"),
    "dossier-verified": (_RECORDS, "Đã kiểm tra"),
    "result-composed": (_RECORDS, "Lập kết quả"),
    "result-signed": (_RECORDS, "Ký kết quả"),
    "result-sealed": (_RECORDS, "Đóng dấu số"),
    RETURNED: (_COUNTER, "Phát hành kết quả"),
}
_KINDS = {
    CopyKind.ORIGINAL: "Bản chính",
    CopyKind.COPY: "Bản sao",
    CopyKind.ELECTRONIC: "Bản điện tử",
}
_CHANNELS = {Channel.COUNTER: "Trực tiếp", Channel.ONLINE: "Trực tuyến", Channel.POST: "Bưu chính"}


def wanted_of(missing: Sequence[str], pages: Sequence[int]) -> dict[str, str]:
    """Return what a request to complete says, as a beginning for the officer to go on from."""
    lines = [f"- Nộp bổ sung: {name}." for name in missing]
    lines += [f"- Nộp lại bản rõ của trang {number}." for number in pages]
    if not lines:
        return {}
    reason = "Hồ sơ chưa đủ thành phần theo quy định của thủ tục hành chính."
    if not missing:
        reason = "Giấy tờ không đọc được rõ nên chưa đủ điều kiện tiếp nhận."
    return {"wanted": "\n".join(lines), "reason": reason}


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which form an officer wants, of which dossier or period, with what they typed."""

    template: str
    dossier_code: str | None = None
    period: tuple[date, date] | None = None
    typed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FormDesk:
    """What officers may ask of the core about forms."""

    store: Store
    catalogue: Catalogue
    templates: Mapping[str, ResultTemplate]
    settings: Settings
    signing: FormSigning | None = None
    """Signs a form before it is kept; None where nothing can be signed."""

    def kinds(self, officer: Officer) -> tuple[ResultTemplate, ...]:
        """Return the forms that this officer may issue."""
        found = [
            one
            for one in self.templates.values()
            if one.kind is Kind.FORM and officer.roles & frozenset(one.roles)
        ]
        return tuple(sorted(found, key=lambda one: (one.order, one.code)))

    def preview(self, officer: Officer, wanted: FormRequest) -> bytes:
        """Return the form as it would look; no number is taken and nothing is kept."""
        template = self._template(officer, wanted.template)
        at = datetime.now(UTC)
        data = self._data(officer, template, wanted, PREVIEW_NUMBER)
        return self._composed(template, data, at)

    def issue(
        self, officer: Officer, wanted: FormRequest, choice: KeyChoice | None = None
    ) -> IssuedForm:
        """Number, compose and keep a form; with a key it is signed in its place for a signature.

        Raises NotComposableError naming what is missing, DueDateError and what opening the key
        raises, before a number is taken; EngineError when the signature does not come out sound.
        """
        template = self._template(officer, wanted.template)
        dry = self._data(officer, template, wanted, self._number(template, 0))
        composing.printed_values(template, dry)
        new_due = self._new_due(template, wanted, dry)
        if choice is None or self.signing is None:
            return self._issued(officer, template, wanted, new_due, lambda pdf: pdf)
        with self.signing.opened(officer, choice) as signed:
            return self._issued(officer, template, wanted, new_due, signed)

    def _issued(
        self,
        officer: Officer,
        template: ResultTemplate,
        wanted: FormRequest,
        new_due: datetime | None,
        finish: Callable[[bytes], bytes],
    ) -> IssuedForm:
        at = datetime.now(UTC)
        year = at.astimezone(OFFICE_TIME).year
        serial = self.store.forms.next_serial(f"{template.code} {year}")
        number = self._number(template, serial)
        data = self._data(officer, template, wanted, number)
        return self.store.forms.add(
            officer,
            dossier_code=wanted.dossier_code,
            template=template.code,
            number=number,
            data=data,
            pdf_hash=self.store.vault.put(finish(self._composed(template, data, at))),
            new_due=new_due,
        )

    def _new_due(
        self, template: ResultTemplate, wanted: FormRequest, data: Mapping[str, Any]
    ) -> datetime | None:
        """Return the due date a form moves its dossier to, at the old one's time of day."""
        if not template.moves_due or wanted.dossier_code is None:
            return None
        given = str(data[template.moves_due])
        old = self.store.dossiers.get(wanted.dossier_code).due_at.astimezone(OFFICE_TIME)
        try:
            moved = datetime.combine(date.fromisoformat(given), old.timetz())
        except ValueError as error:
            raise DueDateError(due=given) from error
        if moved <= old or moved.date() < datetime.now(OFFICE_TIME).date():
            raise DueDateError(due=given)
        return moved.astimezone(UTC)

    def pdf(self, officer: Officer, form_id: int) -> bytes:
        """Return an issued form; the look is journaled."""
        require(officer, Action.VIEW)
        form = self.store.forms.get(form_id)
        subject = f"{form.dossier_code or 'register'}/form/{form.id}"
        self.store.journal.add(officer, "form-viewed", subject)
        return self.store.vault.get(form.pdf_hash)

    def of_dossier(self, officer: Officer, dossier_code: str) -> tuple[IssuedForm, ...]:
        """Return what was issued for a dossier, the newest first."""
        require(officer, Action.VIEW)
        return self.store.forms.of_dossier(dossier_code)

    # ---- within --------------------------------------------------------------------------------

    def _template(self, officer: Officer, code: str) -> ResultTemplate:
        require(officer, Action.ISSUE_FORM)
        allowed = {one.code: one for one in self.kinds(officer)}
        if code not in allowed:
            raise TemplateUnknownError(template=code, nearest=nearest(code, allowed))
        return allowed[code]

    def _number(self, template: ResultTemplate, serial: int) -> str:
        return template.number.format(serial=f"{serial:02d}", office=self.settings.office_short)

    def _composed(self, template: ResultTemplate, data: Mapping[str, Any], at: datetime) -> bytes:
        content = {"schema": 1, "template": template.code, "fields": data}
        return composing.compose(
            template,
            data,
            at=at,
            attachment=json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode(),
            test_mark=composing.TEST_MARK if self.settings.practice else "",
        )

    def _data(
        self, officer: Officer, template: ResultTemplate, wanted: FormRequest, number: str
    ) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "office.parent": self.settings.office_parent,
            "office.name": self.settings.office_name,
            "office.place": self.settings.place,
            "office.signer_title": self.settings.signer_title,
            "office.signer_name": self.settings.signer_name or officer.name,
            "officer.name": officer.name,
            "result.number": number,
        }
        facts |= {f"form.{name}": text.strip() for name, text in (wanted.typed or {}).items()}
        if template.scope is Scope.DOSSIER and wanted.dossier_code is not None:
            dossier = self.store.dossiers.get(wanted.dossier_code)
            facts |= self._of_dossier(dossier)
            if template.asks_warehouse:
                facts |= self._held(officer, template, dossier)
        elif template.scope is Scope.PERIOD and wanted.period is not None:
            facts |= self._of_period(*wanted.period)
        empty: dict[bool, object] = {True: [], False: ""}
        return {
            field.name: next(
                (facts[name] for name in field.source if facts.get(name)),
                empty[field.shown_as is ShownAs.ROWS],
            )
            for field in template.fields
        }

    def _of_dossier(self, dossier: Dossier) -> dict[str, Any]:
        procedure = self.catalogue.procedure(dossier.procedure)
        days = procedure.deadline_working_days
        return {
            "dossier.code": dossier.code,
            "dossier.received_at": _spoken(dossier.received_at),
            "dossier.due_at": _spoken(dossier.due_at),
            "dossier.sets": "01",
            "dossier.components": list(self._components(dossier, procedure)),
            "dossier.steps": list(self._steps(dossier)),
            "owner.name": dossier.owner.name,
            "owner.personal_id": dossier.owner.personal_id,
            "procedure.code": procedure.code,
            "procedure.name": procedure.name,
            "procedure.processing_time": f"{days:02d} ngày làm việc"
            if days
            else "Trong ngày làm việc",
        }

    def _held(self, officer: Officer, template: ResultTemplate, dossier: Dossier) -> dict[str, str]:
        """Return what the warehouse holds of the owner, so that it need not be declared again.

        Verified values alone, of papers still in force; the newest of each kind. The look is
        journaled with its purpose.
        """
        person = dossier.owner.personal_id
        if not person:
            return {}
        today = datetime.now(UTC).astimezone(OFFICE_TIME).date()
        held = {
            f"{row.document_type}.{row.field}": row.value
            for row in sorted(self.store.people.rows(person), key=lambda row: row.verified_at)
            if row.stands and (row.valid_to is None or row.valid_to >= today)
        }
        used = {one for field in template.fields for one in field.source} & held.keys()
        if used:
            after = f"{template.code}: {' '.join(sorted(used))}"
            self.store.journal.add(officer, "facts-prefilled", dossier.code, after=after)
        return {name: held[name] for name in used}

    def _components(self, dossier: Dossier, procedure: Procedure) -> Iterator[dict[str, str]]:
        documents = self.store.dossiers.documents(dossier.code)
        for rule in procedure.components:
            held = [one for one in documents if one.component == rule.code]
            for document in held:
                yield {"name": rule.name, "copies": "01", "kind": _kind(document)}
        known = {rule.code for rule in procedure.components}
        for document in documents:
            if document.component not in known and document.type is not None:
                name = self.catalogue.document_type(document.type).name
                yield {"name": name, "copies": "01", "kind": _kind(document)}

    def _steps(self, dossier: Dossier) -> Iterator[dict[str, str]]:
        names = {one.login: one.name for one in self.store.officers.all()}
        giver = dossier.owner.name or "Người nộp hồ sơ"
        rows = self.store.journal.rows(MOST_STEPS, dossier.code)
        for row in reversed(rows):
            if row.action not in _STEPS:
                continue
            unit, done = _STEPS[row.action]
            receiver = names.get(row.officer, row.officer)
            yield {
                "unit": unit,
                "giver": giver,
                "receiver": receiver,
                "at": _short(row.at),
                "outcome": _outcome(row, dossier.due_at),
                "note": done,
            }
            giver = receiver

    def _of_period(self, first: date, last: date) -> dict[str, Any]:
        chosen = [
            one
            for one in self._summaries()
            if first <= one.dossier.received_at.astimezone(OFFICE_TIME).date() <= last
        ]
        chosen.sort(key=lambda one: (one.dossier.received_at, one.dossier.code))
        return {
            "dossier.period": f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
            "dossier.entries": [self._entry(one.dossier) for one in chosen],
        }

    def _summaries(self) -> Iterator[DossierSummary]:
        offset = 0
        while page := self.store.dossiers.summaries((), limit=PAGE, offset=offset):
            yield from page
            offset += len(page)

    def _entry(self, dossier: Dossier) -> dict[str, str]:
        procedure = self.catalogue.procedures.get(dossier.procedure)
        rows = self.store.journal.rows(MOST_STEPS, dossier.code)
        released = next((row.at for row in rows if row.action == RETURNED), None)
        return {
            "code": dossier.code,
            "procedure": procedure.name if procedure else dossier.procedure,
            "owner": dossier.owner.name,
            "address": "",
            "unit": self.settings.office_name,
            "received": _short(dossier.received_at),
            "due": _short(dossier.due_at),
            "returned": _short(released) if released else "",
            "method": _CHANNELS[dossier.channel],
            "signed": "",
        }


def _kind(document: Document) -> str:
    if document.reused_from is not None:
        return "Khai thác từ kho dữ liệu"
    return _KINDS[document.copy_kind]


def _spoken(at: datetime) -> str:
    return at.astimezone(OFFICE_TIME).strftime("%H giờ %M phút, ngày %d/%m/%Y")


def _short(at: datetime) -> str:
    return at.astimezone(OFFICE_TIME).strftime("%H:%M %d/%m/%Y")


def _outcome(row: JournalRow, due_at: datetime) -> str:
    """Return how a step stands to the day that was promised."""
    done, due = (one.astimezone(OFFICE_TIME).date() for one in (row.at, due_at))
    if row.at > due_at:
        return "Quá hạn"
    return "Đúng hạn" if done == due else "Trước hạn"
