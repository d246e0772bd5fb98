"""A result is composed as PDF/A-3b, literally, reproducibly, or not at all."""

from __future__ import annotations

import io
import json
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from digitizer.errors import DefinitionError, LayoutError, NotComposableError, UnprintableError
from digitizer.results.composing import TEST_MARK, compose, printed_values, signature_slots
from digitizer.results.templates import (
    ResultTemplate,
    ShownAs,
    TemplateField,
    load_template,
    load_templates,
)
from signing.appearance import signature_lines
from signing.document import sign
from signing.keys import make_test_key, open_pkcs12
from signing.model import Appearance
from signing.pdfa import check_pdfa
from signing.verify import check

TEMPLATES = load_templates(Path(__file__).parents[3] / "resources" / "result_templates")
AT = datetime(2026, 1, 1, 18, 4, 5, 678, tzinfo=UTC)
ATTACHMENT = json.dumps({"tên": "Nguyễn Mẫu An"}, ensure_ascii=False).encode()
OFFICE = {
    "office_name": "Ủy ban nhân dân phường Ninh Kiều",
    "office_parent": "Ủy ban nhân dân thành phố Cần Thơ",
    "place": "Ninh Kiều",
    "number": "05/UBND",
    "signer_position": "Phó Chủ tịch",
    "signer_name": "Lê Văn Mẫu",
}


def sample(template: ResultTemplate) -> dict[str, Any]:
    """Return a plain value for every field."""
    values: dict[str, Any] = {field.name: f"Giá trị {field.title}" for field in template.fields}
    values |= {
        field.name: [
            {column: f"Ô{number}{column}" for column in field.columns} for number in (1, 2)
        ]
        for field in template.fields
        if field.columns
    }
    values |= {name: "1994-05-06" for name in values if name.endswith("_date")}
    # these stand side by side: a value of one word stays on its line
    short = ("_birth_year", "_ethnicity", "_nationality", "_sex")
    values |= {name: f"Mẫu{number}" for number, name in enumerate(values) if name.endswith(short)}
    # of the parents, only the one who asks is known
    values |= {name: "Mẹ" for name in values if name == "relation"}
    return values | {name: text for name, text in OFFICE.items() if name in values}


def made(template: ResultTemplate, values: dict[str, Any], **named: object) -> bytes:
    settings: dict[str, object] = {"at": AT, "attachment": ATTACHMENT, "test_mark": TEST_MARK}
    return compose(template, values, **(settings | named))  # type: ignore[arg-type]


def text_of(pdf: bytes, folder: Path) -> str:
    """Return what pdftotext finds, on one line."""
    file = folder / "kết quả.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout
    return " ".join(said.decode("utf-8").replace("\u200b", "").split())


@pytest.fixture(params=sorted(TEMPLATES))
def template(request: pytest.FixtureRequest) -> ResultTemplate:
    return TEMPLATES[request.param]


def test_every_value_is_found_in_the_text(template: ResultTemplate, tmp_path: Path) -> None:
    values = sample(template)
    found = text_of(made(template, values), tmp_path).casefold()
    tables = {name: value for name, value in values.items() if isinstance(value, list)}
    for cell in [cell for rows in tables.values() for row in rows for cell in row.values()]:
        assert cell.casefold() in found.replace(" ", ""), cell
    for name, value in values.items():
        if name in tables:
            continue
        shown = "06/05/1994" if value == "1994-05-06" else value
        assert shown.casefold() in found, name
    assert "cộng hòa xã hội chủ nghĩa việt nam" in found
    assert "độc lập - tự do - hạnh phúc" in found
    assert template.title.casefold() in found
    assert "ngày 02 tháng 01 năm 2026" in found, "the office's day, not the day in London"
    assert TEST_MARK.casefold() in found


def test_a_result_is_pdfa_3b_and_sound(template: ResultTemplate, tmp_path: Path) -> None:
    pdf = made(template, sample(template))
    verdict = check_pdfa(pdf)
    assert (verdict.flavour, verdict.conforms, verdict.violations) == ("3b", True, ())
    (tmp_path / "a.pdf").write_bytes(pdf)
    subprocess.run(["qpdf", "--check", tmp_path / "a.pdf"], check=True, capture_output=True)


def test_the_attachment_is_the_bytes_given(template: ResultTemplate) -> None:
    with pikepdf.open(io.BytesIO(made(template, sample(template)))) as pdf:
        file = pdf.attachments["du-lieu.json"]
        assert file.get_file().read_bytes() == ATTACHMENT
        assert file.get_file().mime_type == "application/json"
        assert pdf.Root.AF[0].AFRelationship == "/Data"


def test_the_same_values_and_time_give_the_same_bytes(template: ResultTemplate) -> None:
    values = sample(template)
    first = made(template, values)
    assert made(template, dict(reversed(values.items()))) == first
    assert made(template, values, at=datetime(2026, 1, 2, tzinfo=UTC)) != first


def test_only_our_fonts_are_inside(template: ResultTemplate, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(made(template, sample(template)))
    said = subprocess.run(
        ["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True
    ).stdout
    rows = said.splitlines()[2:]
    assert rows
    assert all("DigitizerSerif" in row and " yes yes yes " in row for row in rows)


def test_without_a_mark_nothing_says_test(template: ResultTemplate, tmp_path: Path) -> None:
    assert "THỬ NGHIỆM" not in text_of(made(template, sample(template), test_mark=""), tmp_path)


def test_a_missing_value_is_named(template: ResultTemplate) -> None:
    for field in template.fields:
        values = sample(template)
        for empty in ("", "  \n ", "\u200b"):
            values[field.name] = empty
            if field.required:
                with pytest.raises(NotComposableError) as caught:
                    printed_values(template, values)
                assert caught.value.details == {
                    "field": field.name,
                    "title": field.title,
                    "fields": [field.name],
                }
            else:
                assert printed_values(template, values)[field.name] == ""


def test_a_result_with_only_what_is_required_is_composed(template: ResultTemplate) -> None:
    required = {field.name for field in template.fields if field.required}
    values = {name: value for name, value in sample(template).items() if name in required}
    assert check_pdfa(made(template, values)).conforms


HOSTILE = [
    '#panic("x") #read("/etc/passwd") #sys.inputs',
    "$x^2$ *đậm* _nghiêng_ `mã` = Tiêu đề",
    "<nhãn> @tham-chiếu // ghi chú /* ghi chú */ \\ ~ -- ---",
    "[ ] { } ( ) ' \" \\n \\u{41}",
    '#import "@preview/a:1.0.0": *',
    '"}, "office_name": "Bộ',
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_is_only_ever_text(hostile: str, tmp_path: Path) -> None:
    template = TEMPLATES["marital_status_confirmation"]
    values = sample(template) | {"purpose": hostile, "person_residence": hostile}
    found = text_of(made(template, values), tmp_path)
    assert bare(found).count(bare(hostile)) == 2


def bare(text: str) -> str:
    """Return a text without what a line break may add or take: spaces and hyphens."""
    return "".join(text.split()).replace("-", "")


def test_lines_controls_and_directions_do_no_harm(tmp_path: Path) -> None:
    template = TEMPLATES["marital_status_confirmation"]
    values = sample(template) | {
        "purpose": "một\r\nhai\tba\u0000\u001b[31m\u202ebốn\u2066",
        "person_name": unicodedata.normalize("NFD", "Nguyễn Thị Mẫu"),
    }
    found = text_of(made(template, values), tmp_path)
    assert "một hai ba[31mbốn" in found
    assert "NGUYỄN THỊ MẪU" in found


@pytest.mark.parametrize("text", ["dài " * 2_500, "x" * 10_000, "ữ" * 10_000])
def test_ten_thousand_letters_stay_on_the_paper(text: str) -> None:
    template = TEMPLATES["household_business_certificate"]
    values = sample(template) | {"business_lines": text, "business_name": text[:400]}
    pdf = made(template, values)
    assert check_pdfa(pdf).conforms
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        letters = [letter for page in opened.pages for letter in page.chars]
        assert len(opened.pages) > 2
        assert all(letter["x0"] >= 80 and letter["x1"] <= 596 - 45 for letter in letters)
        assert all(letter["bottom"] <= 842 - 50 for letter in letters)
    slot = next(one for one in signature_slots(pdf) if one.name == "person")
    assert slot.page == len(opened.pages) - 1


def test_letters_no_font_has_are_named_with_their_field() -> None:
    template = TEMPLATES["marital_status_confirmation"]
    values = sample(template) | {"person_name": "Nguyễn 漢 😀"}
    with pytest.raises(UnprintableError) as caught:
        made(template, values)
    assert caught.value.details == {
        "field": "person_name",
        "title": "Họ, chữ đệm, tên",
        "signs": "U+6F22, U+1F600",
    }


SLOTS = {
    "form_receipt": {"person"},
    "form_completion": {"person"},
    "form_refusal": {"person"},
    "form_control_slip": set(),
    "form_register": set(),
    "signing_report": set(),
    # a citizen signs with a pen
    "declaration_birth": set(),
    "declaration_marital": set(),
}


def test_the_slots_for_signatures_are_on_free_paper_and_apart(template: ResultTemplate) -> None:
    pdf = made(template, sample(template))
    slots = {slot.name: slot for slot in signature_slots(pdf)}
    assert set(slots) == SLOTS.get(template.code, {"person", "agency"})
    for slot in slots.values():
        left, bottom, right, top = slot.box
        assert right - left > 180
        assert top - bottom > 60
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            page = opened.pages[slot.page]
            for letter in page.chars:
                outside = (
                    letter["x1"] <= left
                    or letter["x0"] >= right
                    or page.height - letter["bottom"] >= top
                    or page.height - letter["top"] <= bottom
                )
                assert outside, letter["text"]
    if "agency" in slots:
        # the agency signs to the left of the person (NĐ 30/2020 Phụ lục I)
        assert slots["agency"].box[2] <= slots["person"].box[0]


def test_the_qr_names_dossier_procedure_owner_and_paper(tmp_path: Path) -> None:
    template = TEMPLATES["form_receipt"]
    values = sample(template) | {
        "dossier_code": "H92.33.12-261125-0001",
        "procedure_code": "1.001193",
        "owner_personal_id": "092199001234",
    }
    file = tmp_path / "a.pdf"
    file.write_bytes(made(template, values))
    subprocess.run(
        ["pdftoppm", "-r", "150", "-gray", "-singlefile", file, tmp_path / "a"], check=True
    )
    with Image.open(tmp_path / "a.pgm") as picture:
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.position.top_left.x < picture.width / 4, "top left"
        assert code.position.bottom_left.y < picture.height / 6
    assert code.text == f"H92.33.12-261125-0001|1.001193|092199001234|{template.title}"


def test_a_missing_table_is_named() -> None:
    template = TEMPLATES["form_receipt"]
    with pytest.raises(NotComposableError) as caught:
        made(template, sample(template) | {"components": []})
    assert caught.value.details["field"] == "components"


def test_a_layout_being_edited_is_judged_by_its_line() -> None:
    template = TEMPLATES["form_refusal"]
    good = template.layout.read_text(encoding="utf-8")
    assert made(template, sample(template), layout=good) == made(template, sample(template))
    with pytest.raises(LayoutError) as caught:
        made(template, sample(template), layout=good + "\n#nothing-of-this-name")
    assert caught.value.details["line"] == good.count("\n") + 2
    assert "nothing-of-this-name" in str(caught.value.details["problem"])
    with pytest.raises(LayoutError) as caught:
        made(template, sample(template), layout='A\n#import "@preview/a:1.0.0": *')
    assert caught.value.details["line"] == 2


def test_a_pdf_of_others_has_no_slots() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    target = io.BytesIO()
    pdf.save(target)
    assert signature_slots(target.getvalue()) == ()


@pytest.mark.parametrize("code", ["form_receipt", "marital_status_confirmation"])
def test_a_signed_paper_is_valid_and_still_pdfa(code: str, tmp_path: Path) -> None:
    template = TEMPLATES[code]
    pdf = made(template, sample(template))
    key = open_pkcs12(make_test_key("Lê Văn Mẫu", "1"), "1")
    at = datetime.now(UTC)
    slot = next(one for one in signature_slots(pdf) if one.name == "person")
    look = Appearance(signature_lines(key, at=at), slot.page, slot.box)
    signed = sign(pdf, key, field="person", appearance=look, reason="Ban hành", at=at)
    verdict = check(signed, accept_test=True)
    assert verdict.valid, verdict
    assert verdict.pdfa.flavour == "3b"
    assert signature_slots(signed) == signature_slots(pdf)
    (tmp_path / "a.pdf").write_bytes(signed)
    said = subprocess.run(
        ["pdfsig", tmp_path / "a.pdf"], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid." in said


@pytest.mark.parametrize(
    ("shown_as", "value", "printed"),
    [
        (ShownAs.DATE, "2026-01-02", "02/01/2026"),
        (ShownAs.DATE, "2026-01", "01/2026"),
        (ShownAs.DATE, "2026", "2026"),
        (ShownAs.DATE, "02/01/2026", "02/01/2026"),
        (ShownAs.DATE, "không rõ", "không rõ"),
        (ShownAs.YEAR, "1994-05-06", "1994"),
        (ShownAs.YEAR, "1994", "1994"),
        (ShownAs.MONEY, "150000000", "150.000.000 đồng"),
        (ShownAs.MONEY, "0", "0 đồng"),
        (ShownAs.MONEY, "150 triệu đồng", "150 triệu đồng"),
        (ShownAs.MONEY, "٣", None),
    ],
)
def test_values_are_written_the_offices_way(
    shown_as: ShownAs, value: str, printed: str | None
) -> None:
    field = TemplateField("a", "A", source=("x.a",), shown_as=shown_as)
    template = ResultTemplate("a", "A", (field,), Path("a"))
    if printed is None:
        with pytest.raises(UnprintableError):
            printed_values(template, {"a": value})
    else:
        assert printed_values(template, {"a": value}) == {"a": printed}


def test_a_layout_with_a_mistake_is_a_definition_error(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (tmp_path / "base").mkdir()
    (folder / "template.toml").write_text('code="a"\ntitle="A"\nfields=[]', encoding="utf-8")
    (folder / "template.typ").write_text("#nothing-of-this-name", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        made(load_template(folder / "template.toml"), {})
    assert "nothing-of-this-name" in str(caught.value.details["key"])


def test_a_folder_without_the_shared_layout_is_a_definition_error(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "template.toml").write_text('code="a"\ntitle="A"\nfields=[]', encoding="utf-8")
    (folder / "template.typ").write_text("A", encoding="utf-8")
    with pytest.raises(DefinitionError):
        made(load_template(folder / "template.toml"), {})


def test_a_layout_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "a"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "base").mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "template.toml").write_text('code="a"\ntitle="A"\nfields=[]', encoding="utf-8")
    (folder / "template.typ").write_text('#read("../../secret.txt")', encoding="utf-8")
    with pytest.raises(DefinitionError):
        made(load_template(folder / "template.toml"), {})
