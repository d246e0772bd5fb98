"""The Debian package: what it says of itself, and its life in a clean root."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tools.release import debian, manual
from ui import theme

FOLDER = debian.HERE


def test_the_man_page_names_every_command_with_its_example() -> None:
    page = manual.page("1.2").replace("\\-", "-")
    for name, parser in manual.commands().items():
        assert f"\n.SS {name}\n" in page
        example = (parser.epilog or "").split("\n  ")[1]
        assert example.splitlines()[0] in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff on this machine")
def test_the_man_page_is_set_without_a_warning() -> None:
    words = ["groff", "-man", "-Tutf8", "-wall", "-Kutf8"]
    found = subprocess.run(
        words, input=manual.page("1"), capture_output=True, text=True, check=True
    )
    assert found.stderr == ""
    assert "digitizer demo --out out/demo" in re.sub(r"\x1b\[[\d;]*m", "", found.stdout)


def test_desktop_entries_name_the_icon_and_programs_of_the_package() -> None:
    for file in FOLDER.glob("*.desktop"):
        entry = configparser.ConfigParser(interpolation=None)
        entry.optionxform = str  # type: ignore[assignment,method-assign]
        entry.read_string(file.read_text("utf-8"))
        section = entry["Desktop Entry"]
        assert section["Exec"].split()[0] in {"digitizer", "digitizer-window"}
        assert section["Icon"] == "digitizer"
        assert section["Name[vi]"]


def test_the_kind_of_file_a_profile_is_belongs_to_one_entry() -> None:
    kinds = ElementTree.parse(FOLDER / "digitizer.xml")  # noqa: S314 - our own file
    (kind,) = (one.get("type") for one in kinds.getroot())
    entry = (FOLDER / "digitizer-profile.desktop").read_text("utf-8")
    assert f"MimeType={kind};" in entry


def test_the_package_depends_on_what_set_up_installs_and_not_on_what_tests_need() -> None:
    named = debian.depends()
    assert {"tesseract-ocr-vie", "sane-utils", "libsane1", "pcscd"} <= set(named)
    assert "libglib2.0-0 | libglib2.0-0t64" in named
    assert not {"softhsm2", "postgresql", "gcc"} & set(named)


def test_no_script_of_the_package_deletes_anything() -> None:
    scripts = [one for one in FOLDER.iterdir() if one.name in {"postrm", "prerm", "postinst"}]
    assert scripts
    assert all(not re.search(r"\b(rm|unlink|find)\b", one.read_text()) for one in scripts)


def test_the_window_has_the_icon_of_its_desktop_entry(qapp: QApplication) -> None:
    assert not theme.program_icon().isNull()


@pytest.mark.clean_root
@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.geteuid() != 0, reason="debootstrap and chroot need root")
def test_the_package_installs_works_upgrades_and_leaves_without_touching_records(
    tmp_path: Path,
) -> None:
    packages = [debian.build(tmp_path, revision=one, fast=True) for one in (1, 2)]
    script = debian.HERE.parent / "clean_root.sh"
    found = subprocess.run([script, *packages], capture_output=True, text=True, check=False)
    print(found.stdout)
    assert found.returncode == 0, found.stderr
    assert "4 dossiers issued" in found.stdout
    assert "records after remove and purge                 untouched" in found.stdout
