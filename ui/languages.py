"""The window's language: English in the source, Vietnamese from the compiled translation."""

from __future__ import annotations

import logging
from importlib.resources import files

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from ui import wording

_log = logging.getLogger(__name__)


def translators(application: QApplication, language: str) -> tuple[QTranslator, ...]:
    """Install and return the translators of a language; none are needed for English."""
    wording.use_language(language)
    QLocale.setDefault(QLocale(language))
    if language == "en":
        return ()
    own = QTranslator(application)
    compiled = files("resources").joinpath("translations", f"digitizer_{language}.qm")
    if not own.load(compiled.read_bytes()):
        _log.error("translation %s does not load; run tools.translations compile", compiled)
    qt = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    installed = [own]
    # Qt has words of its own for a few dialogs; it ships no Vietnamese in some builds
    if qt.load(f"qtbase_{language}", folder):
        installed.insert(0, qt)
    for one in installed:
        application.installTranslator(one)
    return tuple(installed)
