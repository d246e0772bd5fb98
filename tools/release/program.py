"""``make dist``: the program as one folder that needs no Python, by PyInstaller.

    python -m tools.release.program         # build dist/digitizer, then use it
    python -m tools.release.program --use   # use what was built: journey, signing, start-up, size

Built in an environment of its own that holds only what is distributed, so that nothing a developer
has installed slips in. Tesseract and SANE stay the system's on Linux; on Windows they lie beside.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.release.debian import program_wheel
from tools.release.locked import ROOT, distributed_lock, read_lock

WORK = ROOT / "build" / "program"
BUILT = ROOT / "dist" / "digitizer"
_SPEC = Path(__file__).parent / "frozen" / "digitizer.spec"
_BUILDERS = Path(__file__).parent / "builders.lock"
_STARTS = 5
_ENDING = ".exe" if sys.platform == "win32" else ""


def build() -> None:
    """Build ``dist/digitizer`` anew."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", WORK / "venv"], check=True)
    python = WORK / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    lock = WORK / "distributed.lock"
    lock.write_text(distributed_lock() + "\n".join(builders()) + "\n", "utf-8")
    subprocess.run([sys.executable, "-m", "tools.translations", "compile"], cwd=ROOT, check=True)
    _pip(python, "--require-hashes", "-r", str(lock))
    _pip(python, "--no-index", str(program_wheel(WORK)))
    words: list[str | Path] = ["--noconfirm", "--log-level", "WARN", "--workpath", WORK / "work"]
    shutil.rmtree(BUILT, ignore_errors=True)
    subprocess.run(
        [python, "-m", "PyInstaller", *words, "--distpath", BUILT.parent, _SPEC],
        cwd=WORK,
        check=True,
    )


def builders() -> list[str]:
    """Return the locked entries of what builds, without what is distributed anyway."""
    known = read_lock(distributed_lock())
    locked = read_lock(_BUILDERS.read_text("utf-8"))
    return [one.entry for name, one in locked.items() if name not in known]


def _pip(python: Path, *words: str) -> None:
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-deps"]
    subprocess.run([*pip, *words], check=True)


def use() -> dict[str, object]:
    """Go the sample journey with the built program and return what it took.

    Raises CalledProcessError when a step fails, ValueError when something is missing in the result.
    """
    command = [str(BUILT / f"digitizer{_ENDING}")]
    files = [one for one in BUILT.rglob("*") if one.is_file() and not one.is_symlink()]
    found: dict[str, object] = {
        "files": len(files),
        "megabytes": round(sum(one.stat().st_size for one in files) / 1e6),
        "help, seconds": _start(command),
        "help from the checkout, seconds": _start([sys.executable, "-m", "digitizer"]),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tested = _run([*command, "selftest", "--json"], folder)
        found["self-test"] = sum(one["ok"] for one in json.loads(tested)["checks"])
        started = time.monotonic()
        answer = json.loads(_run([*command, "demo", "--json", "--out", "demo"], folder))
        found["journey, seconds"] = round(time.monotonic() - started, 1)
        states = [one["state"] for one in answer["dossiers"]]
        results = sorted((folder / "demo").glob("*/result.pdf"))
        if set(states) != {"issued"} or len(results) != len(states):
            raise ValueError(f"states {states}, {len(results)} signed results")
        found["dossiers issued"] = len(states)
        # letters read from the image and a signature judged, by the built program alone
        _run([*command, "check", "--accept-test", *map(str, results)], folder)
        found["window, seconds"] = _window([str(BUILT / f"digitizer-window{_ENDING}")], folder)
        found["window from the checkout, seconds"] = _window([sys.executable, "-m", "ui"], folder)
    return found


def _run(words: Sequence[str], folder: Path) -> str:
    # nothing of the checkout or of the caller's Python is to be found
    kept = ("PATH", "LANG", "SYSTEMROOT", "TEMP")
    clean = {name: os.environ[name] for name in kept if name in os.environ}
    clean |= {"HOME": str(folder), "DIGITIZER_DATA": str(folder / "data")}
    clean |= {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    done = subprocess.run(
        words, cwd=folder, env=clean, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        raise ValueError(f"{' '.join(words)}: {done.stderr[-2000:]}")
    return done.stdout


def _start(command: Sequence[str]) -> float:
    taken = []
    for _ in range(_STARTS):
        started = time.monotonic()
        subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, check=True)
        taken.append(time.monotonic() - started)
    return round(statistics.median(taken), 2)


def _window(command: Sequence[str], folder: Path) -> float | None:
    """Return the seconds until the window is on a screen; None without Xvfb and xdotool."""
    if not all(map(shutil.which, ("Xvfb", "xdotool"))):
        return None
    number = f":{100 + os.getpid() % 400}"
    screen = subprocess.Popen(
        ["Xvfb", number, "-screen", "0", "1400x900x24"], stderr=subprocess.DEVNULL
    )
    taken = []
    try:
        for turn in range(_STARTS):
            environment = {
                **os.environ,
                "DISPLAY": number,
                "QT_QPA_PLATFORM": "xcb",
                "DIGITIZER_DATA": str(folder / f"window-{turn}"),
            }
            started = time.monotonic()
            window = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
            try:
                while not _is_shown(number):
                    if window.poll() is not None or time.monotonic() - started > 60:
                        raise ValueError(f"{command[0]}: no window")
                    time.sleep(0.02)
                taken.append(time.monotonic() - started)
            finally:
                window.terminate()
                window.wait(timeout=30)
    finally:
        screen.terminate()
        screen.wait(timeout=30)
    return round(statistics.median(taken), 2)


def _is_shown(display: str) -> bool:
    # by class: the title depends on the language
    words = ["xdotool", "search", "--onlyvisible", "--class", "digitizer"]
    found = subprocess.run(
        words, env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False
    )
    return bool(found.stdout.strip())


def main() -> int:
    """Build unless told not to, then use what was built and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--use", action="store_true", help="do not build, use what is there")
    if not parser.parse_args().use:
        started = time.monotonic()
        build()
        print(f"{'built, seconds':34} {time.monotonic() - started:.0f}")
    for name, figure in use().items():
        print(f"{name:34} {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
