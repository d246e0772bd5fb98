"""What ``digitizer extract --json`` prints is a contract: names and kinds of every key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitizer.__main__ import main
from tests.ocr.conftest import LINES, png, printed_page

DOCUMENT = {"file", "type", "type_name", "type_probability", "pages", "fields", "findings"} | {
    "page_sizes"
}
FIELD = {
    "name", "title", "value", "raw", "confidence", "sure", "method", "evidence", "alternatives",
    "suggestions",
}  # fmt: skip
METHODS = {"text-layer", "ocr", "qr", "mrz", "derived", "reused", "typed"}


def test_every_document_field_and_finding_has_the_documented_shape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Kính gửi: Ủy ban nhân dân phường Cẩm Thành", *LINES)
    scan = tmp_path / "khai sinh.png"
    scan.write_bytes(png(printed_page(lines)[0]))
    assert main(["extract", str(scan), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["documents"]
    assert told["cards"] == []
    expected = told["expected"]
    assert set(expected) == {"values", "sure", "errors", "errors_among_sure", "not_enough"}
    assert expected["errors_among_sure"] <= expected["errors"]
    for document in told["documents"]:
        assert set(document) >= DOCUMENT
        assert 0 <= document["type_probability"] <= 1
        assert all(isinstance(page, int) for page in document["pages"])
        assert document["page_sizes"] == [{"page": 1, "width": 2480, "height": 3508, "dpi": 300}]
        for field in document["fields"]:
            assert set(field) >= FIELD
            assert 0 <= field["confidence"] <= 1
            assert isinstance(field["sure"], bool)
            assert field["method"] in METHODS
            assert all(isinstance(other, str) for other in field["alternatives"])
            for place in field["evidence"]:
                left, top, right, bottom = place["box"]
                assert place["page"] in document["pages"]
                assert 0 <= left < right <= 2480
                assert 0 <= top < bottom <= 3508
        for finding in document["findings"]:
            assert {"code", "severity", "fields"} <= set(finding)
    (document,) = told["documents"]
    assert document["type"] == "birth_registration_declaration"
    values = {field["name"]: field for field in document["fields"]}
    name = values["requester_name"]
    assert name["value"] == "ĐỖ THỊ KIM UYÊN"
    assert name["evidence"]
