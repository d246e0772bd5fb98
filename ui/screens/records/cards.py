"""How results and verdicts look as cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from digitizer.catalogue import Catalogue
from digitizer.model.result import ResultState
from digitizer.model.view import DossierSummary
from signing.model import CertificateInfo
from ui import wording, words
from ui.models.cards import Card
from ui.screen import Tone

translate = QCoreApplication.translate


def result_card(summary: DossierSummary, catalogue: Catalogue) -> Card:
    """Return the card of a dossier whose result is due."""
    dossier = summary.dossier
    state = ResultState(summary.result_state) if summary.result_state else None
    word = words.result_state(state)
    procedure = catalogue.procedures.get(dossier.procedure)
    due = translate("records", "due {day}").format(day=wording.day(dossier.due_at))
    return Card(
        key=dossier.code,
        title=words.owner_name(dossier.owner),
        lines=(procedure.name if procedure else dossier.procedure, f"{dossier.code} · {due}"),
        chip=word.text,
        tone=word.tone,
        value=dossier.code,
        wraps=True,
    )


def certificate_text(info: CertificateInfo) -> str:
    """Return the sentence that says whose key this is."""
    text = translate(
        "records", "Certificate of {owner}, issued by {issuer}, valid until {day}."
    ).format(owner=info.owner, issuer=info.issuer, day=wording.day(info.not_after))
    if info.test:
        text += " " + test_notice()
    return text


def test_notice() -> str:
    """Return the sentence that a test key proves nothing."""
    return translate("records", "It is a test key: what it signs has no legal force.")


def practice_notice() -> str:
    """Return the sentence that offers a test key in the practice office."""
    return translate(
        "records", "For practice you may sign with a throwaway test key; it has no legal force."
    )


def verdict_cards(report: Mapping[str, Any]) -> list[Card]:
    """Return the cards of a validation report, signature by signature."""
    found: list[Card] = []
    for number, signer in enumerate(report.get("signers", ())):
        found += _signer_cards(number, signer, str(report.get("trust", "")))
    found.append(_pdfa_card(report.get("pdfa", {})))
    return found


def verdict_title(report: Mapping[str, Any]) -> tuple[str, Tone]:
    """Return the verdict in one sentence."""
    tests = any(signer.get("test_certificate") for signer in report.get("signers", ()))
    if not report.get("valid"):
        return translate("records", "The signature is not valid."), Tone.ERROR
    if tests:
        return translate(
            "records", "The signature is valid, but made with a test key."
        ), Tone.WARNING
    return translate("records", "The signature is valid."), Tone.GOOD


def _signer_cards(number: int, signer: Mapping[str, Any], trust: str) -> list[Card]:
    at = signer.get("signed_at")
    when = wording.moment(datetime.fromisoformat(at)) if at else translate("records", "Not stated")
    stamp = (
        translate("records", "confirmed by a time stamp")
        if signer.get("timestamped")
        else translate("records", "by this machine's clock")
    )
    intact = bool(signer.get("intact")) and not signer.get("modified_after")
    return [
        Card(
            key=(number, "signer"),
            title=str(signer.get("owner", "")),
            lines=(
                translate("records", "Signer, certificate issued by {issuer}").format(
                    issuer=signer.get("issuer", "")
                ),
            ),
            icon="person",
            wraps=True,
        ),
        Card(
            key=(number, "time"),
            title=when,
            lines=(translate("records", "Time of signing, {how}").format(how=stamp),),
            icon="clock",
            wraps=True,
        ),
        Card(
            key=(number, "intact"),
            title=translate("records", "Unchanged since signing")
            if intact
            else translate("records", "Changed after signing"),
            lines=(f"{signer.get('level', '')} · {signer.get('algorithm', '')}",),
            tone=Tone.GOOD if intact else Tone.ERROR,
            icon="good" if intact else "error",
            wraps=True,
        ),
        _trust_card(number, signer, trust),
    ]


def _trust_card(number: int, signer: Mapping[str, Any], trust: str) -> Card:
    if signer.get("test_certificate"):
        title, tone, icon = translate("records", "Test certificate"), Tone.WARNING, "warning"
        line = translate("records", "Made on this machine for practice; it proves nothing")
    elif signer.get("trusted"):
        title, tone, icon = translate("records", "Trusted certificate"), Tone.GOOD, "good"
        line = translate("records", "Leads to a trusted authority")
    else:
        title, tone, icon = translate("records", "Certificate not trusted"), Tone.ERROR, "error"
        line = translate("records", "It leads to no trusted authority")
    key = (number, "trust", trust)
    return Card(key=key, title=title, lines=(line,), tone=tone, icon=icon, wraps=True)


def _pdfa_card(pdfa: Mapping[str, Any]) -> Card:
    if pdfa.get("conforms"):
        flavour = str(pdfa.get("flavour", "")).upper()
        return Card(
            key="pdfa",
            title=translate("records", "Archive format PDF/A-{flavour}").format(flavour=flavour),
            lines=(translate("records", "Conforms, checked after signing"),),
            tone=Tone.GOOD,
            icon="good",
            wraps=True,
        )
    return Card(
        key="pdfa",
        title=translate("records", "Not in the archive format PDF/A"),
        lines=tuple(str(one) for one in pdfa.get("violations", ())[:3]),
        tone=Tone.ERROR,
        icon="error",
        wraps=True,
    )
