"""What the clerk tells the citizen who stands there, and the paper that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from digitizer.model.document import PageState
from digitizer.model.field import Severity
from digitizer.model.view import DossierView
from digitizer.results.forms import wanted_of
from ui import keys
from ui.forms import open_forms
from ui.screen import Tone
from ui.widgets.flow import Flow
from ui.widgets.parts import Banner, button

if TYPE_CHECKING:
    from ui.screens.clerk.screen import ClerkScreen

RECEIPT, COMPLETION, REFUSAL = "form_receipt", "form_completion", "form_refusal"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a dossier stands, from what its check list and its pages say."""

    missing: tuple[str, ...]
    """Names of required components that are not there."""
    pages: tuple[int, ...]
    """Numbers of pages that cannot be read or whose image is poor."""
    wrong: int
    """Things a check refuses."""
    unknown: int
    """Papers whose kind is not known."""

    @property
    def complete(self) -> bool:
        """Whether the citizen may go."""
        return not (self.missing or self.pages or self.wrong or self.unknown)


NOTHING = Verdict((), (), 0, 0)


def verdict_on(view: DossierView) -> Verdict:
    """Return how a dossier stands."""
    return Verdict(
        missing=tuple(one.name for one in view.missing),
        pages=tuple(
            page.number for page in view.pages if page.faults or page.state is PageState.FAILED
        ),
        wrong=sum(one.severity is Severity.ERROR for one in view.findings),
        unknown=sum(one.type is None for one in view.documents),
    )


class Counter(QObject):
    """Says the verdict over the dossier and opens receipt, request or refusal with one key."""

    def __init__(self, screen: ClerkScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._verdict = NOTHING
        self.part = QWidget()
        self.banner = Banner()
        add = screen.add_key
        self.receipt = add(self.tr("Receipt"), keys.RECEIPT, lambda: self._open(RECEIPT))
        self.completion = add(
            self.tr("Request to complete"), keys.COMPLETION, lambda: self._open(COMPLETION)
        )
        self.refusal = add(self.tr("Refusal"), keys.REFUSAL, lambda: self._open(REFUSAL))
        self._buttons = {
            action: button(action, role=role)
            for action, role in (
                (self.refusal, ""),
                (self.completion, ""),
                (self.receipt, "primary"),
            )
        }
        row = Flow(6)
        row.at_the_end()
        for made in self._buttons.values():
            row.addWidget(made)
        column = QVBoxLayout(self.part)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.banner)
        column.addLayout(row)

    def show(self, view: DossierView | None, *, is_open: bool, reading: bool) -> None:
        """Say how a dossier stands; one that was handed over needs no verdict."""
        for action in (self.receipt, self.completion, self.refusal):
            action.setEnabled(view is not None)
        # the papers ask for it even where none is said
        self._verdict = verdict_on(view) if view is not None else NOTHING
        if view is None or not is_open or not view.pages:
            self.part.hide()
            return
        self.part.show()
        if reading:
            self.banner.say(
                self.tr("The pages are being read; then it is said whether all is there."),
                Tone.INFO,
                "clock",
            )
            self._offer()
        elif self._verdict.complete:
            self.banner.say(
                self.tr("Complete, and every page can be read. Give the receipt, then hand over."),
                Tone.GOOD,
            )
            self._offer(self.receipt)
        else:
            self.banner.say(" · ".join(self._said()), Tone.WARNING)
            self._offer(self.refusal, self.completion)

    def _offer(self, *actions: QAction) -> None:
        for action, made in self._buttons.items():
            made.setVisible(action in actions)

    def _said(self) -> Sequence[str]:
        found, said = self._verdict, []
        if found.missing:
            text = self.tr("Missing: {components}")
            said.append(text.format(components="; ".join(found.missing)))
        if found.pages:
            text = self.tr("Pages to scan again: {pages}")
            said.append(text.format(pages=", ".join(map(str, found.pages))))
        if found.wrong:
            said.append(self.tr("Values a check refuses: {count}").format(count=found.wrong))
        if found.unknown:
            said.append(self.tr("Papers of unknown kind: {count}").format(count=found.unknown))
        return said

    def _open(self, form: str) -> None:
        code = self._screen.dossier_code
        if code is not None:
            found = self._verdict
            typed = wanted_of(found.missing, found.pages) if form == COMPLETION else {}
            open_forms(self._screen, code, form, typed)
