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

SCALES = (100, 110, 125, 150, 175, 200)
"""Sizes of the letters in per cent."""
_LETTER = 13
"""Height of the window's letters in pixels at 100 per cent."""
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "contrast": Qt.ColorScheme.Dark,
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
    """Return the scheme ``light``, ``dark`` or ``contrast``."""
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
        self._choice = "system"
        self._scale = SCALES[0]
        application.setStyle(_style())
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._apply())
        self._apply()

    @property
    def name(self) -> str:
        """``light``, ``dark`` or ``contrast``, whichever is shown."""
        return self._name

    @property
    def scale(self) -> int:
        """Size of the letters in per cent of the shipped one."""
        return self._scale

    def choose(self, choice: str) -> None:
        """Follow the system (``system``) or hold to ``light``, ``dark`` or ``contrast``."""
        self._choice = choice
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[choice])
        self._apply()

    def choose_scale(self, percent: int) -> None:
        """Draw all letters this large; the nearest of ``SCALES`` is taken."""
        self._scale = min(SCALES, key=lambda one: abs(one - percent))
        self._apply()

    def _apply(self) -> None:
        shown = QGuiApplication.styleHints().colorScheme()
        self._name = self._choice
        if self._choice == "system":
            self._name = "dark" if shown == Qt.ColorScheme.Dark else "light"
        font = QFont()
        font.setFamilies(_FONTS)
        font.setPixelSize(round(_LETTER * self._scale / 100))
        self._application.setFont(font)
        scheme = colours(self._name)
        _use(self._name)
        self._application.setPalette(_palette(scheme))
        folder = files("resources").joinpath("theme")
        sheet = string.Template(folder.joinpath("style.qss").read_text(encoding="utf-8"))
        sizes = {f"size_{size}": f"{round(size * self._scale / 100)}px" for size in _SIZES}
        _use_scale(self._scale)
        # Qt takes the arrow and the tick from files; a style sheet writes paths with slashes
        named = {**scheme.tones, **sizes, "folder": str(folder).replace("\\", "/")}
        self._application.setStyleSheet(sheet.substitute(named))
        icon.cache_clear()
        self.changed.emit()


_shown = "light"


def _use(name: str) -> None:
    global _shown  # noqa: PLW0603 - painters have no way to be handed the theme
    _shown = name


_scale_shown = SCALES[0]
_SIZES = (13, 17, 24)
"""Heights of letters that the style sheet names, in pixels at 100 per cent."""


def _use_scale(percent: int) -> None:
    global _scale_shown  # noqa: PLW0603 - as with the scheme
    _scale_shown = percent


def scaled(pixels: int) -> int:
    """Return a width that is to hold text, at the size of letters that is shown."""
    return round(pixels * _scale_shown / 100)


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


def program_icon() -> QIcon:
    """Return the program's own icon, the one its desktop entry shows."""
    image = QPixmap()
    image.loadFromData(files("resources").joinpath("desktop", "digitizer.svg").read_bytes(), "SVG")
    return QIcon(image)


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
