"""The words a field's row says: its value as people write it, its state, and why."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from digitizer.model.doctype import Reads
from digitizer.model.field import KEYED_TWICE, Absence, FieldValue, Look, Method

_ISO = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
translate = QCoreApplication.translate


def shown(value: str, reads: Reads) -> str:
    """Return a stored value as people write it: dates day first."""
    found = _ISO.match(value) if reads is Reads.DATE else None
    if found is None:
        return value
    return "/".join(part for part in reversed(found.groups()) if part)


def decided() -> str:
    """Return the word for a value a person stands for."""
    return translate("field_words", "Decided")


def sure() -> str:
    """Return the word for a value the machine is sure of."""
    return translate("field_words", "Sure")


def doubt() -> str:
    """Return the word for a value that needs a person."""
    return translate("field_words", "Needs a person")


def finding() -> str:
    """Return the word for a value a check objects to."""
    return translate("field_words", "Check objects")


def hidden() -> str:
    """Return the words in the line of a value that is kept from this officer."""
    return translate("field_words", "Sensitive data: you may not see it")


def unexplained() -> str:
    """Return the words for a value that stands although a check warns, without a reason."""
    return translate("field_words", "A check warns: Enter asks why it stands")


def absence(kind: Absence) -> str:
    """Return the words for a stated absence."""
    match kind:
        case Absence.BLANK:
            return translate("field_words", "Blank on the paper")
        case Absence.UNREADABLE:
            return translate("field_words", "Unreadable")
        case Absence.NOT_APPLICABLE:
            return translate("field_words", "Not applicable")


def source(method: Method) -> str:
    """Return where a value came from."""
    match method:
        case Method.TEXT_LAYER:
            return translate("field_words", "From the file's own text")
        case Method.OCR:
            return translate("field_words", "Recognised")
        case Method.QR:
            return translate("field_words", "From the QR code")
        case Method.MRZ:
            return translate("field_words", "From the machine-readable lines")
        case Method.DERIVED:
            return translate("field_words", "Derived from other fields")
        case Method.REUSED:
            return translate("field_words", "From an earlier dossier")
        case Method.TYPED:
            return translate("field_words", "Typed")


def reason(value: FieldValue, findings: int) -> str:
    """Return why a field is marked as it is."""
    if value.hidden:
        return translate("field_words", "Kept from you; another officer looks at it")
    if value.decided_by is not None and value.look is not Look.TWICE and not findings:
        return stands(value)
    return _wanted(value, findings)


def stands(value: FieldValue) -> str:
    """Return the words for a value that somebody decided."""
    if value.reason == KEYED_TWICE:
        return translate("field_words", "Two people stand for it")
    if value.reason:
        return translate("field_words", "It stands: {reason}").format(reason=value.reason)
    return translate("field_words", "A person stands for it")


def _wanted(value: FieldValue, findings: int) -> str:
    """Return why a value that nobody decided is wanted, or where it comes from."""
    if value.look is Look.TWICE:
        return translate("field_words", "Keyed by two people on the screen Blind keying")
    if findings:
        return translate("field_words", "A check objects: see the note below")
    if not value.value and value.absence is None:
        return translate("field_words", "Not found on the page")
    if value.look is Look.SAMPLE:
        return translate("field_words", "Drawn to check the machine")
    if value.look is Look.ALWAYS:
        return translate("field_words", "Always looked at")
    if value.sure:
        return source(value.method)
    if value.alternatives:
        return translate("field_words", "Readings differ")
    return translate("field_words", "Read once; nothing confirms it")


def explanation(value: FieldValue, shown: str) -> str:
    """Return in a sentence why a value needs a person and what helps; empty when it needs none."""
    if value.look is Look.TWICE:
        return translate(
            "field_words",
            "Two people key this value, each without seeing the other's or the machine's; when "
            "they differ a third decides.",
        )
    if value.look is Look.SAMPLE and value.decided_by is None:
        return translate(
            "field_words",
            "The machine was sure. It was drawn at random to measure how often the machine errs.",
        )
    if value.sure or value.decided_by is not None:
        return ""
    if not value.value:
        return translate(
            "field_words",
            "The field was not found on the page. Type it, click its words with Ctrl held, or "
            "say why there is none.",
        )
    if value.alternatives:
        text = translate(
            "field_words", "Readings differ: “{one}”, “{others}”. Alt+1 takes the other one."
        )
        return text.format(one=shown, others="”, “".join(value.alternatives[:3]))
    return translate(
        "field_words",
        "It was read once and nothing on the papers confirms it. Compare it with the image.",
    )
