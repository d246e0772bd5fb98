"""The sample dossiers of the practice office, as a menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from digitizer.catalogue import Catalogue

if TYPE_CHECKING:
    from digitizer.office.practice import SampleDossier

translate = QCoreApplication.translate


def sample_menu(
    catalogue: Catalogue, wish: Callable[[SampleDossier], object], parent: QWidget
) -> QMenu:
    """Return the menu of the sample dossiers of the practice office."""
    from digitizer.office import practice

    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    met: Counter[str] = Counter()
    with practice.sample_dossiers() as samples:
        for sample in samples:
            procedure = catalogue.procedures.get(sample.procedure)
            if procedure is not None:
                met[procedure.code] += 1
                text = f"&{met.total()}. {procedure.name}"
                if met[procedure.code] > 1:
                    # the second one shows that a paper is not handed in twice
                    again = translate("clerk", "{procedure} (time {number})")
                    text = again.format(procedure=text, number=met[procedure.code])
                action = menu.addAction(text)
                action.triggered.connect(lambda _checked=False, chosen=sample: wish(chosen))
    return menu
