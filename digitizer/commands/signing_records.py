"""What signing files from the command line leaves beside them: manifest and report."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer import settings
from digitizer.commands.console import write_file
from digitizer.model.result import SignerRole
from digitizer.model.view import ItemFailure
from digitizer.results import signing_report
from digitizer.results.signing_values import Signed, SigningReport
from digitizer.results.templates import templates_in_force
from digitizer.workstation import OFFICE_FOLDER
from signing.model import Level, SignerVerdict

if TYPE_CHECKING:
    from signing.journal import BatchReport, DocumentReport, Job

REPORT_KINDS = (".csv", ".pdf")


def report_path(word: str) -> Path:
    """Return where a report goes; its ending says which kind it is."""
    path = Path(word)
    if path.suffix.lower() not in REPORT_KINDS:
        raise argparse.ArgumentTypeError(f"{word}: .csv / .pdf")
    return path


def with_earlier(
    report: BatchReport | None, earlier: Sequence[tuple[Job, SignerVerdict]], level: Level
) -> BatchReport:
    """Return a batch's report with what an earlier run had finished before it."""
    from signing.journal import BatchReport, DocumentReport, Outcome, Stage

    now = datetime.now(UTC)
    known = tuple(
        DocumentReport(
            name=job.name,
            target=job.target,
            field=job.field,
            outcome=Outcome.DONE,
            stage=Stage.DONE,
            signed_at=verdict.signed_at,
            timestamp_at=verdict.timestamp_at,
            sha256=_sha256(job.target),
        )
        for job, verdict in earlier
    )
    if report is None:
        return BatchReport(known, level, None, started_at=now, ended_at=now)
    return replace(report, documents=(*known, *report.documents))


def write_manifest(path: Path | None, report: BatchReport, after: str | None) -> None:
    """List what was signed and by whom, so that a file cut short is noticed later."""
    from signing.manifest import manifest_of, to_json

    if path is not None:
        before = {one.name: (after,) for one in report.documents if after}
        write_file(path, to_json(manifest_of(report, before)).encode())


def write_reports(
    paths: Sequence[Path],
    report: BatchReport,
    jobs: Sequence[Job],
    roots: Sequence[bytes],
    role: str,
    owners: Sequence[str] = (),
) -> None:
    """Write what became of every file, judged once more, as table or paper by the name's ending.

    ``owners`` signed in an earlier run, where no key was opened in this one. Of no file that could
    be read there is nothing to report.
    """
    if not paths or not report.documents:
        return
    data = settings.data_folder()
    told = SigningReport(
        role=SignerRole(role),
        officer=report.signer.owner if report.signer else ", ".join(dict.fromkeys(owners)),
        level=report.level.label,
        signer=report.signer,
        started_at=report.started_at,
        ended_at=report.ended_at,
        documents=tuple(
            _signed(number, job, one, roots)
            for number, (job, one) in enumerate(zip(jobs, report.documents, strict=True), start=1)
        ),
        stopped_by=ItemFailure("", report.stopped_by.code, dict(report.stopped_by.details))
        if report.stopped_by
        else None,
        stopped=report.stopped,
    )
    for path in paths:
        if path.suffix.lower() == ".csv":
            write_file(path, signing_report.as_csv(told))
            continue
        template = templates_in_force(data / OFFICE_FOLDER)[signing_report.TEMPLATE]
        write_file(path, signing_report.as_pdf(told, template, settings.load(data)))


def _signed(number: int, job: Job, one: DocumentReport, roots: Sequence[bytes]) -> Signed:
    from signing.verify import check

    verdict = None
    if one.outcome.value == "done":
        fields = (*job.needs, job.field)
        verdict = check(one.target.read_bytes(), trust=roots, expected_fields=fields)
    return Signed(
        result_id=number,
        number=job.target.name,
        dossier_code="",
        outcome=one.outcome.value,
        sha256_before=_sha256(job.source),
        sha256_after=one.sha256,
        signed_at=one.signed_at,
        timestamp_at=one.timestamp_at,
        failure=ItemFailure(job.target.name, one.code, dict(one.details)) if one.code else None,
        valid=verdict.valid if verdict else None,
        problems=verdict.problems if verdict else (),
    )


def _sha256(source: Path | bytes) -> str:
    from signing.revision import chunks_of

    digest = hashlib.sha256()
    for chunk in chunks_of(source):
        digest.update(chunk)
    return digest.hexdigest()
