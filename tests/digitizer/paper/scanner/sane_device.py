"""SANE's own test backend as a device: real library, real program, no paper."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from digitizer.model.scan import Device, DeviceKind
from digitizer.paper.scanner.sane import SaneScanner

SHIPPED = Path("/etc/sane.d/test.conf")


def installed() -> bool:
    """Return whether SANE and its test backend are there."""
    return shutil.which("scanimage") is not None and SHIPPED.exists()


def write_configuration(folder: Path) -> Path:
    """Write a configuration that knows one test device whose glass holds an A4 sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("test\n", "ascii")
    text = SHIPPED.read_text("ascii")
    for name, value in (
        ("geometry_max", "300.0"),
        ("br_x", "210.0"),
        ("br_y", "297.0"),
        ("number_of_devices", "1"),
    ):
        text = re.sub(rf"^{name}.*$", f"{name} {value}", text, flags=re.MULTILINE)
    (folder / "test.conf").write_text(text, "ascii")
    return folder


def scanner(**options: str) -> SaneScanner:
    """Return the test device; its feeder holds ten sheets each time it is asked."""
    device = Device("sane:test:0", "Noname frontend-tester", DeviceKind.SANE, "test:0")
    return SaneScanner(device, {"test-picture": "Color pattern", **options})


def with_duplex(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test backend, which has none, offer a duplex feeder: a name for its feeder."""
    folder.mkdir()
    program = folder / "scanimage"
    program.write_text(
        f"""#!/bin/sh
for word do
  shift
  [ "$word" = "--source=ADF Duplex" ] && word="--source=Automatic Document Feeder"
  set -- "$@" "$word"
done
case " $* " in
  *" -A "*) {shutil.which("scanimage")} "$@" | sed 's/Automatic Document Feeder/&|ADF Duplex/';;
  *) exec {shutil.which("scanimage")} "$@";;
esac
""",
        "ascii",
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def that_dies_on_the_second_sheet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program be killed half-way through an image, as when a cable is pulled out."""
    folder.mkdir()
    program = folder / "scanimage"
    real = shutil.which("scanimage")
    program.write_text(
        f"""#!/bin/sh
for word do
  case "$word" in --batch=*) pattern="${{word#--batch=}}";; esac
done
[ -z "$pattern" ] && exec {real} "$@"
{real} -d test:0 --format=tiff > {folder}/sheet.tiff
first=$(printf "$pattern" 1)
cat {folder}/sheet.tiff > "$first.part"
echo "$first"
head -c 5000 {folder}/sheet.tiff > "$(printf "$pattern" 2).part"
kill -9 $$
""",
        "ascii",
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
