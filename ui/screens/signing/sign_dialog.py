"""The last look before a batch: what will be signed, by whom, with which key, what is left out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from digitizer.model.result import SignerRole
from digitizer.results.signing_values import Preflight, QueueItem
from signing.model import CertificateInfo
from ui import wording
from ui.key_asking import open_with_tokens
from ui.models.cards import Card
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.key_dialog import KeyDialog

translate = QCoreApplication.translate


class SignDialog(KeyDialog):
    """The results of one queue and the key that signs them."""

    def __init__(
        self,
        role: SignerRole,
        items: Sequence[QueueItem],
        *,
        owner: str = "",
        test_owner: str = "",
        parent: QWidget | None = None,
    ) -> None:
        sealing = role is SignerRole.AGENCY
        super().__init__(
            translate("signing", "Seal as the agency")
            if sealing
            else translate("signing", "Sign as the person"),
            translate("signing", "Seal {count} results")
            if sealing
            else translate("signing", "Sign {count} results"),
            owner=owner,
            test_owner=test_owner,
            parent=parent,
        )
        self.show_preflight(Preflight(role, tuple(items), None, ()))

    def show_preflight(self, found: Preflight) -> None:
        """Show what will be signed and what stands in the way."""
        text = self.tr("{ready} of {total} results will be signed.").format(
            ready=len(found.ready), total=len(found.items)
        )
        self.show_list(
            [_card(one, stopped=bool(found.blocks)) for one in found.items],
            text,
            len(found.ready),
            [wording.sentence(one) for one in found.blocks],
        )


def open_sign_dialog(screen: Screen, role: SignerRole, items: Sequence[QueueItem]) -> SignDialog:
    """Open the dialog over a screen; what the chosen key blocks is looked up as it is chosen."""
    station, officer = screen.desk.workstation, screen.desk.officer
    queues, ids = station.results.queues, [one.result.id for one in items]
    owner = station.settings.office_name if role is SignerRole.AGENCY else officer.name
    dialog = SignDialog(
        role,
        items,
        owner=owner,
        test_owner=owner if station.settings.practice else "",
        parent=screen,
    )

    def show(found: Preflight) -> None:
        # another key may have been chosen while this one was looked up
        if found.certificate == dialog.certificate:
            dialog.show_preflight(found)

    def look(info: CertificateInfo | None) -> None:
        screen.run(
            Lane.RECORDS,
            lambda _handle: queues.preflight(officer, role, ids, info),
            dialog.while_open(show),
        )

    open_with_tokens(screen, dialog)
    dialog.preflight_wanted.connect(look)
    return dialog


def _card(item: QueueItem, *, stopped: bool) -> Card:
    """Return what becomes of a result; of a batch that is stopped as a whole nothing is said."""
    blocked = bool(item.blocks)
    word = (
        QCoreApplication.translate("signing", "Left out")
        if blocked
        else QCoreApplication.translate("signing", "Will be signed")
    )
    if item.waits:
        word = QCoreApplication.translate("signing", "Will be finished")
    if stopped and not blocked:
        word = ""
    return Card(
        key=item.result.id,
        title=f"{item.result.number} · {item.owner}" if item.owner else item.result.number,
        lines=tuple(wording.sentence(one) for one in item.blocks) or (item.result.dossier_code,),
        chip=word,
        tone=Tone.ERROR if blocked else Tone.GOOD,
        wraps=True,
    )
