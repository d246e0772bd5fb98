#!/usr/bin/env bash
# All checks: format, lint, types, import contracts, translations, tests.
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} PYTHONDONTWRITEBYTECODE=1

step() { printf '\n== %s\n' "$*"; }

step "format";        .venv/bin/ruff format --check .
step "lint";          .venv/bin/ruff check .
step "types";         .venv/bin/mypy
step "imports";       .venv/bin/lint-imports
step "translations";  .venv/bin/python -m tools.translations check
if [[ $# -gt 0 ]]; then
    step "tests";     exec .venv/bin/python -m pytest "$@"
fi
# two files at a time; what measures time runs by itself, first, while the machine is quiet
step "timed tests";   .venv/bin/python -m pytest -m alone
step "tests";         .venv/bin/python -m pytest -m "not alone" -n 2 --dist loadfile
