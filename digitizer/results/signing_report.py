"""The report on a batch of signatures: for a table, for a spreadsheet, for paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from digitizer import messages
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.result import SignerRole
from digitizer.results import composing
from digitizer.results.signing_values import Signed, SigningReport
from digitizer.results.templates import ResultTemplate
from digitizer.settings import Settings
from digitizer.store.vault import Vault

TEMPLATE = "signing_report"
QUEUES = {SignerRole.PERSON: "Người có thẩm quyền ký", SignerRole.AGENCY: "Chữ ký số của cơ quan"}
OUTCOMES = {
    "done": "Đã ký",
    "waiting": "Đã ký, chờ dấu thời gian",
    "failed": "Không ký",
    "untouched": "Chưa ký",
}
_FIELDS = {"person": "người ký", "agency": "cơ quan"}
_HEADS = (
    "STT",
    "Số kết quả",
    "Mã hồ sơ",
    "Kết cục",
    "Lý do",
    "SHA-256 trước khi ký",
    "SHA-256 sau khi ký",
    "Thời điểm ký",
    "Dấu thời gian",
    "Chữ ký phải có",
    "Kết luận",
)


def outcome(one: Signed) -> str:
    """Return what became of a document, with the reason where there is one."""
    word = OUTCOMES[one.outcome]
    return f"{word}: {reason(one)}" if one.failure is not None else word


def reason(one: Signed) -> str:
    """Return why a document was not signed or waits, as a sentence."""
    return "" if one.failure is None else messages.sentence(one.failure, "vi")


def verdict(one: Signed) -> str:
    """Return what the check right after signing said."""
    if one.valid is None:
        return ""
    if one.valid:
        return "Hợp lệ"
    return "; ".join(messages.say(code, "vi") for code in one.problems) or "Không hợp lệ"


def summary(report: SigningReport) -> str:
    """Return the whole batch in one sentence."""
    parts = [
        f"{OUTCOMES[name].lower()}: {report.count(name)}"
        for name in OUTCOMES
        if report.count(name) or name == "done"
    ]
    return f"{len(report.documents)} văn bản; " + ", ".join(parts) + "."


def as_csv(report: SigningReport) -> bytes:
    """Return the report for a spreadsheet; no cell can become a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_HEADS)
    signers = ", ".join(_FIELDS[name] for name in report.expected)
    for number, one in enumerate(report.documents, start=1):
        cells = (
            str(number),
            one.number,
            one.dossier_code,
            OUTCOMES[one.outcome],
            reason(one),
            one.sha256_before,
            one.sha256_after,
            _moment(one.signed_at),
            _moment(one.timestamp_at),
            signers,
            verdict(one),
        )
        writer.writerow([_plain(cell) for cell in cells])
    # with the mark, spreadsheets know that the letters are UTF-8
    return target.getvalue().encode("utf-8-sig")


def as_manifest(report: SigningReport, vault: Vault) -> bytes:
    """Return which files must carry which signatures, for ``digitizer check --manifest``.

    Files are named as results are saved: by their number.
    """
    from signing.manifest import Expected, to_json

    signer = report.signer
    files = [
        Expected(
            name=one.number.replace("/", "-") + ".pdf",
            size=len(vault.get(one.sha256_after)),
            sha256=one.sha256_after,
            fields=report.expected,
            owner=signer.owner if signer else "",
            serial=signer.serial if signer else "",
        )
        for one in report.documents
        if one.sha256_after
    ]
    return to_json(files, at=report.ended_at).encode()


def as_pdf(report: SigningReport, template: ResultTemplate, settings: Settings) -> bytes:
    """Return the report as PDF/A-3b."""
    signer = report.signer
    data: dict[str, str | list[dict[str, str]]] = {
        "office_parent": settings.office_parent,
        "office_name": settings.office_name,
        "place": settings.place,
        "number": "",
        "queue": QUEUES[report.role],
        "officer_name": report.officer,
        "certificate": f"{signer.owner} (số {signer.serial}, do {signer.issuer} cấp)"
        if signer
        else "",
        "level": report.level,
        "period": f"{_moment(report.started_at)} – {_moment(report.ended_at)}",
        "summary": summary(report),
        "entries": list(_rows(report)),
    }
    return composing.compose(
        template,
        data,
        at=datetime.now(UTC),
        attachment=json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode(),
        test_mark=composing.TEST_MARK if settings.practice else "",
    )


def _rows(report: SigningReport) -> Iterator[dict[str, str]]:
    signers = ", ".join(_FIELDS[name] for name in report.expected)
    for one in report.documents:
        yield {
            "number": one.number,
            "dossier": one.dossier_code,
            "outcome": outcome(one),
            "before": one.sha256_before,
            "after": one.sha256_after,
            "signed": _moment(one.signed_at),
            "signers": signers,
            "verdict": verdict(one),
        }


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(OFFICE_TIME).strftime("%H:%M:%S %d/%m/%Y")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
