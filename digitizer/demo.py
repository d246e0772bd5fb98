"""The headless main job: the shipped sample dossiers go the whole way, in a practice office.

No person is there, so what a supervisor would look at is accepted as read; every such value is
listed as ``accepted_unseen`` in the summary, and everything issued is marked as a test.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitizer.errors import DigitizerError, FileUnreadableError
from digitizer.jobs import Report, silent
from digitizer.model.field import Absence, FieldValue, Severity
from digitizer.model.officer import Officer
from digitizer.model.view import DossierView, ItemFailure
from digitizer.office import practice
from digitizer.office.practice import SampleDossier
from digitizer.paper.verification import needs_person
from digitizer.workstation import Workstation

MARKER = ".digitizer-demo"
Write = Callable[[Path, bytes], None]
WriteJson = Callable[[Path, object], None]


_UNSEEN = "trình diễn: không ai xem"
"""The reason the demo gives where a check warns: nobody has looked."""


@dataclass(slots=True)
class Summary:
    """What the demo did, dossier by dossier."""

    dossiers: list[dict[str, Any]] = field(default_factory=list)
    failures: list[ItemFailure] = field(default_factory=list)


def prepare(out: Path) -> None:
    """Make the output folder empty, but only if it is new, empty, or an earlier demo's own.

    Raises FileUnreadableError for a folder that holds anything else.
    """
    try:
        if out.exists() and any(out.iterdir()):
            if not (out / MARKER).exists():
                raise FileUnreadableError(name=str(out), reason="not empty")
            shutil.rmtree(out)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).touch()
    except OSError as error:
        raise FileUnreadableError(name=str(out), reason=error.strerror or "") from error


def run(
    out: Path,
    *,
    write: Write,
    write_json: WriteJson,
    report: Report = silent,
    workers: int | None = None,
) -> Summary:
    """Take every sample dossier through the whole way and leave what it yields in ``out``."""
    prepare(out)
    data = out / "data"
    practice.write_site(data)
    summary = Summary()
    with Workstation.open(data, workers=workers) as station, practice.sample_dossiers() as samples:
        clerk, supervisor, records = practice.enlist(station.store)
        for sample in samples:
            if sample.procedure:
                walk = _Walk(station, clerk, supervisor, records, out / sample.name, report)
                summary.dossiers.append(walk.go(sample, write, write_json))
                summary.failures += walk.failures
        write_json(out / "warehouse.json", warehouse(station))
        write_json(out / "journal.json", journal(station))
        write_json(out / "summary.json", {"dossiers": summary.dossiers})
    return summary


def warehouse(station: Workstation) -> dict[str, Any]:
    """Return the warehouse's rows, ready for JSON."""
    return {"rows": [dataclasses.asdict(row) for row in station.store.people.rows()]}


def journal(station: Workstation) -> dict[str, Any]:
    """Return the journal's rows without values, and whether its chain holds."""
    rows = station.store.journal.rows(limit=100_000)
    return {
        "first_bad_row": station.store.journal.verify(),
        "rows": [
            {
                "seq": row.seq,
                "at": row.at,
                "officer": row.officer,
                "action": row.action,
                "subject": row.subject,
                "hash": row.hash,
            }
            for row in rows
        ],
    }


@dataclass(slots=True)
class _Walk:
    """One dossier's way through the three seats."""

    station: Workstation
    clerk: Officer
    supervisor: Officer
    records: Officer
    out: Path
    report: Report
    failures: list[ItemFailure] = field(default_factory=list)
    unseen: list[dict[str, str]] = field(default_factory=list)

    def go(self, sample: SampleDossier, write: Write, write_json: WriteJson) -> dict[str, Any]:
        code = self._take_in(sample)
        reused = self._reuse(code)
        reached: dict[str, Any] = {"sample": sample.name, "dossier": code, "reused": reused}
        try:
            self.station.paper.submit(self.clerk, code)
            self._decide(code)
            self.station.paper.verify(self.supervisor, code)
            self._issue(code, write, write_json)
        except DigitizerError as error:
            self.failures.append(ItemFailure(code, error.code, error.details))
            reached["stopped_by"] = error.code
        view = self.station.paper.view(self.records, code)
        self._papers(view, write)
        write_json(self.out / "dossier.json", dossier_json(view))
        return reached | {
            "state": view.dossier.state.value,
            "pages": len(view.pages),
            "documents": [one.type for one in view.documents],
            "fields": len(view.values),
            "sure": sum(value.sure for value in view.values),
            "accepted_unseen": self.unseen,
        }

    def _take_in(self, sample: SampleDossier) -> str:
        dossier = self.station.paper.open_dossier(self.clerk, sample.procedure)
        taken = self.station.paper.take_in(self.clerk, dossier.code, sample.files)
        read = self.station.paper.read(self.clerk, dossier.code, report=self.report)
        self.failures += [*taken.failures, *read.failures]
        if not self.station.store.dossiers.get(dossier.code).owner.personal_id:
            # no paper names the owner surely: the clerk keys what the citizen says at the counter
            self.station.paper.set_owner(self.clerk, dossier.code, sample.owner)
        return dossier.code

    def _reuse(self, code: str) -> list[dict[str, str]]:
        reused = []
        for offer in self.station.paper.offers(self.clerk, code):
            self.station.paper.accept_offer(self.clerk, code, offer)
            reused.append({"type": offer.document_type, "from": offer.from_dossier})
        return reused

    def _decide(self, code: str) -> None:
        """Accept what was read; say blank of an empty field, unreadable of what a check refuses."""
        view = self.station.paper.view(self.supervisor, code)
        for value in view.values:
            if needs_person(value, view.findings):
                self._say(value, None if value.value else Absence.BLANK)
        after = self.station.paper.view(self.supervisor, code)
        refused = {
            (finding.document_id, name)
            for finding in after.findings
            if finding.severity is Severity.ERROR
            for name in finding.fields
        }
        for value in after.values:
            if (value.document_id, value.name) in refused:
                self._say(value, Absence.UNREADABLE)

    def _say(self, value: FieldValue, absence: Absence | None) -> None:
        self.station.paper.decide(
            self.supervisor, value.id, value.version, absence=absence, reason=_UNSEEN
        )
        said = absence.value if absence else "as-read"
        self.unseen.append({"field": value.name, "value": value.value, "said": said})

    def _issue(self, code: str, write: Write, write_json: WriteJson) -> None:
        results = self.station.results
        result = results.compose(self.records, code)
        key = practice.throwaway_key(self.records.name, self.station.settings.office_name)
        results.sign(self.records, result.id, key, practice.KEY_PASSWORD)
        office = self.station.settings.office_name
        seal = practice.throwaway_key(office, office)
        signed = results.seal(self.records, result.id, seal, practice.KEY_PASSWORD)
        results.release(self.records, signed.id)
        write(self.out / "result.pdf", results.pdf(self.records, signed.id))
        write_json(self.out / "result.report.json", signed.report)
        if not signed.report["valid"]:
            self.failures.append(ItemFailure("result.pdf", "result-not-valid", {}))

    def _papers(self, view: DossierView, write: Write) -> None:
        for number, document in enumerate(view.documents, start=1):
            if document.reused_from is not None:
                continue
            name = f"{number:02}-{document.type or 'unknown'}.pdf"
            try:
                pdf = self.station.paper.searchable_pdf(self.clerk, document.id)
            except DigitizerError as error:
                self.failures.append(ItemFailure(name, error.code, error.details))
            else:
                write(self.out / "papers" / name, pdf)


def dossier_json(view: DossierView) -> dict[str, Any]:
    """Return a dossier with evidence for every field, ready for JSON."""
    dossier = view.dossier
    return {
        "code": dossier.code,
        "procedure": dossier.procedure,
        "owner": dataclasses.asdict(dossier.owner),
        "state": dossier.state.value,
        "received_at": dossier.received_at.isoformat(),
        "due_at": dossier.due_at.isoformat(),
        "components": [dataclasses.asdict(one) for one in view.components],
        "documents": [
            {
                "id": one.id,
                "type": one.type,
                "type_probability": round(one.type_probability, 3),
                "component": one.component,
                "reused_from": one.reused_from,
                "pages": list(one.pages),
                "fields": [_field_json(value) for value in view.values_of(one.id)],
            }
            for one in view.documents
        ],
        "pages": [
            {
                "id": page.id,
                "original": page.original_name,
                "original_page": page.original_page,
                "original_sha256": page.original_hash,
                "image_sha256": page.image_hash,
                "width": page.width,
                "height": page.height,
                "dpi": page.dpi,
                "state": page.state.value,
                "failure": page.failure,
            }
            for page in view.pages
        ],
        "findings": [dataclasses.asdict(finding) for finding in view.findings],
    }


def _field_json(value: FieldValue) -> dict[str, Any]:
    return {
        "name": value.name,
        "value": value.value,
        "raw": value.raw,
        "confidence": round(value.confidence, 3),
        "sure": value.sure,
        "method": value.method.value,
        "basis": value.basis,
        "absence": None if value.absence is None else value.absence.value,
        "decided_by": value.decided_by,
        "decided_at": None if value.decided_at is None else value.decided_at.isoformat(),
        "evidence": [
            {"page": one.page_id, "box": [one.left, one.top, one.right, one.bottom]}
            for one in value.evidence
        ],
        "alternatives": list(value.alternatives),
    }
