"""Opens the dialog of one-stop forms over any seat's screen and does what it wishes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtPrintSupport import QPrinter

from digitizer.model.result import IssuedForm
from digitizer.results.forms import FormRequest
from digitizer.results.keys import KeyChoice
from ui import files, printing, wording
from ui.key_asking import ask_key
from ui.models.cards import Card
from ui.pdf_pages import PdfPages
from ui.screen import Screen
from ui.tasks import Handle, Lane
from ui.widgets.form_dialog import FormDialog
from ui.widgets.key_dialog import KeyDialog

translate = QCoreApplication.translate


def open_forms(
    screen: Screen,
    dossier_code: str | None,
    code: str = "",
    typed: Mapping[str, str] | None = None,
) -> FormDialog | None:
    """Open the forms of a dossier, or those of a period when there is none.

    ``code`` names the form to begin with, ``typed`` what stands in its lines as a suggestion.
    """
    kinds = screen.desk.workstation.forms.kinds(screen.desk.officer)
    if dossier_code is None:
        kinds = tuple(one for one in kinds if one.scope.value == "period")
    if not kinds:
        return None
    dialog = FormDialog(kinds, dossier_code, screen)
    _FormWork(screen, dialog, dossier_code)
    if code:
        dialog.choose(code, typed or {})
    dialog.open()
    return dialog


class _FormWork(QObject):
    """Carries the dialog's wishes to the core; lives as long as the dialog."""

    def __init__(self, screen: Screen, dialog: FormDialog, dossier_code: str | None) -> None:
        super().__init__(dialog)
        self._screen, self._dialog, self._code = screen, dialog, dossier_code
        self._forms = screen.desk.workstation.forms
        self._pages = PdfPages(screen, dialog.pdf)
        self._asked = 0
        dialog.preview_wanted.connect(self._on_preview)
        dialog.issue_wanted.connect(self._on_issue)
        dialog.sign_wanted.connect(self._on_sign)
        dialog.issued_wanted.connect(self._on_issued_wanted)
        dialog.save_wanted.connect(self._on_save)
        dialog.print_wanted.connect(self._on_print)
        self._on_preview(dialog.request)
        self._list()

    def _on_preview(self, wanted: FormRequest) -> None:
        self._asked += 1
        ticket, officer = self._asked, self._screen.desk.officer

        def drawn(pdf: bytes) -> None:
            if ticket == self._asked:
                self._pages.show(pdf)
                self._dialog.show_drawn()

        def failed(error: BaseException) -> None:
            if ticket == self._asked:
                self._dialog.show_problem(wording.sentence(error))

        self._screen.run(
            Lane.DEVICES,
            lambda _handle: self._forms.preview(officer, wanted),
            self._dialog.while_open(drawn),
            failed=self._dialog.while_open(failed),
        )

    def _on_issue(self, wanted: FormRequest) -> None:
        officer = self._screen.desk.officer

        def work(_handle: Handle) -> tuple[IssuedForm, bytes]:
            form = self._forms.issue(officer, wanted)
            return form, self._forms.pdf(officer, form.id)

        self._screen.run(
            Lane.DEVICES,
            work,
            self._dialog.while_open(self._on_issued),
            failed=self._dialog.while_open(
                lambda error: self._dialog.show_problem(wording.sentence(error))
            ),
            keep=True,
        )

    def _on_sign(self, wanted: FormRequest) -> None:
        station, officer = self._screen.desk.workstation, self._screen.desk.officer
        keys = KeyDialog(
            translate("forms", "Issue and sign the form"),
            translate("forms", "Issue and sign"),
            test_owner=officer.name if station.settings.practice else "",
            parent=self._dialog,
        )
        title = station.templates[wanted.template].title
        words = translate("forms", "The form will be issued with your own certificate.")
        keys.show_list([Card(wanted.template, title, wraps=True)], words, 1)

        def work(choice: KeyChoice) -> tuple[IssuedForm, bytes]:
            form = self._forms.issue(officer, wanted, choice)
            return form, self._forms.pdf(officer, form.id)

        ask_key(self._screen, keys, work, self._dialog.while_open(self._on_issued))

    def _on_issued(self, found: tuple[IssuedForm, bytes]) -> None:
        # a preview that is still being drawn is older than what was issued
        self._asked += 1
        self._pages.show(found[1])
        self._dialog.show_issued(found[0])
        self._list()

    def _on_issued_wanted(self, form: IssuedForm) -> None:
        officer = self._screen.desk.officer
        self._asked += 1
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: (form, self._forms.pdf(officer, form.id)),
            self._dialog.while_open(self._on_shown_again),
        )

    def _on_shown_again(self, found: tuple[IssuedForm, bytes]) -> None:
        self._pages.show(found[1])
        self._dialog.show_issued(found[0])

    def _list(self) -> None:
        code, officer = self._code, self._screen.desk.officer
        if code is not None:
            self._screen.run(
                Lane.RECORDS,
                lambda _handle: self._forms.of_dossier(officer, code),
                self._dialog.while_open(self._dialog.show_earlier),
            )

    def _on_save(self) -> None:
        form = self._dialog.form
        if form is None:
            return
        files.ask_target(
            self._dialog,
            translate("forms", "Save the PDF as"),
            form.number.replace("/", "-") + ".pdf",
            files.pdf_kind(),
            self.save,
        )

    def save(self, path: Path) -> None:
        """Write the form that is shown to a file."""
        data = self._pages.data
        files.save(self._screen, path, lambda: data)

    def _on_print(self) -> None:
        if self._dialog.form is not None:
            printing.ask_printer(self._screen, self._dialog, self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Print the form that is shown."""
        data = self._pages.data
        printing.print_pages(self._screen, printer, lambda: data)
