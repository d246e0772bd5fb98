"""Any PDF is dropped here or chosen; the verdict stands beside its pages, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import files, keys, panes, wording
from ui.models import verdicts
from ui.models.cards import Card, CardModel
from ui.pdf_pages import PdfPages
from ui.screen import Desk, Screen, Tone
from ui.tasks import Handle, Lane
from ui.widgets.card_list import CardList
from ui.widgets.drop_area import DropArea
from ui.widgets.parts import Empty, button, label
from ui.widgets.pdf_view import PdfView
from ui.widgets.seat_parts import fill_with_queue
from ui.widgets.verdict_pane import VerdictPane

if TYPE_CHECKING:
    from signing.manifest import Expected

_MOST = 200
"""Files kept in the list; their bytes are not."""
LIST_ENDING = ".json"
"""Of a list of signed files, as it is saved with the report on a batch."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file as it was judged; ``report`` is empty where it could not be."""

    path: Path
    report: dict[str, Any]
    problem: str = ""


class CheckingScreen(Screen):
    """Judges files; nothing is asked over the network and nothing is changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._results = desk.workstation.results
        self._checked: dict[str, Checked] = {}
        self._listed: dict[str, Expected] = {}
        self._shown = ""
        self.choose_action = self.add_key(
            self.tr("Choose files"), keys.CHOOSE_FILES, self._on_choose
        )
        self._build()

    @property
    def checked(self) -> tuple[Checked, ...]:
        """The files judged so far, the newest last."""
        return tuple(self._checked.values())

    def check(self, paths: Sequence[Path]) -> None:
        """Judge files, one after the other; a list of signed files among them is read first."""
        lists = [path for path in paths if path.suffix.lower() == LIST_ENDING]
        if lists:
            rest = [path for path in paths if path not in lists]
            self.run(
                Lane.DEVICES,
                lambda _handle: self._results.read_lists(lists),
                partial(self._on_listed, lists[-1].name, rest),
                failed=partial(self._on_failed, lists[-1]),
            )
            return
        if len(paths) > _MOST:
            text = self.tr(
                "The first {most} of {count} files are checked; give the rest afterwards."
            )
            self.say(text.format(most=_MOST, count=len(paths)), Tone.WARNING)
        for path in paths[:_MOST]:
            self.run(
                Lane.DEVICES,
                partial(self._judge, path),
                self._on_checked,
                failed=partial(self._on_failed, path),
                title=self.tr("Checking {file}").format(file=path.name),
            )

    # ---- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self._cards = CardModel(self)
        self.list = CardList(self.tr("Files checked"), self._cards)
        self.list.chosen.connect(self._on_chosen)
        side = QFrame()
        side.setProperty("role", "side")
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 12, 8, 8)
        column.addStrut(244)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Check a file"), role="title"))
        column.addWidget(button(self.choose_action, role="primary", icon="file-add"))
        self._list_used = label(role="subtle", wrap=True)
        self._list_used.hide()
        column.addWidget(self._list_used)
        column.addWidget(self.list, 1)
        self.pdf = PdfView(self.tr("The file's pages"))
        self._pages = PdfPages(self, self.pdf)
        self._stack = QStackedWidget()
        nothing = Empty(
            "verify",
            self.tr("Drop a PDF here"),
            self.tr(
                "Its signatures are checked on this machine alone: who signed, whether it is"
                " unchanged, and whether it is an archive file. With the list that was saved when"
                " the files were signed, a signature cut off is noticed too."
            ),
        )
        nothing.add(button(self.choose_action, icon="file-add"))
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._found_part())
        self.drop = DropArea()
        self.drop.setProperty("role", "drop")
        self.drop.dropped.connect(self.check)
        inner = QVBoxLayout(self.drop)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._stack)
        fill_with_queue(self, side, self.drop)
        panes.mark(self.list, self.pdf, self.verdict.list)

    def _found_part(self) -> QWidget:
        self.verdict = VerdictPane()
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pdf, 1)
        row.addWidget(self.verdict)
        return part

    # ---- judging -------------------------------------------------------------------------------

    def _on_listed(self, name: str, rest: Sequence[Path], found: dict[str, Expected]) -> None:
        self._listed = found
        text = self.tr("Compared with the list {file} of signed files ({count})")
        self._list_used.setText(text.format(file=name, count=len(found)))
        self._list_used.show()
        # what was judged before is judged by the list too
        self.check(rest or [one.path for one in self.checked])

    def _judge(self, path: Path, handle: Handle) -> tuple[Checked, bytes]:
        handle.cancel.check()
        known = self._listed.get(path.name)
        pdf, verdict = self._results.check_file(self.desk.officer, path, known)
        return Checked(path, verdict.to_dict()), pdf

    def _on_checked(self, found: tuple[Checked, bytes]) -> None:
        self._take(found[0])
        self._show(found[0], found[1])

    def _on_failed(self, path: Path, error: BaseException) -> None:
        checked = Checked(path, {}, wording.sentence(error))
        self._take(checked)
        self._show(checked, b"")

    def _take(self, checked: Checked) -> None:
        self._checked.pop(str(checked.path), None)
        self._checked[str(checked.path)] = checked
        while len(self._checked) > _MOST:
            self._checked.pop(next(iter(self._checked)))
        self._cards.show([_card(one) for one in reversed(self._checked.values())])
        self.list.choose(str(checked.path))

    def _show(self, checked: Checked, pdf: bytes) -> None:
        self._shown = str(checked.path)
        self._stack.setCurrentIndex(1)
        if checked.problem:
            self.verdict.say_problem(checked.problem)
        else:
            self.verdict.show_report(checked.report)
        self._pages.show(pdf)

    def _on_chosen(self, key: object) -> None:
        checked = self._checked.get(str(key))
        if checked is not None and str(key) != self._shown:
            # the file is judged anew: it may have changed since
            self.check([checked.path])

    def _on_choose(self) -> None:
        signed = self.tr("PDF files and lists of signed files (*.pdf *.json)")
        files.ask_files(self, self.tr("Choose files"), [signed, files.all_kinds()], self.check)


def _card(checked: Checked) -> Card:
    key = str(checked.path)
    if checked.problem:
        return Card(
            key=key,
            title=checked.path.name,
            lines=(checked.problem,),
            tone=Tone.ERROR,
            icon="error",
            value=key,
            wraps=True,
        )
    title, tone = verdicts.verdict_title(checked.report)
    return Card(
        key=key,
        title=checked.path.name,
        lines=(title,),
        tone=tone,
        icon={Tone.GOOD: "good", Tone.WARNING: "warning"}.get(tone, "error"),
        value=key,
        wraps=True,
    )
