"""What every reading of a scan may lose alike is never sure by reading alone."""

from __future__ import annotations

import pytest

from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.valuing import loses_strokes

NAME = FieldRule("name", "Họ tên", ("Họ tên",), reads=Reads.NAME)
TEXT = FieldRule("class", "Cấp", ("Cấp",), reads=Reads.TEXT)


@pytest.mark.parametrize(
    ("rule", "value", "lost"),
    [
        (NAME, "ĐỖ THỊ NGỌC PHƯƠNG", True),
        (NAME, "ĐỖ THỊ NGỌC PHƯỢNG", False),
        (NAME, "ĐỖ VĂN BÌNH", False),
        (TEXT, "Cấp II", True),
        (TEXT, "Cấp 2", False),
        (TEXT, "CCCD số. 066194016168", True),
        (TEXT, "CCCD số 066194016168", False),
        (TEXT, "ngõ Việt Nam", False),
    ],
)
def test_a_value_that_a_lost_stroke_may_have_made_is_known(
    rule: FieldRule, value: str, lost: bool
) -> None:
    assert loses_strokes(rule, value) is lost


def test_a_family_name_is_not_taken_for_a_name_that_lost_its_dot() -> None:
    name = FieldRule("name", "Tên", ("Tên",), reads=Reads.NAME)
    # LỆ is a given name, and LÊ may be one that lost its dot, but not where family names stand
    assert not loses_strokes(name, "LÊ THỊ HỒNG")
    assert loses_strokes(name, "TRẦN THỊ LÊ")
    assert loses_strokes(name, "ĐỖ THỊ NGỌC PHƯƠNG")
