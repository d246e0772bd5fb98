"""The window's language: English in the source, Vietnamese from the compiled translations."""

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
    installed = []
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    qt = QTranslator(application)
    # Qt ships no Vietnamese; where a build does, our own words still come first
    if qt.load(f"qtbase_{language}", folder):
        installed.append(qt)
    installed += [_own(application, f"{part}_{language}.qm") for part in ("qt", "digitizer")]
    for one in installed:
        application.installTranslator(one)
    return tuple(installed)


def _own(application: QApplication, name: str) -> QTranslator:
    translator = QTranslator(application)
    compiled = files("resources").joinpath("translations", name)
    # the bytes are handed over by a path: a translator loaded from bytes does not keep them
    if not compiled.is_file() or not translator.load(str(compiled)):
        _log.error("%s does not load; run: python -m tools.translations compile", name)
    return translator
