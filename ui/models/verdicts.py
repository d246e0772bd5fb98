"""How a verdict on signatures looks as cards; its titles and its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from ui import wording
from ui.models.cards import Card
from ui.screen import Tone

translate = QCoreApplication.translate


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
    if not signer.get("owner"):
        title = translate("records", "The signer cannot be read from the signature")
        return [
            Card(key=(number, "signer"), title=title, tone=Tone.ERROR, icon="error", wraps=True)
        ]
    issued = translate("records", "Signer, certificate issued by {issuer}")
    return [
        Card(
            key=(number, "signer"),
            title=str(signer["owner"]),
            lines=(issued.format(issuer=signer.get("issuer", "")),),
            icon="person",
            wraps=True,
        ),
        _time_card(number, signer),
        _intact_card(number, signer),
        _trust_card(number, signer, trust),
    ]


def _time_card(number: int, signer: Mapping[str, Any]) -> Card:
    at = signer.get("signed_at")
    if signer.get("timestamped"):
        by = str(signer.get("timestamp_by", ""))
        text = translate("records", "Time of signing, confirmed by the timestamp of {service}")
        line = text.format(service=by)
    else:
        line = translate("records", "Time of signing, by the clock of who signed")
    return Card(
        key=(number, "time"),
        title=wording.moment(datetime.fromisoformat(at))
        if at
        else translate("records", "Not stated"),
        lines=(line,),
        icon="clock",
        wraps=True,
    )


def _intact_card(number: int, signer: Mapping[str, Any]) -> Card:
    intact = bool(signer.get("intact")) and not signer.get("modified_after")
    lines = [f"{signer.get('level', '')} · {signer.get('algorithm', '')}"]
    later = [str(one) for one in signer.get("followed_by", ())]
    if later:
        text = translate(
            "records", "Later: {count} more signatures or archive timestamps ({names})"
        )
        lines.append(text.format(count=len(later), names=", ".join(later)))
    return Card(
        key=(number, "intact"),
        title=translate("records", "Unchanged since signing")
        if intact
        else translate("records", "Changed after signing"),
        lines=tuple(lines),
        tone=Tone.GOOD if intact else Tone.ERROR,
        icon="good" if intact else "error",
        wraps=True,
    )


def _trust_card(number: int, signer: Mapping[str, Any], trust: str) -> Card:
    key = (number, "trust", trust)
    if signer.get("test_certificate"):
        title, tone, icon = translate("records", "Test certificate"), Tone.WARNING, "warning"
        line = translate("records", "Made on this machine for practice; it proves nothing")
        return Card(key=key, title=title, lines=(line,), tone=tone, icon=icon, wraps=True)
    if signer.get("trusted"):
        title, tone, icon = translate("records", "Trusted certificate"), Tone.GOOD, "good"
        lines = [translate("records", "Leads to a trusted authority")]
    else:
        title, tone, icon = translate("records", "Certificate not trusted"), Tone.ERROR, "error"
        lines = [translate("records", "It leads to no trusted authority")]
    path = [str(one) for one in signer.get("path", ())]
    if path:
        lines.append(" ← ".join(path))
    lines.append(_revocation(str(signer.get("revocation", ""))))
    return Card(key=key, title=title, lines=tuple(lines), tone=tone, icon=icon, wraps=True)


def _revocation(word: str) -> str:
    match word:
        case "good":
            return translate("records", "Proven in the file: not revoked when it signed")
        case "revoked":
            return translate("records", "Revoked when it signed")
        case _:
            return translate("records", "Whether it was revoked when it signed is not in the file")


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


def verdict_sentences(report: Mapping[str, Any]) -> list[Card]:
    """Return what the check found wrong and what it adds, each as a sentence."""
    from digitizer import messages

    language = wording.language()

    def cards(codes: Iterable[object], tone: Tone, icon: str) -> list[Card]:
        known = [str(code) for code in dict.fromkeys(map(str, codes)) if messages.has(str(code))]
        return [
            Card(
                key=(icon, code),
                title=messages.say(code, language),
                tone=tone,
                icon=icon,
                wraps=True,
            )
            for code in known
        ]

    return [
        *cards(report.get("problems", ()), Tone.ERROR, "error"),
        *cards(report.get("notes", ()), Tone.INFO, "info"),
    ]
