#!/usr/bin/env bash
# Set up everything the program needs; does nothing, and needs no network, when it is already there.
# Without network: WHEELHOUSE=FOLDER takes the Python packages from a folder made by "make wheelhouse".
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
stop() { say "setup: $*"; exit 1; }

python=${PYTHON:-python3}
[[ -z ${WHEELHOUSE:-} || -d $WHEELHOUSE ]] \
    || stop "there is no folder '$WHEELHOUSE'. Make it with 'make wheelhouse' where there is a network."

# ---- system packages ---------------------------------------------------------------------------
is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }

missing_packages() {
    local line name found
    while read -r line; do
        [[ -z $line || $line == \#* ]] && continue
        found=
        for name in ${line//|/ }; do is_installed "$name" && found=1; done
        [[ -n $found ]] || printf '%s\n' "$line"
    done < tools/packages.txt
}

install_packages() {
    local as=() line name chosen=()
    if [[ $(id -u) -ne 0 ]]; then
        command -v sudo >/dev/null || stop "these packages are missing: $*. Install them as root (apt-get install $*), then run this again."
        as=(sudo)
    fi
    export DEBIAN_FRONTEND=noninteractive
    say "setup: installing system packages: $*"
    "${as[@]}" apt-get update -q >&2 || stop "apt-get update failed. Check the network, then run this again."
    for line in "$@"; do
        for name in ${line//|/ }; do
            if apt-cache show "$name" >/dev/null 2>&1; then chosen+=("$name"); break; fi
        done
    done
    "${as[@]}" apt-get install -q -y --no-install-recommends "${chosen[@]}" >&2 \
        || stop "apt-get could not install: ${chosen[*]}. Install them by hand, then run this again."
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -gt 0 ]]; then install_packages "${missing[@]}"; fi
else
    say "setup: this is not Debian or Ubuntu; please see that the packages in tools/packages.txt are there."
fi

# ---- Python ------------------------------------------------------------------------------------
command -v "$python" >/dev/null \
    || stop "there is no '$python'. Install Python 3.11 or newer, or say PYTHON=/path/to/python3.11 make …"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || stop "Python 3.11 or newer is needed; '$python' is $("$python" --version 2>&1 || true). Install a newer one, or say PYTHON=/path/to/python3.11 make …"

stamp=.venv/.set-up
want=$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)
if [[ ! -x .venv/bin/python || ! -f $stamp || $(cat "$stamp") != "$want" ]]; then
    say "setup: making the virtual environment (once; about 1 GB)"
    [[ -x .venv/bin/python ]] || "$python" -m venv .venv \
        || stop "the virtual environment could not be made. Install python3-venv and see that the disk has room."
    # --no-deps: the lock is complete; asked to resolve, pip takes the newest release for an extra
    # (coverage[toml]) and then refuses it for not being the locked one
    source=()
    if [[ -n ${WHEELHOUSE:-} ]]; then
        source=(--no-index --find-links "$WHEELHOUSE")
    fi
    .venv/bin/python -m pip install -q --disable-pip-version-check "${source[@]}" --require-hashes --no-deps -r requirements.lock \
        || stop "the Python packages could not be installed. Check the network and the disk, then run this again."
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e . \
        || stop "the program itself could not be installed into .venv."
    printf '%s' "$want" > "$stamp"
fi

# ---- translations: .ts is kept in the repository, .qm is built -----------------------------------
.venv/bin/python -m tools.translations compile
