"""One-stop forms: what a person knows is typed, the page stands beside it, then it is issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from digitizer.model.result import IssuedForm
from digitizer.results.forms import FormRequest
from digitizer.results.templates import ResultTemplate, Scope
from ui import composing, wording
from ui.models.cards import Card, CardModel
from ui.screen import Tone
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.form_fields import FormFields
from ui.widgets.parts import Banner, label, plain_button
from ui.widgets.pdf_view import PdfView

_PAUSE = 400
"""Milliseconds without a key after which the page is drawn anew."""
_FIELDS_WIDTH = 380


class FormDialog(Dialog):
    """Asks, shows the page as it would be, and passes the wish to issue it on."""

    preview_wanted = Signal(object)
    """FormRequest to show as it stands."""
    issue_wanted = Signal(object)
    """FormRequest to number and keep."""
    sign_wanted = Signal(object)
    """FormRequest to sign as it is issued."""
    issued_wanted = Signal(object)
    """IssuedForm to show again."""
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(
        self,
        kinds: Sequence[ResultTemplate],
        dossier_code: str | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kinds = [
            one for one in kinds if dossier_code is not None or one.scope is Scope.PERIOD
        ]
        self._code = dossier_code
        self.form: IssuedForm | None = None
        """The issued form that is shown, or None while one is being written."""
        self.setWindowTitle(self.tr("One-stop forms"))
        self.resize(1080, 700)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask_preview)
        self._build()
        self._on_kind()

    @property
    def request(self) -> FormRequest:
        """What is wanted as it stands now."""
        kind = self._kinds[self.kind.currentIndex()]
        return FormRequest(
            template=kind.code,
            dossier_code=self._code if kind.scope is Scope.DOSSIER else None,
            period=self.fields.period(),
            typed=self.fields.typed(),
        )

    def choose(self, code: str, typed: Mapping[str, str]) -> None:
        """Write the form with this code, its lines filled in as far as ``typed`` says."""
        codes = [one.code for one in self._kinds]
        if code in codes:
            self.kind.setCurrentIndex(codes.index(code))
            self.fields.fill(typed)
            self.fields.enter()

    def show_problem(self, text: str) -> None:
        """Say what is missing; the page stays as it was."""
        self.info.say(text, Tone.WARNING)
        self._allow_issue(allowed=False)

    def show_drawn(self) -> None:
        """Show that the page is as it would be issued."""
        self.info.say("", Tone.INFO)
        self._allow_issue(allowed=self.form is None)

    def show_issued(self, form: IssuedForm) -> None:
        """Show a form that was issued: it can be printed and saved, not changed."""
        self.form = form
        text = self.tr("Form No. {number} was issued at {time}.")
        self.info.say(
            text.format(number=form.number, time=wording.moment(form.issued_at)), Tone.GOOD
        )
        for one in (self.printing, self.saving):
            one.setEnabled(True)
        self._allow_issue(allowed=False)
        self.printing.setFocus()

    def show_earlier(self, forms: Sequence[IssuedForm]) -> None:
        """List the forms the dossier already has."""
        titles = {one.code: one.title for one in self._kinds}
        cards = [
            Card(
                key=one.id,
                title=titles.get(one.template, one.template),
                lines=(f"{one.number} · {wording.moment(one.issued_at)}",),
                icon="file",
                value=one,
                wraps=True,
            )
            for one in forms
        ]
        self._earlier.show(cards)
        self._earlier_part.setVisible(bool(cards))

    # ---- within --------------------------------------------------------------------------------

    def _build(self) -> None:
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Which form"))
        for one in self._kinds:
            self.kind.addItem(one.title)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._earlier = CardModel(self)
        earlier = CardList(self.tr("Forms issued before"), self._earlier)
        earlier.setProperty("role", "framed")
        earlier.setFixedHeight(150)
        earlier.chosen.connect(self._on_earlier)
        self._earlier_part = QFrame()
        column = QVBoxLayout(self._earlier_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self.tr("Forms issued before"), role="heading"))
        column.addWidget(earlier)
        self._earlier_part.hide()
        side = QWidget()
        side.setFixedWidth(_FIELDS_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self.kind)
        left.addWidget(self._area, 1)
        left.addWidget(self._earlier_part)
        self.pdf = PdfView(self.tr("Preview of the form"))
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(side)
        middle.addWidget(self.pdf, 1)
        self.info = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(middle, 1)
        column.addWidget(self.info)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.printing = plain_button(self.tr("&Print"), self.print_wanted.emit)
        self.saving = plain_button(self.tr("&Save the PDF as"), self.save_wanted.emit)
        self.signing = plain_button(self.tr("Issue and si&gn…"), self._on_sign)
        self.issue = plain_button(self.tr("&Issue the form"), self._on_issue, role="primary")
        for one in (self.printing, self.saving, self.signing, self.issue):
            one.setEnabled(False)
            one.setAutoDefault(False)
        row = QHBoxLayout()
        close = plain_button(self.tr("Close"), self.reject)
        close.setAutoDefault(False)
        row.addWidget(close)
        row.addStretch()
        for one in (self.printing, self.saving, self.signing, self.issue):
            row.addWidget(one)
        return row

    def _on_kind(self) -> None:
        self.fields = FormFields(self._kinds[self.kind.currentIndex()])
        self.fields.setProperty("role", "page")
        self.fields.edited.connect(self._on_edited)
        self._area.setWidget(self.fields)
        self._on_edited()
        self._timer.stop()
        self._ask_preview()

    def _on_edited(self) -> None:
        self.form = None
        for one in (self.printing, self.saving):
            one.setEnabled(False)
        self._timer.start()

    def _ask_preview(self) -> None:
        self.preview_wanted.emit(self.request)

    def _allow_issue(self, *, allowed: bool) -> None:
        self.issue.setEnabled(allowed)
        # the slip of a process and a register have no place for a digital signature
        self.signing.setEnabled(allowed and self._kinds[self.kind.currentIndex()].signable)

    def _on_issue(self) -> None:
        composing.commit()
        self._timer.stop()
        self._allow_issue(allowed=False)
        self.issue_wanted.emit(self.request)

    def _on_sign(self) -> None:
        composing.commit()
        self._timer.stop()
        self.sign_wanted.emit(self.request)

    def _on_earlier(self, form: object) -> None:
        if isinstance(form, IssuedForm):
            self.issued_wanted.emit(form)
