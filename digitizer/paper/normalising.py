"""Turns a printed value into the form in which it is stored, by the kind of the field."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from digitizer.catalogue import Rules, shipped_rules
from digitizer.model.doctype import Reads
from digitizer.paper.naming import mended_name
from digitizer.paper.neighbours import parted_words
from digitizer.paper.normalised import Normalised
from digitizer.paper.numbers_of import area, money, number_of, personal_id, phone
from digitizer.paper.tidying import NOTE, REMAINS, UNIT_KEYS, cleaned, without_leader_dots
from digitizer.paper.wordings import with_known_phrases
from digitizer.vietnamese import (
    collapse,
    compact,
    fold,
    is_full_date,
    is_syllable,
    parse_date,
    strip_filler,
)

# a raised note mark that was only half read: what was cut off may have been the value's
_HALF_NOTE = re.compile(r"^(?:\d\)|[?'’”])")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOTATION = re.compile(r"\b\d{1,6}/[A-ZĐ]{2,}(?:-[A-ZĐ0-9]+){0,3}\b")
_LONE_SIGNS = frozenset({".", "..", "...", "_", "|", "·", "¦", ",", ":"})
_ABBREVIATIONS = frozenset(
    {"ubnd", "hđnd", "mttq", "tthc", "bhxh", "bhyt", "qsdđ", "ccvc", "cccd"}
    | {"tp", "tx", "tt", "q", "p", "h", "x", "kp"}
)
# a sum is parted by points; a comma among three groups of figures cannot part decimals
_POINTS = re.compile(r"[.,\s]+")
_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3}){2,}(?![\d.,]*\d)", re.ASCII)
_LETTER = re.compile(r"[a-z0-9]")
_ANOTHER = re.compile(r"[:;]")
# what a name is explained with: “PHẠM VĂN GỖ (ông ngoại)”
_EXPLAINED = re.compile(r"\s\([^()\d]{2,40}\)\s*$")
# an address has no semicolon, nor a dash behind a comma; short forms end in a stop
_NO_COMMA = re.compile(r";(?:\s|$)|,\s?[-:;]\s?(?=\w)")
_SHORT_FORM = re.compile(r"\b(TP|TX|TT),\s")
# the “Ia” of rivers and communes in Tây Nguyên, whose capital looks like a small l in most types
_SMALL_IA = re.compile(r"\bla(?= [A-ZĐÊÔƠƯĂÂ])")
# a slash between house numbers that was read as a letter: “45I7”
_HOUSE = re.compile(r"(?<=\d)[Il|!](?=\d)")
_NOT_IN_MAIL = re.compile(r"[^A-Za-z0-9.@_%+-]")
_MAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.ASCII)
# what “@” is read as; the stop behind it is lost with leaders
_MAIL_LIKE = re.compile(
    r"([A-Za-z0-9._%+-]{1,64}?)\s?(?:\(?[@©®]\)?|\([2Qa]\)?)\s?"
    r"([A-Za-z0-9-]{1,63}(?:[. ][A-Za-z0-9-]{1,63}){1,4})",
    re.ASCII,
)
# decimals are parted by a comma; a stop before three figures may part thousands
_DECIMALS = re.compile(r"(?<=\d)\.(?=\d{1,2}\s(?:m|m²|m2|km|ha|kg)(?:\W|$))")
# a measure's unit is printed with or without a space; it is kept with one
_BEFORE_UNIT = re.compile(r"(?<=\d)(?=(?:m|m²|m2|km|ha|kg)(?:\W|$))")
_UNIT_VALUES = frozenset(
    {"phường", "xã", "quận", "huyện", "tỉnh", "tổ", "thôn", "xóm", "số", "thị"}
)
_UNIT_WORDS = {fold(word): word for word in _UNIT_VALUES}
_LONG_UNIT = 5
_NEAR = 0.75
# a slash is easily read as a letter or a one; a date read so is never taken without a look
_STROKES = re.compile(
    r"(?<!\d)(\d\d)[/IJljíìÌÍ|!1iT]{1,2}(\d\d)[/IJljíìÌÍ|!1iT]{1,2}((?:19|20)\d\d)(?!\d)"
)
_WHOLE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_AROUND_YEAR = " .,;:()[]®©°*'\"`|/\\-–0123456789"
_ONES = str.maketrans(dict.fromkeys("!íìÍÌïÏîÎ¡|lI[]", "1"))
_COMMA = re.compile(r"(?<=\d),(?=\d)")
# the raised two of “m²”
_RAISED_TWO = re.compile(r"(?<=\d\sm)[?°ˆ˚*'’\"”](?=[\s,;.)]|$)")
_LOOKS = str.maketrans({"i": "1", "l": "1", "|": "1", "!": "1", "h": "11", "o": "0"})
_LOOSE = re.compile(
    r"(?<!\d)((?<!\b\d\s)\d|\d\d)\W{0,3}thang\W{0,3}(\d{1,2})\W{0,3}nam\W{0,3}(\d{4})"
)
_STROKE_OR_LESS = ("/", "1", "")
# a stroke may also be lost or read as a one; then only one way to cut the digits may be a date
_RUN_TOGETHER = tuple(
    rf"(\d\d){first}(\d\d){second}((?:19|20)\d\d)"
    for first, second in itertools.product(_STROKE_OR_LESS, repeat=2)
)


def normalise(reads: Reads, raw: str, rules: Rules) -> Normalised:
    """Return the value in stored form; what is not of its kind is kept as printed, refused."""
    text = cleaned(raw)
    if not text:
        return Normalised("", accepted=False)
    normalised = _NORMALISERS[reads](text, rules)
    start = strip_filler(raw)
    return _unless_cut(normalised, start)


def among(values: Sequence[str], raw: str, rules: Rules) -> Normalised:
    """Return the one of the listed wordings that is printed; any other text stays as printed."""
    known = {fold(value): value for value in values}
    text = cleaned(raw)
    spelled = _one_of(without_leader_dots(text), known) if text else Normalised("", accepted=False)
    if spelled.value in values:
        # “Bố vợ” is no misread label before “Vợ”
        spelled = replace(spelled, mended=spelled.mended and not is_well_spelled(text))
        return _unless_cut(spelled, strip_filler(raw))
    looks = [value for value in values if _look(value) == _look(text)]
    if len(looks) == 1:
        return Normalised(looks[0], accepted=True, plausible=False)
    return replace(normalise(Reads.TEXT, raw, rules), plausible=False)


def _look(text: str) -> str:
    """Return what short notations look like: “BI” is like “B1”, “Cấp HI” like “Cấp III”."""
    return fold(text).translate(_LOOKS)


def _unless_cut(normalised: Normalised, start: str) -> Normalised:
    """Return the value, doubted where what was cut off before it may have been part of it."""
    if _HALF_NOTE.match(start) or REMAINS.match(NOTE.sub("", start)):
        return replace(normalised, plausible=False)
    return normalised


def _text(text: str, rules: Rules) -> Normalised:
    if "@" in text and " " not in text and "(" not in text:
        who, _, host = _NOT_IN_MAIL.sub("", text).partition("@")
        plausible = _MAIL.fullmatch(text) is not None
        return Normalised(f"{who}@{host.lower()}", accepted=True, plausible=plausible)
    mail = _MAIL_LIKE.fullmatch(text)
    if mail is not None:
        host = mail[2].replace(" ", ".").lower()
        return Normalised(f"{mail[1]}@{host}", accepted=True, plausible=False)
    spaced = _RAISED_TWO.sub("²", _DECIMALS.sub(",", _BEFORE_UNIT.sub(" ", text)))
    spaced = _SUM.sub(lambda found: found[0].replace(",", "."), spaced)
    tidy = parted_words(with_known_phrases(without_leader_dots(spaced), rules))
    spelled = is_well_spelled(tidy)
    same = tidy == spaced
    only_signs = not same and with_known_phrases(_without_lone_signs(spaced), rules) == tidy
    return Normalised(
        tidy, accepted=True, plausible=same and spelled, mended=only_signs and spelled
    )


def is_well_spelled(text: str) -> bool:
    """Return whether every word can be Vietnamese, an abbreviation or a number."""
    return all(
        is_syllable(word)
        or word.lower() in _ABBREVIATIONS
        or (word.isupper() and len(word) == 1)
        or word.lower() in _peoples()
        for word in _LETTERS.findall(_NOTATION.sub("", text))
    )


@functools.cache
def _peoples() -> frozenset[str]:
    """Return the words of the peoples' names, some of which are no Vietnamese syllables: “Hrê”."""
    names = shipped_rules().ethnicities.values()
    return frozenset(word.lower() for name in names for word in _LETTERS.findall(name))


def _without_lone_signs(text: str) -> str:
    """Return the text without signs that stand alone: what is left of leaders and of dirt."""
    return " ".join(word for word in text.split(" ") if word not in _LONE_SIGNS)


def _name(text: str, rules: Rules) -> Normalised:
    named = _EXPLAINED.sub("", text)
    printed = collapse(named.replace(".", " ").replace("_", " "))
    # a speck behind the name is no part of it
    read = printed.split(" ")
    words = [word for word in read if _LETTER.search(fold(word))] or read
    mended = mended_name(words, rules)
    accepted = len(mended) >= 2 and not any(c.isdigit() for c in printed)
    tidy = all(word.isalpha() for word in mended)
    known = mended[0].lower() in rules.family_names
    sound = mended == read and tidy and known and _spelled(mended) and named == text
    return Normalised(" ".join(mended), accepted, plausible=sound)


def _spelled(words: list[str]) -> bool:
    return all(is_syllable(word) for word in words)


def _date(text: str, rules: Rules) -> Normalised:
    """Return the date; a part of one is kept, but a date field wants a whole one."""
    found = _year(text, rules)
    return replace(found, plausible=found.plausible and is_full_date(found.value))


def _sex(text: str, _rules: Rules) -> Normalised:
    words = [one for one in fold(text).replace("/", " ").split() if compact(one)]
    if len(words) > 1 and words[0].strip(",;") in ("nam", "nu") and _ANOTHER.search(text):
        # another label follows that nobody knows: “Nam Sinh ngày: 08/12/1986”, “Nam; sinh ngày …”
        words = [words[0].strip(",;")]
        return Normalised("Nam" if words[0] == "nam" else "Nữ", accepted=True, plausible=False)
    if words == ["nam"]:
        return Normalised("Nam", accepted=True)
    if words == ["nu"]:
        return Normalised("Nữ", accepted=True)
    if "ữ" in text.lower() and len(text) <= 3:
        return Normalised("Nữ", accepted=True, plausible=False)
    if len(words) == 1 and (words[0].endswith("nam") or words[0][1:] == "am") and len(text) <= 5:
        return Normalised("Nam", accepted=True, plausible=False)
    return Normalised(text, accepted=False)


def _year(text: str, _rules: Rules) -> Normalised:
    found = parse_date(text)
    strokes = _STROKES.search(text)
    loose = None if strokes else _LOOSE.search(fold(text.translate(_ONES)))
    # of “Í1 tháng 11 năm 2026” month and year are not all that is printed
    if found is not None and (is_full_date(found) or loose is None):
        return Normalised(found, accepted=True)
    parts = strokes or loose
    guess = parse_date("/".join(parts.groups())) if parts else _run_together(text)
    return Normalised(
        guess or text,
        accepted=guess is not None,
        plausible=False,
        mended=loose is not None and is_full_date(guess or ""),
    )


def _year_alone(text: str, rules: Rules) -> Normalised:
    """Return a date, or the only year among what is left of a note mark: “1:®) 1992”."""
    found = _year(text, rules)
    years = set(_WHOLE_YEAR.findall(text))
    if found.accepted or len(years) != 1 or _WHOLE_YEAR.sub("", text).strip(_AROUND_YEAR):
        return found
    return Normalised(years.pop(), accepted=True, plausible=False)


def _run_together(text: str) -> str | None:
    """Return the only date that digits whose strokes were lost or read as ones can stand for."""
    run = text.replace(" ", "")
    splits = [re.fullmatch(pattern, run, re.ASCII) for pattern in _RUN_TOGETHER]
    dates = {parse_date("/".join(split.groups())) for split in splits if split is not None}
    found = dates - {None}
    return found.pop() if len(found) == 1 else None


_NUMBER = "số"


def _with_unit_marks(text: str) -> tuple[str, bool]:
    """Return an address with the marks of its unit words put right, and whether they were."""
    words = text.split(" ")
    mended = [_unit_word(word) if word not in _UNIT_VALUES else word for word in words]
    # only words that begin a part of the address are unit words
    starts = [n == 0 or words[n - 1].endswith(",") for n in range(len(words))]
    # “Sở Tư pháp” is an office; a house number has figures
    starts = [
        start and (new != _NUMBER or any(map(str.isdigit, "".join(words[n + 1 : n + 2]))))
        for n, (start, new) in enumerate(zip(starts, map(str.lower, mended), strict=True))
    ]
    kept = [
        _cased(new, old) if start and new != old else old
        for new, old, start in zip(mended, words, starts, strict=True)
    ]
    return " ".join(kept), kept == words


def _unit_word(word: str) -> str:
    """Return the unit word that differs in marks, or in one letter of a long one."""
    folded = fold(word)
    if folded in _UNIT_WORDS:
        return _UNIT_WORDS[folded]
    near = [
        unit
        for key, unit in _UNIT_WORDS.items()
        if len(key) >= _LONG_UNIT and len(key) == len(folded) and word.islower()
        if Levenshtein.distance(key, folded) == 1
    ]
    return near[0] if len(near) == 1 else word


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word


def _address(text: str, rules: Rules) -> Normalised:
    printed = re.sub(r"\s+([,.;])", r"\1", collapse(text))
    spaced = _NO_COMMA.sub(", ", _SHORT_FORM.sub(r"\1. ", printed))
    slashed = _HOUSE.sub("/", _SMALL_IA.sub("Ia", spaced))
    tidy, units_read = _with_unit_marks(with_known_phrases(without_leader_dots(slashed), rules))
    spelled = units_read and is_well_spelled(tidy)
    # only stops that leaders left, or that commas were read as, were put right
    stops = _POINTS.sub("", spaced) == _POINTS.sub("", tidy) and not _has_stop_before_unit(spaced)
    return Normalised(
        tidy,
        accepted=len(tidy) >= 3,
        plausible=tidy == printed and spelled,
        mended=stops and tidy != printed and spelled,
    )


def _has_stop_before_unit(text: str) -> bool:
    """Return whether a stop before a unit was left out that may have been a comma: “5. Thôn”."""
    words = text.split(" ")
    return any(
        before.endswith(".") and word[:1].isupper() and fold(word.strip(".,")) in UNIT_KEYS
        for before, word in itertools.pairwise(words)
    )


def _nationality(text: str, rules: Rules) -> Normalised:
    return _one_of(text, dict(rules.nationalities))


def _ethnicity(text: str, rules: Rules) -> Normalised:
    return _one_of(text, dict(rules.ethnicities))


def _one_of(text: str, known: dict[str, str]) -> Normalised:
    """Return the official spelling when the words differ only in marks; else what was read."""
    folded = " ".join(fold(text).split())
    if folded in known:
        return Normalised(known[folded], accepted=True)
    behind = [name for name in known if folded.endswith(f" {name}")]
    longest = max(behind, key=len, default="")
    before = folded.removesuffix(f" {longest}")
    several = before.endswith(",") or any(f" {before} ".endswith(f" {name} ") for name in known)
    if longest and several:
        # two of them: “A1, B”, or “Mường Mông”, the words of two columns
        return Normalised(text, accepted=True, plausible=False)
    if len({known[name] for name in behind}) == 1:
        # what stands before it is a misread label or its translation
        return Normalised(known[behind[0]], accepted=True, plausible=False, mended=True)
    near = process.extract(
        folded, list(known), scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR, limit=2
    )
    if len({known[str(hit[0])] for hit in near}) == 1:
        return Normalised(known[str(near[0][0])], accepted=True, plausible=False)
    return Normalised(text, accepted=True, plausible=False)


def _code(text: str, _rules: Rules) -> Normalised:
    """Return a notation without spaces; between figures a comma is a point that was misread."""
    tidy = re.sub(r"\s*([/.\-])\s*", r"\1", text)
    pointed = _COMMA.sub(".", tidy)
    mended = pointed != tidy
    return Normalised(pointed, accepted=True, plausible=not mended, mended=mended)


_NORMALISERS: dict[Reads, Callable[[str, Rules], Normalised]] = {
    Reads.TEXT: _text,
    Reads.NAME: _name,
    Reads.DATE: _date,
    Reads.YEAR: _year_alone,
    Reads.SEX: _sex,
    Reads.PERSONAL_ID: personal_id,
    Reads.NUMBER: number_of,
    Reads.MONEY: money,
    Reads.PHONE: phone,
    Reads.ADDRESS: _address,
    Reads.NATIONALITY: _nationality,
    Reads.ETHNICITY: _ethnicity,
    Reads.CODE: _code,
    Reads.AREA: area,
}
