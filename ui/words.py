"""States and policies in the office's words, each with the tone and picture it is shown with."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from digitizer.model.document import CopyKind
from digitizer.model.dossier import ComponentState, DossierState, Owner
from digitizer.model.procedure import SourcePolicy
from digitizer.model.result import ResultState
from ui.screen import Tone


@dataclass(frozen=True, slots=True)
class Word:
    """How a state is said and shown."""

    text: str
    tone: Tone
    icon: str


def owner_name(owner: Owner) -> str:
    """Return how the owner of a dossier is named in a list: name, else number."""
    if owner.name:
        return owner.name
    if owner.personal_id:
        text = QCoreApplication.translate("words", "Personal id {number}")
        return text.format(number=owner.personal_id)
    return QCoreApplication.translate("words", "Owner not known yet")


def owner_in_full(owner: Owner) -> str:
    """Return name and number of the owner of a dossier."""
    if owner.name and owner.personal_id:
        return f"{owner.name} · {owner.personal_id}"
    return owner_name(owner)


def dossier_state(state: DossierState) -> Word:
    """Return the word for a dossier's state."""
    translate = QCoreApplication.translate
    match state:
        case DossierState.INTAKE:
            return Word(translate("words", "Taking in"), Tone.INFO, "intake")
        case DossierState.VERIFYING:
            return Word(translate("words", "Being verified"), Tone.NEUTRAL, "verify")
        case DossierState.RETURNED:
            return Word(translate("words", "Returned"), Tone.WARNING, "return")
        case DossierState.VERIFIED:
            return Word(translate("words", "Verified"), Tone.GOOD, "good")
        case DossierState.ISSUED:
            return Word(translate("words", "Result signed"), Tone.GOOD, "sign")


def result_state(state: ResultState | None, *, sent_back: bool = False) -> Word:
    """Return the word for a result's state; None is a result not composed yet."""
    translate = QCoreApplication.translate
    if sent_back:
        return Word(translate("words", "Sent back, not signed"), Tone.ERROR, "return")
    match state:
        case None:
            return Word(translate("words", "To be composed"), Tone.INFO, "file-add")
        case ResultState.COMPOSED:
            return Word(translate("words", "To be signed"), Tone.WARNING, "sign")
        case ResultState.SIGNED:
            return Word(translate("words", "To be sealed"), Tone.WARNING, "sign")
        case ResultState.SEALED:
            return Word(translate("words", "To be released"), Tone.GOOD, "good")
        case ResultState.RELEASED:
            return Word(translate("words", "Released"), Tone.NEUTRAL, "release")


def component_state(state: ComponentState, *, required: bool) -> Word:
    """Return the word for whether a component is there."""
    translate = QCoreApplication.translate
    match state:
        case ComponentState.MISSING if required:
            return Word(translate("words", "Missing"), Tone.ERROR, "missing")
        case ComponentState.MISSING | ComponentState.OPTIONAL:
            return Word(translate("words", "Not handed in"), Tone.NEUTRAL, "missing")
        case ComponentState.PRESENT:
            return Word(translate("words", "There"), Tone.GOOD, "good")
        case ComponentState.REUSED:
            return Word(translate("words", "Reused"), Tone.GOOD, "reuse")
        case ComponentState.LOOK_UP:
            return Word(translate("words", "To be looked up"), Tone.INFO, "look-up")
        case ComponentState.SHOWN:
            return Word(translate("words", "Only shown"), Tone.INFO, "eye")


def source_policy(policy: str) -> str:
    """Return the sentence for where a component comes from."""
    translate = QCoreApplication.translate
    match SourcePolicy(policy):
        case SourcePolicy.SCAN:
            return translate("words", "Scan the paper")
        case SourcePolicy.LOOK_UP:
            return translate("words", "Look it up in the database, do not ask for it")
        case SourcePolicy.SHOW_ONLY:
            return translate("words", "Shown for comparison, not kept")
        case SourcePolicy.ELECTRONIC:
            return translate("words", "Take the electronic copy")
        case SourcePolicy.SECRET:
            return translate("words", "Secret, do not scan")


def copy_kind(kind: CopyKind) -> str:
    """Return the word for what lay before the clerk."""
    translate = QCoreApplication.translate
    match kind:
        case CopyKind.ORIGINAL:
            return translate("words", "Original")
        case CopyKind.COPY:
            return translate("words", "Copy")
        case CopyKind.ELECTRONIC:
            return translate("words", "Electronic copy")
