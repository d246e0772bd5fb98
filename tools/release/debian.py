"""``make deb``: the Debian package, a private environment with the locked packages and the program.

    python -m tools.release.debian [--out dist] [--revision 1] [--wheels FOLDER] [--fast]

The environment lies in /usr/lib/digitizer and uses the release's own Python of the same minor
version as the one that builds; everything in it is installed by hash from the lock. Nothing
of it is written outside /usr, and no script of the package touches a user's folder.
"""

from __future__ import annotations

import argparse
import compileall
import gzip
import os
import py_compile
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.release import manual, sbom
from tools.release.locked import ROOT, distributed_lock, project

HERE = Path(__file__).parent / "debian"
HOME = "/usr/lib/digitizer"
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
SITE = f"{HOME}/lib/{PYTHON}/site-packages"
LEFT_OUT = (
    # of Qt: what the window never loads (no QML, no designer, no build tools)
    *(
        f"PySide6/{name}"
        for name in ("include", "typesystems", "glue", "scripts", "doc", "support")
    ),
    *(f"PySide6/{name}" for name in ("assistant", "designer", "linguist", "lrelease", "lupdate")),
    *(f"PySide6/{name}" for name in ("balsam*", "qml*", "qsb", "rcc", "uic", "svgtoqml")),
    *(
        f"PySide6/Qt{name}*"
        for name in ("Quick", "Qml", "Designer", "Help", "UiTools", "Test", "Sql")
    ),
    *(f"PySide6/Qt/{name}" for name in ("qml", "metatypes", "libexec")),
    *(f"PySide6/Qt/lib/libQt6{name}*" for name in ("Quick", "Qml", "Designer", "Help", "UiTools")),
    *(f"PySide6/Qt/lib/libQt6{name}*" for name in ("Test", "Sql", "LabsA", "LabsS", "LabsF")),
    *(
        f"PySide6/Qt/plugins/{name}"
        for name in ("qmltooling", "qmllint", "qmlls", "designer", "sqldrivers")
    ),
    "PySide6/Qt/plugins/*/libqpdf.so",
    "PySide6/Qt/translations/[!q]*",
    "PySide6/Qt/translations/qt_help*",
    # of the others: tests, sources and stubs
    "numpy/*/tests",
    "numpy/tests",
    "**/*.pyi",
    "lxml/includes",
    "bin",
)
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: digitizer
Comment: The licences of the packages in the private environment are listed in
 /usr/share/doc/digitizer/licences.md, the parts in /usr/share/doc/digitizer/sbom.cdx.json.

Files: *
Copyright: the authors of digitizer
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.
"""


def build(out: Path, *, revision: int = 1, wheels: Path | None = None, fast: bool = False) -> Path:
    """Build the package and return its path; ``fast`` packs less tightly, for a trial."""
    work = ROOT / "build" / "deb"
    shutil.rmtree(work, ignore_errors=True)
    root = work / "root"
    environment(root, wheels)
    _leave_out(root / SITE[1:])
    _compile(root / HOME[1:])
    _desktop(root)
    _documents(root)
    _control(root / "DEBIAN", root, revision)
    out.mkdir(parents=True, exist_ok=True)
    package = out / f"digitizer_{_version(revision)}_{_architecture()}.deb"
    packing = ["-Zzstd", "-z3"] if fast else ["-Zxz", "-z6"]
    _call("dpkg-deb", "--root-owner-group", *packing, "--build", str(root), str(package))
    return package


def environment(root: Path, wheels: Path | None) -> None:
    """Lay the private environment: the locked packages by hash, and the program itself."""
    site = root / SITE[1:]
    site.mkdir(parents=True)
    lock = root.parent / "distributed.lock"
    lock.write_text(distributed_lock(), "utf-8")
    source = ["--no-index", "--find-links", str(wheels)] if wheels is not None else []
    into = ["--target", str(site), "--no-deps", "--no-compile"]
    _pip("install", *source, *into, "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    _call(sys.executable, "-m", "tools.translations", "compile")
    _pip("install", *into, "--no-build-isolation", "--no-index", str(program_wheel(root.parent)))
    home = root / HOME[1:]
    (home / "bin").mkdir()
    (home / "bin" / "python3").symlink_to(f"/usr/bin/{PYTHON}")
    (home / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    for name, module in (("digitizer", "digitizer"), ("digitizer-window", "ui")):
        script = root / "usr" / "bin" / name
        script.parent.mkdir(exist_ok=True)
        # -I: no folder of the user's is looked through for modules
        script.write_text(f'#!/bin/sh\nexec {HOME}/bin/python3 -I -m {module} "$@"\n')
        script.chmod(0o755)


def program_wheel(folder: Path) -> Path:
    """Build the program's own wheel from what is tracked, and return it."""
    copy = folder / "source"
    shutil.rmtree(copy, ignore_errors=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    built = (ROOT / "resources" / "translations").glob("*.qm")
    names = [*tracked.stdout.decode().split("\0"), *(str(one.relative_to(ROOT)) for one in built)]
    for name in filter(None, names):
        if name.startswith(("tests/", "benchmarks/", "docs/", "tools/")):
            continue
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    wheels = folder / "program"
    shutil.rmtree(wheels, ignore_errors=True)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels), str(copy))
    (wheel,) = wheels.glob("*.whl")
    return wheel


def _leave_out(site: Path) -> None:
    for pattern in LEFT_OUT:
        for path in sorted(site.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _compile(home: Path) -> None:
    # unchecked: the files cannot change but by another package, and the result is reproducible
    compileall.compile_dir(
        home,
        quiet=2,
        stripdir=str(home.parents[2]),
        prependdir="/",
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def _desktop(root: Path) -> None:
    places = {
        HERE / "digitizer.desktop": "usr/share/applications",
        HERE / "digitizer-profile.desktop": "usr/share/applications",
        HERE / "digitizer.xml": "usr/share/mime/packages",
        ROOT / "resources" / "desktop" / "digitizer.svg": "usr/share/icons/hicolor/scalable/apps",
    }
    for file, place in places.items():
        _put(root / place / file.name, file.read_bytes())


def _documents(root: Path) -> None:
    page = manual.page(project()["version"]).encode()
    packed = gzip.compress(page, 9, mtime=0)
    _put(root / "usr/share/man/man1/digitizer.1.gz", packed)
    alias = root / "usr/share/man/man1/digitizer-window.1.gz"
    alias.symlink_to("digitizer.1.gz")
    documents = root / "usr/share/doc/digitizer"
    _put(documents / "copyright", COPYRIGHT.encode())
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    _put(documents / "changelog.gz", gzip.compress(changes, 9, mtime=0))
    sbom.write(documents)
    for file in sorted((ROOT / "docs").glob("*.md")):
        _put(documents / file.name, file.read_bytes())


def _control(folder: Path, root: Path, revision: int) -> None:
    kilobytes = sum(one.lstat().st_size for one in root.rglob("*") if not one.is_dir()) // 1024
    fields = {
        "Package": "digitizer",
        "Version": _version(revision),
        "Architecture": _architecture(),
        "Maintainer": "Digitizer <digitizer@localhost>",
        "Installed-Size": str(kilobytes),
        "Section": "graphics",
        "Priority": "optional",
        "Depends": ", ".join(depends()),
        "Recommends": "sane-airscan, libccid, ibus | fcitx5, fonts-noto-core",
        "Suggests": "opensc-pkcs11",
        "Description": "Digitization workstation for Vietnamese one-stop offices\n"
        " Takes a paper dossier in, reads its Vietnamese, has a second person verify it,\n"
        " keeps it in an encrypted warehouse and issues a digitally signed result.",
    }
    _put(folder / "control", "".join(f"{k}: {v}\n" for k, v in fields.items()).encode())
    _put(folder / "postrm", (HERE / "postrm").read_bytes(), 0o755)


def depends() -> list[str]:
    """Return what the package depends on: Python of one minor version, then the program's own."""
    minor = sys.version_info.minor
    text = (ROOT / "tools" / "packages.txt").read_text("utf-8").partition("\n# only set-up")[0]
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [
        f"python3 (>= 3.{minor})",
        f"python3 (<< 3.{minor + 1})",
        f"libc6 (>= {_libc()})",
        *(line.replace("|", " | ") for line in lines),
        "util-linux",
        "pcscd",
        "libpcsclite1",
    ]


def _libc() -> str:
    # what manylinux_2_28 wheels ask for
    return "2.28"


def _put(path: Path, data: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode)


def _version(revision: int) -> str:
    return f"{project()['version']}-{revision}"


def _architecture() -> str:
    found = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def _pip(*words: str) -> None:
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    _call(sys.executable, "-m", "pip", words[0], *quiet, *words[1:])


def _call(*words: str) -> None:
    stamp = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    environment = {**os.environ, "SOURCE_DATE_EPOCH": stamp.stdout.strip()}
    subprocess.run(words, cwd=ROOT, env=environment, check=True)


def main() -> int:
    """Build the package and say where it is, how large, and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--revision", type=int, default=1)
    parser.add_argument("--wheels", type=Path, help="take the packages from here, without network")
    parser.add_argument("--fast", action="store_true", help="pack less tightly")
    given = parser.parse_args()
    started = time.monotonic()
    package = build(given.out, revision=given.revision, wheels=given.wheels, fast=given.fast)
    seconds = time.monotonic() - started
    print(f"{package}  {package.stat().st_size / 1e6:.0f} MB  {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
