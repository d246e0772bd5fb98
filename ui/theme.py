"""Light and dark: Fusion, a palette per scheme, a short style sheet and icons in its colours."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory, QWidget

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_FONTS = ["Segoe UI", "Noto Sans", "DejaVu Sans"]


@dataclass(frozen=True)
class Colours:
    """One scheme as its file describes it."""

    palette: dict[str, str]
    disabled: dict[str, str]
    tones: dict[str, str]


@cache
def colours(name: str) -> Colours:
    """Return the scheme ``light`` or ``dark``."""
    text = files("resources").joinpath("theme", f"{name}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Colours(data["palette"], data["disabled"], data["tones"])


class Theme(QObject):
    """The look in force; it follows the system until the person chooses otherwise."""

    changed = Signal()
    """Colours are different now: icons and painters ask again."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._name = "light"
        application.setStyle(_style())
        font = QFont()
        font.setFamilies(_FONTS)
        font.setPixelSize(13)
        application.setFont(font)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._apply())
        self._apply()

    @property
    def name(self) -> str:
        """``light`` or ``dark``, whichever is shown."""
        return self._name

    def choose(self, choice: str) -> None:
        """Follow the system (``system``) or hold to ``light`` or ``dark``."""
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[choice])
        self._apply(choice)

    def _apply(self, choice: str = "system") -> None:
        shown = QGuiApplication.styleHints().colorScheme()
        if choice != "system":
            shown = _SCHEMES[choice]
        self._name = "dark" if shown == Qt.ColorScheme.Dark else "light"
        scheme = colours(self._name)
        _use(self._name)
        self._application.setPalette(_palette(scheme))
        folder = files("resources").joinpath("theme")
        sheet = string.Template(folder.joinpath("style.qss").read_text(encoding="utf-8"))
        # Qt takes the arrow and the tick from files; a style sheet writes paths with slashes
        named = {**scheme.tones, "folder": str(folder).replace("\\", "/")}
        self._application.setStyleSheet(sheet.substitute(named))
        icon.cache_clear()
        self.changed.emit()


_shown = "light"


def _use(name: str) -> None:
    global _shown  # noqa: PLW0603 - painters have no way to be handed the theme
    _shown = name


def tone(name: str) -> QColor:
    """Return a named colour of the scheme that is shown."""
    return QColor(colours(_shown).tones[name])


@cache
def icon(name: str, colour: str = "") -> QIcon:
    """Return a picture from ``resources/icons`` drawn in a tone, plain and for disabled widgets."""
    drawn = QIcon()
    scheme = colours(_shown)
    plain = scheme.tones[colour] if colour else scheme.palette["WindowText"]
    pairs = (
        (QIcon.Mode.Normal, plain),
        (QIcon.Mode.Selected, plain),
        (QIcon.Mode.Active, plain),
        (QIcon.Mode.Disabled, scheme.disabled["ButtonText"]),
    )
    for mode, tint in pairs:
        for size in (16, 20, 24, 32, 48):
            drawn.addPixmap(_drawn(name, tint, size), mode)
    return drawn


def set_role(widget: QWidget, **properties: str) -> None:
    """Set properties the style sheet looks at, and draw the widget again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _drawn(name: str, colour: str, size: int) -> QPixmap:
    source = files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    ratio = 2
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _style() -> QStyle:
    return QStyleFactory.create("Fusion")


def _palette(scheme: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in scheme.palette.items():
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    for role, colour in scheme.disabled.items():
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], QColor(colour))
    return palette
