"""The keys of the window in one place, so that no two actions of one screen share one."""

from __future__ import annotations

from typing import Final

KEY_SHEET: Final = "F1"
KEY_SHEET_TOO: Final = "Shift+?"
REFRESH: Final = "F5"
NEXT_PANE: Final = "F6"
PREVIOUS_PANE: Final = "Shift+F6"
SIGN_OUT: Final = "Ctrl+Shift+O"
THEME: Final = "Ctrl+Shift+T"
SEATS: Final = tuple(f"Ctrl+{number}" for number in range(1, 9))
PALETTE: Final = "Ctrl+K"
CHANGE_KEYS: Final = "Ctrl+Shift+F1"
LARGER: Final = "Ctrl+Alt++"
SMALLER: Final = "Ctrl+Alt+-"
CLOSE_NOTICES: Final = "Ctrl+Shift+X"
FIND: Final = "Ctrl+F"

NEW_DOSSIER: Final = "Ctrl+N"
SAMPLE_DOSSIER: Final = "Ctrl+Shift+N"
ADD_FILES: Final = "Ctrl+O"
READ_AGAIN: Final = "Ctrl+Shift+R"
OWNER: Final = "Ctrl+I"
REUSE: Final = "Ctrl+E"
REFUSE: Final = "Ctrl+Shift+E"
SUBMIT: Final = "Ctrl+Return"
CHANGE_TYPE: Final = "F2"
REMOVE_PAGE: Final = "Delete"
ENLARGE: Final = "Space"

COMPOSE: Final = "Ctrl+M"
SIGN: Final = "Ctrl+Shift+S"
RELEASE: Final = "Ctrl+Return"
SAVE: Final = "Ctrl+S"
ZOOM_IN: Final = "Ctrl++"
ZOOM_OUT: Final = "Ctrl+-"
ZOOM_FIT: Final = "Ctrl+0"
NEXT_PAGE: Final = "Ctrl+PgDown"
PREVIOUS_PAGE: Final = "Ctrl+PgUp"
