"""Marks are put right where neighbours leave no doubt, and names, numbers and codes stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.marks import counts, letters, model, syllables
from ocr.model import Box, PageText, Word
from tools import make_marks


def read(*lines: str, confidence: float = 0.95) -> tuple[Word, ...]:
    box = Box(0, 0, 10, 10)
    return tuple(
        Word(word, box, confidence, number)
        for number, line in enumerate(lines)
        for word in line.split()
    )


def restored(*lines: str, confidence: float = 0.95) -> list[str]:
    words = model.restored(read(*lines, confidence=confidence))
    grouped: dict[int, list[str]] = {}
    for word in words:
        grouped.setdefault(word.line, []).append(word.text)
    return [" ".join(line) for line in grouped.values()]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("cơ quan nhà nước có thâm quyền", "cơ quan nhà nước có thẩm quyền"),
        ("các tô chức, cá nhân có liên quan", "các tổ chức, cá nhân có liên quan"),
        ("chịu trách nhiệm kiêm tra việc thực hiện", "chịu trách nhiệm kiểm tra việc thực hiện"),
        ("nộp đây đủ hồ sơ theo quy định", "nộp đầy đủ hồ sơ theo quy định"),
        ("Thủ trưởng các sở, ngành chịu trách nhiệm thì hành", None),
        (
            "nơi đăng ký thường trú trước khi xuất cảnh",
            "nơi đăng ký thường trú trước khi xuất cảnh",
        ),
    ],
)
def test_a_slip_that_neighbours_contradict_is_put_right(wrong: str, right: str | None) -> None:
    expected = right or "Thủ trưởng các sở, ngành chịu trách nhiệm thi hành"
    assert restored(wrong) == [expected]


def test_what_was_read_stays_as_an_alternative_and_the_word_is_not_sure() -> None:
    word = model.restored(read("có thâm quyền"))[1]
    assert (word.text, word.alternatives) == ("thẩm", ("thâm",))
    assert word.confidence <= 0.8


def test_a_sentence_goes_on_over_the_end_of_a_line() -> None:
    assert restored("trình cơ quan có", "thâm quyền quyết định")[1] == "thẩm quyền quyết định"


@pytest.mark.parametrize(
    "names",
    [
        "ông Nguyễn Văn Tô chức vụ giám đốc",
        "NGUYỄN THỊ HÀNH",
        "TRẦN THÂM QUYỀN",
        "Họ và tên: Đỗ Thị Thâm Quyên",
        "Người ký: Lê Công Báo",
        "với chị Lý Thị Mai",
        "Ngày mười một tháng tư năm hai nghìn",
        "Hai trăm bảy mươi lăm triệu đồng",
        "Số: 304/QĐ-UB ngày 12/5/2021",
        "REPUBLIC OF VIET NAM",
        "địa chỉ email tochuc@kiemtra.vn",
    ],
)
def test_names_numbers_and_codes_stay_as_they_were_read(names: str) -> None:
    assert restored(names, confidence=0.3) == [names]


def test_a_spelling_that_vietnamese_lacks_is_no_name() -> None:
    assert restored("QUYÉT ĐỊNH") == ["QUYẾT ĐỊNH"]


def test_a_lone_capitalised_word_changes_only_when_its_neighbour_names_it() -> None:
    assert restored("Kiêm tra việc thực hiện") == ["Kiểm tra việc thực hiện"]
    assert restored("cháu Hoa sinh ngày") == ["cháu Hoa sinh ngày"]


def test_punctuation_and_case_stay() -> None:
    assert restored("(Tô chức); kiêm tra, có thâm quyền,") == [
        "(Tổ chức); kiểm tra, có thẩm quyền,"
    ]


def test_an_empty_page_stays_empty() -> None:
    assert model.restored(()) == ()


@given(st.lists(st.text(max_size=8).filter(lambda text: text.split() == [text]), max_size=12))
def test_any_words_keep_their_number_their_letters_and_their_order(texts: list[str]) -> None:
    words = read(" ".join(texts))
    after = model.restored(words)
    assert len(after) == len(words)
    for old, new in zip(words, after, strict=True):
        if new.text != old.text:
            assert syllables.base(new.text.lower()) == syllables.base(old.text.lower())
            assert old.text in new.alternatives


@pytest.mark.parametrize("word", ["thoả", "thỏa", "hoà", "hòa"])
def test_where_a_tone_is_written_does_not_matter(word: str) -> None:
    split = syllables.split(word)
    assert split is not None
    assert syllables.spelt(syllables.from_key(split.key), word) == word


@pytest.mark.parametrize(
    ("key", "like", "spelt"),
    [
        ("quyêt2", "QUYÉT", "QUYẾT"),
        ("hoan1", "hoan", "hoàn"),
        ("gia2", "gia", "giá"),
        ("gi1", "gi", "gì"),
        ("quy3", "quy", "quỷ"),
        ("nươc2", "Nuoc", "Nước"),
        ("khuya0", "khuya", "khuya"),
    ],
)
def test_the_tone_stands_on_its_letter(key: str, like: str, spelt: str) -> None:
    assert syllables.spelt(syllables.from_key(key), like) == spelt


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "giếng", "quốc", "quyển", "khuỷu", "xoèn", "đoạt", "gìn", "yêu", "ướt", "gì", "ở"],
)
def test_vietnamese_syllables_are_possible(word: str) -> None:
    split = syllables.split(word)
    assert split is not None
    assert syllables.possible(split.letters, split.tone)


@pytest.mark.parametrize("word", ["quyét", "cap", "bàt", "viet", "sản3", "zô", "nghhi"])
def test_what_vietnamese_cannot_spell_is_not_possible(word: str) -> None:
    split = syllables.split(word)
    assert split is None or not syllables.possible(split.letters, split.tone)


def test_the_d_of_other_alphabets_becomes_vietnamese() -> None:
    assert letters.tidied("304/QĐÐ-UB") == "304/QĐ-UB"
    assert letters.tidied("Ðiều ðó") == "Điều đó"


def test_counts_come_back_from_their_file_as_they_went_in() -> None:
    data = make_marks.counted([*["cơ quan có thẩm quyền"] * 3, *["có thẩm quyền"] * 3, "lạ"])
    known = counts.unpacked(data)
    assert known.seen("thâm3") == 6
    assert known.seen_pair("thâm3", "quyên1") == 6
    assert known.seen_pair("", "co2") == 3
    assert known.seen("la5") == 0
    assert known.alike("tham") == ("thâm3",)


def test_a_pair_that_is_a_slip_of_a_far_commoner_one_is_not_counted_unless_it_is_our_own() -> None:
    laws = ["tổ chức"] * 900 + ["tô chức"] * 4
    assert counts.unpacked(make_marks.counted(laws)).seen_pair("tô0", "chưc2") == 0
    known = counts.unpacked(make_marks.counted(laws, ["tô chức"]))
    assert known.seen_pair("tô0", "chưc2") == make_marks.OWN_WEIGHT


def test_the_shipped_counts_are_small_and_quickly_loaded() -> None:
    assert (make_marks.OUT).stat().st_size < 1_500_000
    assert counts.shipped().seen_pair("thâm3", "quyên1") > 1000


def test_pages_stored_before_there_were_alternatives_can_be_read() -> None:
    page = PageText(10, 10, 300, read("có thẩm quyền"))
    stored = page.to_dict()
    for word in stored["words"]:
        del word["alternatives"]
    assert PageText.from_dict(stored) == page
