"""Start the window: ``python -m ui``."""

from __future__ import annotations

import multiprocessing
import os
import sys


def main() -> int:
    """Start the window and return the exit code."""
    multiprocessing.freeze_support()
    if sys.platform.startswith("linux"):
        # Qt from the wheel has an ibus plugin but none for fcitx; fcitx5 speaks ibus too
        os.environ.setdefault("QT_IM_MODULES", "wayland;fcitx;ibus")
        # a bare container has no machine-id: libdbus would then abort the whole window
        os.environ.setdefault("DBUS_FATAL_WARNINGS", "0")
    from ui.application import run

    # X11 names a window's class after the first word; the desktop entry expects this one
    return run(["digitizer", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
