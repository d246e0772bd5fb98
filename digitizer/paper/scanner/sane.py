"""SANE devices, driven by ``scanimage --batch`` in a process of its own.

Vendor drivers crash, reset signals and hang; here they take nothing with them. Measured on ten A4
colour pages at 300 dpi: scanimage 0.28 s, python-sane 0.70 s; and python-sane has to be compiled.
"""

from __future__ import annotations

import contextlib
import math
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digitizer.jobs import CancelToken
from digitizer.model.scan import Capabilities, Colour, Device, DeviceKind, PaperSource
from digitizer.paper.scanner import errors
from digitizer.paper.scanner.pipes import ImagePipes
from digitizer.paper.scanner.protocol import Scanned, ScanRequest

_PROGRAM = "scanimage"
_SUFFIX = ".tiff"
_LIST_SECONDS = 60.0
_ASK_SECONDS = 60.0
_SMALLEST_IMAGE = 1024
"""Bytes; unpacked, as scanimage writes them, even a card at 75 dpi has forty times as many."""
_GLANCE = 0.05
_ENDING_SECONDS = 2.0
_STOPPING_SECONDS = 5.0
_LIST_FORMAT = "%d\t%v\t%m%n"
_COMPLAINT = re.compile(r"(?:scanimage: )?(sane_\w+|open of device \S+ failed): (.+)")
_ENDED = re.compile(r"Batch terminated|Scanning (?:page|infinity)? ?aborted")
_LIMITS = re.compile(r"^\s+--?(\S+?)[ =](.+?)(?: \[(.*)\])?$")
# the words of sane_strstatus in the C locale
_SITUATIONS: Mapping[str, type[errors.ScannerError]] = {
    "Operation not supported": errors.UnfitRequestError,
    "Operation was canceled": errors.ScanCancelledError,
    "Operation was cancelled": errors.ScanCancelledError,
    "Device busy": errors.ScannerBusyError,
    "Invalid argument": errors.UnfitRequestError,
    "End of file reached": errors.TransferBrokenError,
    "Document feeder jammed": errors.PaperJamError,
    "Document feeder out of documents": errors.FeederEmptyError,
    "Scanner cover is open": errors.CoverOpenError,
    "Error during device I/O": errors.ScannerOfflineError,
    "Out of memory": errors.ScannerError,
    "Access to resource has been denied": errors.ScannerDeniedError,
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "feeder": ("adf", "feeder"),
    "glass": ("flatbed", "glass", "platen", "table"),
    "duplex": ("duplex", "both"),
    "colour": ("color", "colour"),
    "grey": ("gray", "grey"),
}


def devices() -> tuple[Device, ...]:
    """Return the devices SANE knows; none when SANE is not installed."""
    if shutil.which(_PROGRAM) is None:
        return ()
    found = []
    for line in _ask("-f", _LIST_FORMAT, seconds=_LIST_SECONDS).stdout.splitlines():
        name, _, rest = line.partition("\t")
        if name.strip() and rest:
            title = " ".join(rest.split())
            found.append(Device(f"sane:{name}", title, DeviceKind.SANE, name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SaneScanner:
    """One SANE device; ``options`` are passed on to its backend as they are."""

    device: Device
    options: Mapping[str, str] = field(default_factory=dict)

    def capabilities(self) -> Capabilities:
        """Return what the backend's options offer."""
        offered = self._offered()
        sources = offered.get("source", ())
        duplex = bool(_matching(sources, "duplex")) or "adf-mode" in offered
        found = {
            kind
            for kind, word in ((PaperSource.FEEDER, "feeder"), (PaperSource.GLASS, "glass"))
            if _matching(sources, word)
        }
        colours = {
            colour
            for colour, word in ((Colour.COLOUR, "colour"), (Colour.GREY, "grey"))
            if _matching(offered.get("mode", ()), word)
        }
        steps = [re.match(r"\d+", one) for one in offered.get("resolution", ())]
        return Capabilities(
            sources=frozenset(found or {PaperSource.GLASS}),
            duplex=duplex,
            colours=frozenset(colours),
            resolutions=tuple(int(one[0]) for one in steps if one),
        )

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        """Feed paper; see ``Scanner.scan``."""
        cancel.check()
        words = [*_without_parent(), _program(), *self._words(request)]
        pipes = ImagePipes(request.first, _SUFFIX)
        try:
            batch = [f"--batch={pipes.pattern}", f"--batch-start={request.first}"]
            yield from self._run([*words, *batch, "--batch-print"], pipes, cancel)
        finally:
            pipes.close()

    def _run(
        self, words: Sequence[str], pipes: ImagePipes, cancel: CancelToken
    ) -> Iterator[Scanned]:
        # the options come from the profile and the backend's own list, never from a shell
        process = subprocess.Popen(  # noqa: S603
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=_environment(),
        )
        lines: queue.Queue[tuple[str, str | None]] = queue.Queue()
        readers = [
            threading.Thread(target=_pass_on, args=(stream, name, lines), daemon=True)
            for name, stream in (("out", process.stdout), ("err", process.stderr))
        ]
        for reader in readers:
            reader.start()
        try:
            yield from self._follow(process, lines, pipes, cancel)
        finally:
            _stop(process, _STOPPING_SECONDS if cancel.cancelled else _ENDING_SECONDS)
            for reader in readers:
                reader.join()
            for stream in (process.stdout, process.stderr):
                if stream is not None:
                    stream.close()

    def _follow(
        self,
        process: subprocess.Popen[str],
        lines: queue.Queue[tuple[str, str | None]],
        pipes: ImagePipes,
        cancel: CancelToken,
    ) -> Iterator[Scanned]:
        """Yield images as they are announced until the program says, or shows, that it is done."""
        complaint, pages, open_streams, until = "", 0, 2, math.inf
        while open_streams and time.monotonic() < until:
            cancel.check()
            try:
                stream, line = lines.get(timeout=_GLANCE)
            except queue.Empty:
                continue
            if line is None:
                open_streams -= 1
            elif stream == "out":
                number = int(Path(line).stem)
                data = pipes.take(number, _ENDING_SECONDS)
                if data is None or len(data) < _SMALLEST_IMAGE:
                    # "end of file" before the first row gives a header, and no error at all
                    raise errors.TransferBrokenError(device=self.device.name, reason="pipe")
                pages += 1
                yield Scanned(number, data)
            elif found := _COMPLAINT.search(line):
                complaint = found[2].strip()
            elif _ENDED.search(line):
                # seen: after an error scanimage said its last word and then never ended
                until = time.monotonic() + _ENDING_SECONDS
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GLANCE)
        self._judge(process, complaint, pages)

    def _judge(self, process: subprocess.Popen[str], complaint: str, pages: int) -> None:
        situation = _SITUATIONS.get(complaint)
        if situation is errors.FeederEmptyError and pages:
            return
        code = process.poll()
        if not complaint and code in (0, None) and pages:
            return
        if not complaint and code is not None and code < 0:
            complaint = f"signal {-code}"
        if situation is None:
            situation = errors.ScannerError if pages or code else errors.TransferBrokenError
        raise situation(device=self.device.name, reason=complaint or f"exit {code}")

    def _words(self, request: ScanRequest) -> list[str]:
        profile, offered = request.profile, self._offered()
        words = ["-d", self.device.address, "--format=tiff"]
        sources = offered.get("source", ())
        word = "glass" if profile.source is PaperSource.GLASS else "feeder"
        fit = _matching(sources, word)
        if profile.duplex and word == "feeder":
            fit = [one for one in fit if _matching([one], "duplex")]
            if not fit and not _matching(offered.get("adf-mode", ()), "duplex"):
                raise errors.UnfitRequestError(device=self.device.name, reason="duplex")
            words += [] if fit else [f"--adf-mode={_matching(offered['adf-mode'], 'duplex')[0]}"]
            fit = fit or _matching(sources, word)
        elif fit:
            fit = [one for one in fit if not _matching([one], "duplex")] or fit
        if sources and not fit:
            raise errors.UnfitRequestError(device=self.device.name, reason=profile.source.value)
        words += [f"--source={fit[0]}"] if fit else []
        mode = _matching(offered.get("mode", ()), profile.colour.value)
        words += [f"--mode={mode[0]}"] if mode else []
        if "resolution" in offered:
            words.append(f"--resolution={profile.dpi}")
        if "x" in offered and "y" in offered:
            words += ["-x", f"{profile.width_mm:g}", "-y", f"{profile.height_mm:g}"]
        words += [f"--{name}={value}" for name, value in self.options.items()]
        count = 1 if profile.source is PaperSource.GLASS else request.most_images
        return words if count is None else [*words, f"--batch-count={count}"]

    def _offered(self) -> dict[str, tuple[str, ...]]:
        """Return the backend's options with the values it takes."""
        said = _ask("-d", self.device.address, "-A", seconds=_ASK_SECONDS)
        if said.returncode:
            found = _COMPLAINT.search(said.stderr)
            complaint = found[2].strip() if found else said.stderr.strip()[:200]
            situation = _SITUATIONS.get(complaint, errors.ScannerOfflineError)
            if situation is errors.UnfitRequestError:
                # a name SANE does not know any more: unplugged, or switched off
                situation = errors.ScannerOfflineError
            raise situation(device=self.device.name, reason=complaint)
        offered = {}
        for line in said.stdout.splitlines():
            if option := _LIMITS.match(line):
                name = option[1].removesuffix("[")
                offered[name] = tuple(one.strip() for one in option[2].split("|"))
        return offered


def _matching(values: tuple[str, ...] | list[str], word: str) -> list[str]:
    return [one for one in values if any(part in one.casefold() for part in _WORDS[word])]


def _program() -> str:
    found = shutil.which(_PROGRAM)
    if found is None:
        raise errors.DriverMissingError(program=_PROGRAM)
    return found


def _ask(*words: str, seconds: float) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - fixed options and a device name SANE itself gave
            [_program(), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise errors.ScannerOfflineError(device=" ".join(words), reason="timeout") from error


def _environment() -> dict[str, str]:
    # English words to judge by; a frozen program's libraries are not the backend's
    kept = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    original = os.environ.get("LD_LIBRARY_PATH_ORIG")
    return {**kept, **({"LD_LIBRARY_PATH": original} if original else {}), "LC_ALL": "C"}


def _without_parent() -> list[str]:
    """Return the words that stop the feed when this program is killed: it must not run on alone."""
    found = shutil.which("setpriv") if sys.platform == "linux" else None
    return [found, "--pdeathsig", "INT", "--"] if found else []


def _pass_on(stream: object, name: str, lines: queue.Queue[tuple[str, str | None]]) -> None:
    for line in stream:  # type: ignore[attr-defined]
        lines.put((name, line.rstrip("\n")))
    lines.put((name, None))


def _stop(process: subprocess.Popen[str], seconds: float) -> None:
    """End the program: gently, so that the device returns to rest, then by force."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return
    process.kill()
    process.wait()
