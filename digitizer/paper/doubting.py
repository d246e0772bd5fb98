"""What in a value that all readings agree on still speaks against it."""

from __future__ import annotations

import functools
import re
import unicodedata

from digitizer.catalogue import shipped_rules
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.catalogue.patterns import LONGEST_TEXT
from digitizer.catalogue.spelling import ends_in_half_a_province, ends_in_no_unit
from digitizer.catalogue.units import shipped_units, split_kind
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper import neighbours
from digitizer.paper.honorifics import form_of_address, is_addressed
from digitizer.paper.layout import Piece
from digitizer.paper.normalised import Normalised

# strokes that are no more than an I; a stop between “số” and figures
_STROKES = re.compile(r"\b(?:V?I{1,3}|IV)\b|số\.\s*\d", re.IGNORECASE)
# a speck read as a dash or as one sign more: “Văn- phòng”, “An Mỹ,,thành phố”
_SPECK_AMONG_SIGNS = re.compile(r"[^\W\d_]-\s|[,;:]\s?[-,;:.]|[^\W\d_][:;][^\W\d_]")
# a semicolon whose tail is lost: “vay vốn ngân hàng: không có giá trị sử dụng để …”
_COLON_IN_SENTENCE = re.compile(r"(?:[^\s:]+\s){2}[^\s:]+:\s[a-zà-ỹđ]")
# nothing stands behind the province: “tỉnh Đắk Lắk 10 Quê quán, Xã Krông Năng, tỉnh Đắk Lắk”
_PAST_PROVINCE = re.compile(r"\btỉnh\s[^,]{2,30}?(?:\s\d|,.{1,99}?\btỉnh\s)", re.IGNORECASE)
# something follows these words on every paper
_OPEN_ENDS = (" số", " ngày", " do", " tại", " của", " và", " cấp", " về", " với", " theo", ",")
# no paper prints these among words: “€Ơ SỞ”
_ODD_SIGN = re.compile(r"[^\w\s.,;:/()\-–&%\"'’“”+@²³°*#]")
# a stop between figures was lost: “H48 83.78”
_HALF_CODE = re.compile(r"\d\s\d", re.ASCII)
# “30/TLKS-BS Cầu Kè, ngày 25”: what stands beside a code was taken for its end
_WORDED = re.compile(r"\s[^\W\d_][a-zà-ỹ]")
# the number of an identity paper or a passport
_NUMBER = re.compile(r"\d{7,}", re.ASCII)
_BARE_NUMBER = re.compile(r"[\d\s]{12,}", re.ASCII)
_IDENTITY_PAPER = "identity-paper"
_DOT = "\N{COMBINING DOT BELOW}"
_DASHES = ("-", "–")
_ITEM = re.compile(r"\d{1,2}\.?")
# an office that is not named yet: “do Cục / Cảnh sát quản lý hành chính …”
_UNNAMED = frozenset({"cục", "chi cục", "sở", "bộ", "phòng", "ủy ban", "ubnd", "chi nhánh"})
_NOTE_BEFORE = re.compile(r"\W*\d\s[^\W\d_]")
# “Thôn Khe O”
_ZERO = re.compile(r"[^\W\d_] 0(?!\w)")
_COLON_BEHIND_UNIT = re.compile(r"\b(?:tỉnh|thành phố|xã|phường|huyện|quận):\s", re.IGNORECASE)
_FEW_WORDS = 3
_TONES = (_DOT, *"\u0300\u0301\u0303\u0309")


def loses_strokes(rule: FieldRule, value: str) -> bool:
    """Return whether a stroke that all readings lose alike would leave another sound value.

    “Cấp III” loses an I; the dot of “PHƯỢNG” goes under in the leaders, and “PHƯƠNG” is a name too;
    after “số.” a stop stands that the paper does not have.
    """
    if rule.reads is Reads.NAME:
        first, *others = value.upper().split() or [""]
        # “LÊ” stands first as a family name, “LỆ” is none
        exposed = others if first.lower() in shipped_rules().family_names else [first, *others]
        return any(_dotted(word) & _dotted_names() for word in exposed if not _has_tone(word))
    return rule.reads is Reads.TEXT and _STROKES.search(value) is not None


def is_unsound(rule: FieldRule, normalised: Normalised) -> bool:
    """Return whether the value cannot end where it does, “CCCD số”, or holds what dirt is read as.

    That is a dash alone between two words of an address, and a sign beside another one. Nor is a
    name sound with a word that no office text and no list holds, though it may be a people's.
    """
    value = normalised.value
    if rule.reads in (Reads.NAME, Reads.ADDRESS, Reads.TEXT) and _ODD_SIGN.search(value):
        return True
    match rule.reads:
        case Reads.CODE:
            return _is_no_code(rule, value)
        case Reads.NAME:
            written = all(map(neighbours.is_written, value.split()))
            return not written or form_of_address(value.split()) > 0
        case Reads.ADDRESS:
            dirty = " - " in value or ":" in value or _PAST_PROVINCE.search(value) is not None
            # of “Hồ Chí Minh”, “Thôn” the rest may stand in another line
            part = "," not in value and len(value.split()) <= _FEW_WORDS
            dirty = dirty or _ZERO.search(value) is not None
            no_unit = ends_in_no_unit(shipped_units(), value)
            return dirty or part or no_unit or _is_unsound_text(rule, value)
        case Reads.TEXT:
            open_ended = value.lower().endswith(_OPEN_ENDS) or neighbours.has_dash_inside(value)
            odd = neighbours.has_odd_capital(value) or (rule.sensitive and is_addressed(value))
            return open_ended or odd or _is_unsound_text(rule, value)
        case _:
            return False


def _is_unsound_text(rule: FieldRule, value: str) -> bool:
    """Return whether an address or another text holds what no such value has."""
    if _IDENTITY_PAPER in rule.checks and not _tells_paper(value):
        return True
    return (
        _stands_around(rule, value)
        or _SPECK_AMONG_SIGNS.search(value) is not None
        or _COLON_IN_SENTENCE.search(value) is not None
        or _COLON_BEHIND_UNIT.search(value) is not None
        or ends_in_half_a_province(shipped_units(), value)
    )


def _is_no_code(rule: FieldRule, value: str) -> bool:
    """Return whether words are among a code, or it is not written as the definition tells."""
    worded = not rule.shape and _WORDED.search(value) is not None
    # the title below which it was looked for, or the label before it
    numbered = any(map(str.isdigit, value)) and ":" not in value
    return (
        worded
        or not numbered
        or _HALF_CODE.search(value) is not None
        or not _has_shape(rule, value)
    )


def _stands_around(rule: FieldRule, value: str) -> bool:
    """Return whether the words are what stands below or behind a value that was not filled in.

    That is the number of the next item, or a unit below its committee, which alone issues nothing.
    """
    if rule.region == "top-left":
        return split_kind(value)[0] != ""
    return rule.reads is Reads.TEXT and (
        _ITEM.fullmatch(value) is not None or value.lower() in _UNNAMED
    )


def _tells_paper(value: str) -> bool:
    """Return whether a value names an identity paper and its number.

    Of “CCCD Cấp ngày 14 tháng 7 năm 2021” that stands elsewhere; twelve figures alone may be the
    personal number, which is nobody's paper. A figure before it is the mark of a note.
    """
    marked = _NOTE_BEFORE.match(value) is not None
    return not marked and _NUMBER.search(value) is not None and not _BARE_NUMBER.fullmatch(value)


def breaks_off(line: tuple[Piece, ...]) -> bool:
    """Return whether more follows: a list, “Ông Hùng, khối 7;”, or a name, “tỉnh Bà Rịa -”."""
    last = line[-1]
    if last.text not in _DASHES or len(line) < 2:
        return last.text.endswith(";")
    # alone in its line it is the mark of the next item
    return last.box.left - line[-2].box.right < line[-2].box.height


def _has_shape(rule: FieldRule, value: str) -> bool:
    """Return whether a code is written as its definition tells, if that tells it."""
    return not rule.shape or re.fullmatch(rule.shape, value[:LONGEST_TEXT]) is not None


@functools.cache
def _dotted_names() -> frozenset[str]:
    """Return the given names with a dot below a letter, in capitals."""
    names = shipped_lexicon().given_names
    return frozenset(one.upper() for one in names if _DOT in unicodedata.normalize("NFD", one))


def _has_tone(word: str) -> bool:
    return any(one in _TONES for one in unicodedata.normalize("NFD", word))


def _dotted(word: str) -> set[str]:
    """Return the word with a dot under each of its letters in turn."""
    return {
        unicodedata.normalize("NFC", word[: place + 1] + _DOT + word[place + 1 :])
        for place in range(len(word))
    }
