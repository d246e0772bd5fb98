"""``python -m tools.release.sbom --out dist``: list of parts (CycloneDX 1.6) and of licences.

Both are made from the lock and the installed metadata alone, without network, and are the same for
the same commit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tools.release import licences
from tools.release.locked import LOCK, ROOT, distributed, normal, project, read_lock


def document() -> dict[str, Any]:
    """Return the list of parts as CycloneDX 1.6 has it."""
    lock = read_lock()
    distributions = distributed()
    known = {one.name: one for one in licences.parts()}
    own = _own()
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": _commit_time(),
            "lifecycles": [{"phase": "build"}],
            "component": own,
        },
        "components": [
            *(_component(known[name], lock[name].hashes) for name in distributions),
            *(_system(name) for name in _system_packages()),
        ],
        "dependencies": [
            {"ref": own["bom-ref"], "dependsOn": sorted(_needs(project()["dependencies"], known))},
            *(
                {
                    "ref": _purl(known[name]),
                    "dependsOn": sorted(_needs(one.requires or (), known) - {_purl(known[name])}),
                }
                for name, one in distributions.items()
            ),
        ],
    }


def write(folder: Path) -> tuple[Path, Path]:
    """Write both lists into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    parts, table = folder / "sbom.cdx.json", folder / "licences.md"
    parts.write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    table.write_text(licences.table(), "utf-8")
    return parts, table


def _own() -> dict[str, Any]:
    version = project()["version"]
    return {
        "type": "application",
        "bom-ref": f"digitizer@{version}",
        "name": "digitizer",
        "version": version,
        "description": project()["description"],
        "licenses": [{"expression": "Apache-2.0"}],
    }


def _component(part: licences.Part, hashes: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(part),
        "name": part.name,
        "version": part.version,
        "purl": _purl(part),
        "scope": "required",
        "description": part.summary,
        "licenses": [{"expression": part.licence}],
        # the lock allows any of these files; which one is taken depends on the machine
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{part.name}/{part.version}/",
                "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
            }
        ],
    }
    if part.page.startswith("http"):
        found["externalReferences"].append({"type": "website", "url": part.page})
    return found


def _system(name: str) -> dict[str, Any]:
    return {
        "type": "application" if name.startswith(("tesseract", "sane")) else "library",
        "bom-ref": f"pkg:deb/debian/{name}",
        "name": name,
        "purl": f"pkg:deb/debian/{name}",
        "scope": "required",
        "description": "installed by the system's package manager in the release's own version",
    }


def _system_packages() -> list[str]:
    from tools.release.debian import depends

    return [one.split(" ")[0] for one in depends() if not one.startswith(("python3", "libc6"))]


def _needs(requires: Any, known: dict[str, licences.Part]) -> set[str]:
    names = (normal(Requirement(one).name) for one in requires)
    return {_purl(known[name]) for name in names if name in known}


def _purl(part: licences.Part) -> str:
    return f"pkg:pypi/{part.name}@{part.version}"


def _commit_time() -> str:
    found = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return datetime.fromtimestamp(int(found.stdout), UTC).isoformat()


def main() -> int:
    """Write both lists and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    for path in write(parser.parse_args().out):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
