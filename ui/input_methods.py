"""Whether Vietnamese can be typed: which input-method plug-ins Qt's wheel has on Linux.

The wheel carries plug-ins for ibus and compose and for Wayland's own protocol, but none for fcitx;
fcitx5 speaks ibus as well, so that ``QT_IM_MODULES`` must name ibus behind fcitx.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

_FOLDER = "platforminputcontexts"
_NO_PLUGIN = frozenset({"", "none", "xim", "simple"})
"""Names that need no plug-in of their own."""


def plug_ins() -> frozenset[str]:
    """Return the input methods for which this Qt has a plug-in."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / _FOLDER
    if not folder.is_dir():
        return frozenset()
    names = (path.stem.removeprefix("lib") for path in folder.iterdir() if path.suffix == ".so")
    return frozenset(
        name.removesuffix("plugin").removesuffix("platforminputcontext") for name in names
    )


def wanted(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the input methods that Qt is told to try, in order."""
    several = environment.get("QT_IM_MODULES", "")
    if several:
        return tuple(name.strip() for name in several.split(";"))
    return (environment.get("QT_IM_MODULE", "").strip(),)


def missing(environment: Mapping[str, str] = os.environ) -> str:
    """Return the input method that the desktop asks for and this Qt cannot speak, or nothing."""
    if not sys.platform.startswith("linux"):
        return ""
    asked, there = wanted(environment), plug_ins()
    if environment.get("WAYLAND_DISPLAY"):
        # the compositor's own protocol, which the platform plug-in speaks
        there |= {"wayland"}
    if any(name in there or name in _NO_PLUGIN for name in asked):
        # one that cannot be loaded is passed over for the next
        return ""
    return next(name for name in asked if name != "wayland")
