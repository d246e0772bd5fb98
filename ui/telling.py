"""Opens the dialog that tells and asks about a dossier over any seat's screen, and does it."""

from __future__ import annotations

from collections.abc import Mapping

import shiboken6
from PySide6.QtCore import QCoreApplication

from digitizer.exchange import desk as exchange
from digitizer.exchange.desk import Reachable
from digitizer.model.dossier import Owner
from digitizer.model.message import InboxItem
from digitizer.model.view import IntakeOutcome
from ui import wording
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.telling_dialog import TellingDialog, Told, Way, Wish

translate = QCoreApplication.translate

_NEEDS = {
    "population": ("number", "name", "birth_date"),
    "citizen-store": ("number", "kind"),
}


def open_telling(screen: Screen, dossier_code: str, owner: Owner) -> None:
    """Open it once it is known which neighbours there are; say so where there is none."""
    desk = screen.desk.workstation.exchange

    def show(found: Reachable) -> None:
        wishes = wishes_for(found)
        if not wishes:
            screen.say(
                translate("telling", "The office is connected to no system that is told or asked."),
                Tone.INFO,
            )
            return
        types = screen.desk.workstation.catalogue.document_types.values()
        kinds = [(one.code, one.name) for one in types]
        dialog = TellingDialog(wishes, found.requested, kinds, owner, screen)
        dialog.wanted.connect(lambda told: _carry_out(screen, dialog, dossier_code, told))
        dialog.open()

    screen.run(Lane.RECORDS, lambda _handle: desk.reachable(), show)


def wishes_for(found: Reachable) -> list[Wish]:
    """Return what may be told or asked of these neighbours."""
    states = {
        "registered": translate("telling", "Tell: the dossier is registered"),
        "refused": translate("telling", "Tell: the dossier is refused"),
        "supplement": translate("telling", "Tell: papers are to be completed"),
        "fee": translate("telling", "Tell: a fee is to be paid"),
        "withdrawn": translate("telling", "Tell: the citizen withdraws the dossier"),
        "stopped": translate("telling", "Tell: the dossier is stopped"),
    }
    wishes = []
    if found.told:
        wishes += [Wish(Way.TELL, event, states[event]) for event in exchange.TOLD_BY_HAND]
    if found.requested:
        wishes += [
            Wish(Way.REQUEST, name, one["title"], tuple(one["needs"]))
            for name, one in exchange.requests().items()
        ]
    titles = {
        "population": translate("telling", "Ask the population database ({name})"),
        "citizen-store": translate("telling", "Ask the citizen's document store ({name})"),
    }
    for neighbour in found.asked:
        title = titles[neighbour.connector].format(name=neighbour.name)
        wishes.append(Wish(Way.ASK, neighbour.name, title, _NEEDS[neighbour.connector]))
    return wishes


def _carry_out(screen: Screen, dialog: TellingDialog, code: str, told: Told) -> None:
    workstation, officer = screen.desk.workstation, screen.desk.officer
    desk, wish = workstation.exchange, told.wish

    def tell(text: str, tone: Tone = Tone.GOOD) -> None:
        # what another system answers after the dialog was closed is said in the window's corner
        (dialog.show_done if shiboken6.isValid(dialog) else screen.say)(text, tone)

    def failed(error: BaseException) -> None:
        tell(wording.sentence(error), Tone.ERROR)

    def said(count: int) -> None:
        text = translate("telling", "{count} systems will be told.")
        tell(text.format(count=count))

    def requested(number: int) -> None:
        text = translate(
            "telling", "Request No. {number} will be sent; its answer comes to Received."
        )
        tell(text.format(number=number))

    def answered(found: tuple[InboxItem, IntakeOutcome]) -> None:
        item, outcome = found
        tell(_answer(item.received.content, outcome), Tone.INFO)
        screen.refresh()

    if wish.way is Way.TELL:
        screen.run(
            Lane.RECORDS,
            lambda _handle: workstation.store.outbox.tell_state(
                officer, code, wish.name, told.reason
            ),
            said,
            failed=failed,
        )
    elif wish.way is Way.REQUEST:
        screen.run(
            Lane.RECORDS,
            lambda _handle: desk.request(officer, wish.name, told.neighbour, code, told.values),
            requested,
            failed=failed,
        )
    else:
        screen.run(
            Lane.DEVICES,
            lambda _handle: desk.ask(officer, wish.name, code, told.values),
            answered,
            failed=failed,
            title=translate("telling", "Asking {name}").format(name=wish.name),
        )


def _answer(content: Mapping[str, object], outcome: IntakeOutcome) -> str:
    if outcome.pages or outcome.failures:
        text = translate("telling", "{count} pages came and are in the dossier.")
        lines = [text.format(count=len(outcome.pages))]
        return "\n".join([*lines, *(wording.failure(one) for one in outcome.failures)])
    if content.get("found") in (False, 0):
        return translate("telling", "Nothing was found.")
    agrees = content.get("agrees")
    if isinstance(agrees, dict):
        differing = sum(not one for one in agrees.values())
        if differing:
            text = translate("telling", "It was found; {count} values differ from what was asked.")
            return text.format(count=differing)
        return translate("telling", "It was found and agrees with what was asked.")
    return translate("telling", "The answer holds no paper.")
