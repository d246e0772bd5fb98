"""Write ``resources/units`` from the tables of the MIT-licensed package ``vietnamadminunits``.

    pip download --no-deps vietnamadminunits==1.0.4 -d DIR
    python -m tools.make_units DIR/vietnamadminunits-1.0.4-py3-none-any.whl

Only names, codes and which unit became which are taken: facts of the resolutions of 16 June 2025.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "resources" / "units" / "communes-2025-07-01.txt"
HEAD = """\
# Which commune became which on 1 July 2025: 10,040 former communes (10,035, and five island
# districts without communes) and the 3,321 that took their place.
#   =CODE NAME              a province in force since that day
#   +CODE NAME              a commune of it
#    NAME|DISTRICT|PROVINCE what it was made of; a star before it: only a part of it
effective: 2025-07-01
source: 34 nghị quyết của Ủy ban Thường vụ Quốc hội ngày 16/6/2025 về sắp xếp ĐVHC cấp xã; \
NQ 202/2025/QH15 (cấp tỉnh); bảng tổng hợp: vietnamadminunits 1.0.4 (MIT)
"""


def main(wheel: Path) -> None:
    """Write the table; every former commune and every new one must stand in it."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as package:
        data = "vietnamadminunits/data/"
        base = Path(package.extract(f"{data}dataset.db", folder))
        moves = json.loads(package.read(f"{data}converter_2025.json"))
        with sqlite3.connect(base) as tables:
            lines = list(_lines(tables, moves))
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _lines(tables: sqlite3.Connection, moves: dict[str, dict[str, dict[str, list]]]) -> list[str]:  # type: ignore[type-arg]
    former = {
        f"{province_key}_{district_key}_{ward_key or ''}": f"{ward or ''}|{district}|{province}"
        for province_key, district_key, ward_key, ward, district, province in tables.execute(
            "select provinceKey, districtKey, wardKey, ward, district, province"
            " from admin_units_legacy"
        )
    }
    made_of: dict[tuple[str, str], list[str]] = defaultdict(list)
    for province, communes in moves["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, keys in communes.items():
            made_of[province, commune] += [former[key] for key in keys]
    for province, divided in moves["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            for part in parts:
                made_of[province, part["newWardKey"]].append(f"*{former[key]}")
    used = {line.lstrip("*") for lines in made_of.values() for line in lines}
    if used != set(former.values()):
        raise ValueError("some former communes went nowhere")
    found: list[str] = []
    last = ""
    query = (
        "select provinceCode, province, wardCode, ward, provinceKey, wardKey from admin_units"
        " order by provinceCode, wardCode"
    )
    for code, province, ward_code, ward, province_key, ward_key in tables.execute(query):
        if code != last:
            found.append(f"={code} {province}")
            last = code
        found.append(f"+{ward_code} {ward}")
        found += [f" {line}" for line in sorted(made_of[province_key, ward_key])]
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
