"""ALTO and hOCR: well formed whatever was read, and built as their schemas say."""

# ruff: noqa: S314

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from ocr.export.alto import NAMESPACE, write_alto
from ocr.export.hocr import write_hocr
from ocr.model import Box, Layer, PageText, Region, RegionKind, Word

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
A = f"{{{NAMESPACE}}}"
H = "{http://www.w3.org/1999/xhtml}"
# children in the order the ALTO 4.4 schema lists them, and the attributes it requires
ORDER = {
    "alto": ["Description", "Tags", "Layout"],
    "Tags": ["LayoutTag", "OtherTag"],
    "Description": ["MeasurementUnit", "sourceImageInformation", "Processing"],
    "Processing": [
        "processingCategory",
        "processingDateTime",
        "processingStepSettings",
        "processingSoftware",
    ],
    "Layout": ["Page"],
    "Page": ["PrintSpace"],
    # in any order, the schema says
    "PrintSpace": ["TextBlock", "GraphicalElement", "Illustration", "ComposedBlock"],
    "TextBlock": ["TextLine"],
    "String": ["ALTERNATIVE"],
}
REQUIRED = {
    "Processing": ["ID"],
    "Page": ["ID", "PHYSICAL_IMG_NR"],
    "TextBlock": ["ID"],
    "String": ["CONTENT"],
    "LayoutTag": ["ID", "LABEL"],
    "OtherTag": ["ID", "LABEL"],
    "GraphicalElement": ["ID", "HPOS", "VPOS", "WIDTH", "HEIGHT"],
}


def word(text: str, left: float, line: int, block: int = 0, **more: object) -> Word:
    box = Box(left, 100 * line + 10.5, left + 80, 100 * line + 50)
    baseline = (left, 100 * line + 44.0, left + 80, 100 * line + 45.0)
    return Word(text, box, 0.913, line, block, baseline, 40.0, **more)  # type: ignore[arg-type]


def page(*words: Word, rotation: int = 0) -> PageText:
    return PageText(1000, 800, 300, words, rotation=rotation, basis="tesseract 5/vie/cleanup 1")


SAMPLE = page(
    word("Họ", 10, 0, 1),
    word("tên:", 100, 0, 1, alternatives=("tén:", "lên:")),
    word("ĐỖ", 10, 1, 1),
    word("<&>\"'", 10, 2, 2),
    word("a\x00\x0b\ud800b\ufffe", 100, 2, 2),
)


def alto(*pages: PageText, name: str = "tờ khai.jpg") -> ET.Element:
    return ET.fromstring(write_alto(list(enumerate(pages, 1)), file_name=name, created=AT))


def hocr(*pages: PageText, name: str = "tờ khai.jpg") -> ET.Element:
    return ET.fromstring(write_hocr(list(enumerate(pages, 1)), file_name=name))


def of_class(root: ET.Element, kind: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.get("class") == kind]


def test_alto_has_the_elements_of_its_schema_in_their_order() -> None:
    root = alto(SAMPLE, SAMPLE)
    assert root.tag == f"{A}alto"
    for element in root.iter():
        name = element.tag.removeprefix(A)
        children = [child.tag.removeprefix(A) for child in element]
        if name in ORDER:
            places = [ORDER[name].index(child) for child in children]
            assert places == sorted(places), name
        if name == "TextLine":
            assert children[0] == children[-1] == "String"
            assert "SP SP" not in " ".join(children)
        assert all(key in element.attrib for key in REQUIRED.get(name, [])), name


def test_alto_names_are_unique_and_every_reference_is_there() -> None:
    root = alto(SAMPLE, SAMPLE)
    names = [element.attrib["ID"] for element in root.iter() if "ID" in element.attrib]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", name) for name in names)
    assert {leaf.attrib["PROCESSING"] for leaf in root.iter(f"{A}Page")} <= set(names)


def test_alto_keeps_words_places_confidences_and_other_readings() -> None:
    root = alto(SAMPLE)
    words = list(root.iter(f"{A}String"))
    assert [each.attrib["CONTENT"] for each in words][:4] == ["Họ", "tên:", "ĐỖ", "<&>\"'"]
    first = words[0].attrib
    assert (first["HPOS"], first["VPOS"], first["WIDTH"], first["HEIGHT"]) == (
        "10", "10.5", "80", "39.5",
    )  # fmt: skip
    assert float(first["WC"]) == pytest.approx(0.913)
    assert [other.text for other in words[1]] == ["tén:", "lên:"]
    assert len(list(root.iter(f"{A}TextBlock"))) == 2
    assert len(list(root.iter(f"{A}TextLine"))) == 3
    line = next(root.iter(f"{A}TextLine"))
    assert line.attrib["BASELINE"] == "10,44 180,45"


def test_what_xml_cannot_hold_is_replaced_and_all_else_comes_back() -> None:
    broken = "a\ufffd\ufffd\ufffdb\ufffd"
    assert list(alto(SAMPLE).iter(f"{A}String"))[-1].attrib["CONTENT"] == broken
    assert of_class(hocr(SAMPLE), "ocrx_word")[-1].text == broken
    name = 'tờ "khai" <1>\x07.pdf'
    assert next(alto(SAMPLE, name=name).iter(f"{A}fileName")).text == 'tờ "khai" <1>\ufffd.pdf'
    told = of_class(hocr(SAMPLE, name=name), "ocr_page")[0].attrib["title"]
    assert told.startswith("image \"tờ 'khai' <1>\ufffd.pdf\"; bbox 0 0 1000 800; ppageno 0;")


def test_hocr_nests_pages_blocks_lines_and_words() -> None:
    root = hocr(SAMPLE, SAMPLE)
    assert root.tag == f"{H}html"
    assert [len(of_class(leaf, "ocrx_word")) for leaf in of_class(root, "ocr_page")] == [5, 5]
    names = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(names) == len(set(names))
    for outer, inner in (
        ("ocr_page", "ocr_carea"), ("ocr_carea", "ocr_line"), ("ocr_line", "ocrx_word")
    ):  # fmt: skip
        assert all(
            child.attrib["class"] == inner for part in of_class(root, outer) for child in part
        )
    declared = {m.attrib.get("name"): m.attrib["content"] for m in root.iter(f"{H}meta")}
    used = {element.attrib["class"] for element in root.iter() if "class" in element.attrib}
    assert used == set(declared["ocr-capabilities"].split())
    assert "tesseract 5/vie/cleanup 1" in declared["ocr-system"]


def test_hocr_tells_boxes_confidences_and_baselines() -> None:
    root = hocr(SAMPLE)
    assert of_class(root, "ocrx_word")[0].attrib["title"] == "bbox 10 10 90 50; x_wconf 91"
    line = of_class(root, "ocr_line")[0].attrib["title"]
    assert line == "bbox 10 10 180 50; x_size 40.0; baseline 0.0059 -6.0"


def test_a_turned_page_says_how_its_print_is_turned() -> None:
    turned = page(word("Họ", 10, 0), rotation=90)
    assert next(alto(turned).iter(f"{A}Page")).attrib["ROTATION"] == "90"
    told = of_class(hocr(turned), "ocr_line")[0].attrib["title"]
    assert "textangle 90" in told
    assert "baseline" not in told


def test_an_empty_page_is_a_page_without_blocks() -> None:
    assert len(list(alto(page()).iter(f"{A}PrintSpace"))) == 1
    assert not list(alto(page()).iter(f"{A}TextBlock"))
    assert not of_class(hocr(page()), "ocr_carea")


def test_the_numbers_of_pages_that_could_be_read_are_kept() -> None:
    root = ET.fromstring(write_alto([(2, SAMPLE), (5, SAMPLE)], file_name="a.pdf", created=AT))
    assert [leaf.attrib["PHYSICAL_IMG_NR"] for leaf in root.iter(f"{A}Page")] == ["2", "5"]


MARKED = replace(
    page(word("Họ", 10, 0), word("An", 100, 0, by_hand=True)),
    regions=(
        Region(RegionKind.SEAL, Box(5, 6, 105, 106), 0.9),
        Region(RegionKind.PICTURE, Box(300, 6, 400, 206), 0.6),
        Region(RegionKind.TABLE, Box(0, 300, 900, 700), 0.8),
    ),
    layers=(Layer("red", 0.42, Box(5, 6, 105, 106)), Layer("black", 3.1, Box(0, 0, 900, 700))),
)


def test_alto_tells_regions_inks_and_what_is_written_by_hand() -> None:
    root = alto(MARKED)
    tags = {tag.attrib["ID"]: tag.attrib["LABEL"] for tags in root.iter(f"{A}Tags") for tag in tags}
    assert set(tags.values()) == {"seal", "picture", "table", "handwriting", "red", "black"}
    told = [tag.attrib.get("DESCRIPTION") for tag in root.iter(f"{A}OtherTag")]
    assert told == ["0.42 % of page 1", "3.1 % of page 1"]
    seal = next(root.iter(f"{A}GraphicalElement")).attrib
    assert (tags[seal["TAGREFS"]], seal["HPOS"], seal["HEIGHT"]) == ("seal", "5", "100")
    assert tags[next(root.iter(f"{A}Illustration")).attrib["TAGREFS"]] == "picture"
    assert tags[next(root.iter(f"{A}ComposedBlock")).attrib["TAGREFS"]] == "table"
    assert [w.attrib.get("TAGREFS") for w in root.iter(f"{A}String")] == [
        None, "region-handwriting"
    ]  # fmt: skip
    names = [element.attrib["ID"] for element in root.iter() if "ID" in element.attrib]
    assert len(names) == len(set(names))


def test_hocr_tells_regions_inks_and_what_is_written_by_hand() -> None:
    root = hocr(MARKED)
    assert (
        of_class(root, "ocr_image")[0].attrib["title"] == "bbox 5 6 105 106; x_kind seal; x_conf 90"
    )
    assert len(of_class(root, "ocr_photo")) == len(of_class(root, "ocr_table")) == 1
    assert "x_inks red 0.420 black 3.100" in of_class(root, "ocr_page")[0].attrib["title"]
    hands = [w.attrib["title"].endswith("; x_by_hand 1") for w in of_class(root, "ocrx_word")]
    assert hands == [False, True]
    (can,) = [m for m in root.iter(f"{H}meta") if m.attrib.get("name") == "ocr-capabilities"]
    assert {"ocr_image", "ocr_photo", "ocr_table"} <= set(can.attrib["content"].split())
