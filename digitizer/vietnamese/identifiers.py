"""Numbers of other papers: whether they can be what they say, and sums written out in words."""

from __future__ import annotations

import itertools
import re

from rapidfuzz.distance import Levenshtein

from digitizer.vietnamese.numbers import parse_personal_number
from digitizer.vietnamese.text import collapse, fold, nfc

_TAX = re.compile(r"(\d{10})(?:-\d{3})?", re.ASCII)
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_OLD_ID = re.compile(r"\d{9}", re.ASCII)
_PASSPORT = re.compile(r"[A-Z]\d{7,8}", re.ASCII)
_INSURANCE = re.compile(r"\d{10}", re.ASCII)
_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ")
_LARGEST = 10**18
# ways of saying the same, so that “lẻ” and “linh”, “mốt” and “một” are one
_SAME = {"linh": "le", "ngan": "nghin", "tu": "bon", "lam": "nam", "nham": "nam", "ti": "ty"}
_VARIANTS = {"lẻ": ("lẻ", "linh"), "nghìn": ("nghìn", "ngàn"), "tỷ": ("tỷ", "tỉ")}
_BEHIND_TENS = {"một": ("mốt",), "bốn": ("bốn", "tư"), "năm": ("lăm", "nhăm")}
_AROUND = frozenset({"đồng", "chẵn", "và", "việt", "nam"})
_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = frozenset({"dong", "chan", "va"})
_MOST_MISREAD = 0.12


def tax_code_fits(text: str) -> bool:
    """Return whether a tax code's check digit agrees (TT 105/2020/TT-BTC art. 5).

    Since 1 July 2025 persons and household businesses have their personal number as tax code.
    """
    found = _TAX.fullmatch(text)
    if found is None:
        return parse_personal_number(text) is not None
    total = sum(int(d) * w for d, w in zip(found[1], _TAX_WEIGHTS, strict=False))
    return 10 - total % 11 == int(found[1][9])


def identity_number_fits(text: str) -> bool:
    """Return whether it can be a personal number, an old nine-digit card's or a passport's."""
    bare = text.replace(" ", "").upper()
    personal = parse_personal_number(bare) is not None
    return personal or bool(_OLD_ID.fullmatch(bare) or _PASSPORT.fullmatch(bare))


def insurance_number_fits(text: str) -> bool:
    """Return whether it can be a social-insurance number: ten digits, or the personal number."""
    bare = text.replace(" ", "")
    return _INSURANCE.fullmatch(bare) is not None or parse_personal_number(bare) is not None


def spoken(number: int) -> str:
    """Return a sum in words: 1205 is “một nghìn hai trăm lẻ năm”."""
    if not 0 <= number < _LARGEST:
        raise ValueError(number)
    if number == 0:
        return _ONES[0]
    groups: list[int] = []
    while number:
        number, rest = divmod(number, 1000)
        groups.append(rest)
    words: list[str] = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            words.append(_hundreds(groups[place], whole=place < len(groups) - 1))
            words.append(_SCALES[place])
    return collapse(" ".join(words))


def _hundreds(number: int, *, whole: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = f"{_ONES[hundreds]} trăm " if hundreds or whole else ""
    if not rest:
        return said
    tens, ones = divmod(rest, 10)
    if not tens:
        return said + ("lẻ " if said else "") + _ONES[ones]
    said += "mười " if tens == 1 else f"{_ONES[tens]} mươi "
    return said + (_ONES[ones] if ones else "")


def spells_sum(words: str, number: int) -> bool:
    """Return whether the words say exactly this sum, letter for letter and mark for mark.

    Behind “mươi” one is “mốt” and five “lăm”; nowhere else.
    """
    if not 0 <= number < _LARGEST or any(map(str.isdigit, words)):
        return False
    said = [word for word in _WORD.findall(nfc(words).lower()) if word not in _AROUND]
    wanted = spoken(number).split()
    ways = [_ways(before, word) for before, word in itertools.pairwise(["", *wanted])]
    return len(said) == len(ways) and all(word in way for word, way in zip(said, ways, strict=True))


def _ways(before: str, word: str) -> tuple[str, ...]:
    """Return how a word of a sum is said behind another one."""
    if before == "mươi" and word in _BEHIND_TENS:
        return _BEHIND_TENS[word]
    if before == "mười" and word == "năm":
        return ("lăm",)
    return _VARIANTS.get(word, (word,))


def says_sum(words: str, number: int) -> bool:
    """Return whether the words say this sum, a few letters misread or not, and no other near it.

    Sums that differ in one digit are told apart: the words are nearer to none of them.
    """
    if not 0 <= number < _LARGEST:
        return False
    said = _plain(words)
    wanted = Levenshtein.distance(said, _plain(spoken(number)))
    if not said or wanted > _MOST_MISREAD * len(said):
        return False
    digits = str(number)
    others = {
        int(digits[:place] + other + digits[place + 1 :])
        for place, other in itertools.product(range(len(digits)), "0123456789")
        if digits[place] != other
    } | {number * 10, number // 10}
    return all(
        wanted < Levenshtein.distance(said, _plain(spoken(other)))
        for other in others
        if other < _LARGEST and other != number
    )


def _plain(words: str) -> str:
    text = fold(words).replace("viet nam", " ")
    kept = [_SAME.get(word, word) for word in re.findall(r"[a-z]+", text)]
    return " ".join(word for word in kept if word not in _FILLERS)
