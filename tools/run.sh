#!/usr/bin/env bash
# The window if there is a screen that answers; else the headless journey on the sample dossiers.
set -euo pipefail
cd "$(dirname "$0")/.."

has_screen() {
    [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]] || return 1
    timeout 20 .venv/bin/python -c \
        'from PySide6.QtGui import QGuiApplication; QGuiApplication([])' >/dev/null 2>&1
}

if has_screen; then
    exec .venv/bin/python -m ui
fi
echo "No screen: running the headless journey on the sample dossiers." >&2
exec .venv/bin/digitizer demo --out out/demo
