"""Separator sheets to print: one for the dossier, one for each component, one that fits any.

Sheets with patch codes are for whoever parts stacks by a machine that knows no QR code.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files

from digitizer.errors import DefinitionError
from digitizer.model.dossier import Dossier
from digitizer.model.procedure import Procedure
from digitizer.paper import separating

_HEADING = "TỜ PHÂN CÁCH"
_HINT = (
    "Đặt tờ này lên trước giấy tờ tương ứng khi quét. "
    "Chương trình tự nhận ra và cất tờ này vào thùng trang."
)
_ANY = "Giấy tờ mới"


def pdf(dossier: Dossier | None, procedure: Procedure | None) -> bytes:
    """Return the sheets as a PDF; without a dossier one sheet that fits every dossier."""
    from ocr.qr import qr_svg

    code = dossier.code if dossier is not None else ""
    wanted = [(separating.ANY, _ANY)]
    if procedure is not None:
        wanted += [(rule.code, rule.name) for rule in procedure.components]
    sheets = [
        {
            "heading": _HEADING,
            "code": qr_svg(separating.code_text(code, component)),
            "name": name,
            "dossier": f"Hồ sơ {code}" if code else "Dùng cho mọi hồ sơ",
            "hint": _HINT,
        }
        for component, name in wanted
    ]
    return _typeset({"title": _HEADING, "sheets": sheets})


def patch_pdf() -> bytes:
    """Return a sheet for each patch code as a PDF; the bars stand at both ends of the sheet."""
    from ocr import patches

    sheets = [
        {
            "heading": _HEADING,
            "bars": [patches.WIDE if bar == "W" else patches.NARROW for bar in pattern],
            "name": f"{_ANY} (Patch {name})",
            "dossier": "Dùng cho mọi hồ sơ",
            "hint": _HINT,
        }
        for pattern, name in sorted(patches.PATTERNS.items(), key=lambda one: one[1])
    ]
    return _typeset(
        {
            "title": _HEADING,
            "bars": {"length": patches.LENGTH, "gap": patches.NARROW},
            "sheets": sheets,
        }
    )


def _typeset(content: dict[str, object]) -> bytes:
    import typst

    resources = files("resources")
    with as_file(resources / "sheets") as folder, as_file(resources / "fonts") as fonts:
        try:
            made = typst.compile(
                str(folder / "separator.typ"),
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
                sys_inputs={"sheets": json.dumps(content, ensure_ascii=False)},
            )
        except typst.TypstError as error:
            raise DefinitionError(
                file="separator.typ", key=str(error), nearest="", problem=str(error)
            ) from error
    return bytes(made)
