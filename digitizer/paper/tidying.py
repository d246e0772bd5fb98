"""Printed text without what is no part of it: leaders, note marks, specks."""

from __future__ import annotations

import re

from digitizer.vietnamese import collapse, fold, strip_filler

NOTE = re.compile(r"^(?:\(?\d\)|[?'’”]{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]+)\s{0,3}")
_SHORTENED = frozenset(
    {"tp", "p", "q", "tx", "tt", "h", "x", "kp", "ts", "bs", "ths", "st", "so", "đ"}
)
UNIT_KEYS = frozenset({"phuong", "xa", "thi", "thanh", "tinh", "huyen", "quan", "thon", "to", "ap"})
_INNER_DOT = re.compile(
    r"(?<=\d)\.+(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})\.+(?=\d)|(?<=[^\W\d_]{2})\.+(?=[^\W\d_]{2})|(?<=[a-zà-ỹ])-(?=[^\W\d_][a-zà-ỹ])"
)
# leaders behind a comma or behind “số”, and a comma whose space they took up
_AFTER_COMMA = re.compile(r"(?<=[^\W_]),\s?[._]+\s?(?=\w)|(?<=[^\W\d_]),(?=[^\W\d_])")
_AFTER_NUMBER_WORD = re.compile(r"(?<=\b[sS]ố)\s?[._]+\s?(?=\d)")
# what remains of raised note marks and specks
_STRAY = re.compile(
    r"(?<=[^\W\d_])\d\)(?=\s)|(?<=\w)[?”“’‘\"'`´*°^]+(?=\s|$)|(?<![^\s])[`´*°^¬|ˆ'’‘¡¦†‡~§]+(?=\s|$)"
    r"|(?<![^\s])[)'\"`´ˆ‘’“”¡]+(?=[^\W\d_])|(?<![^\s])['`´ˆ‘’¡]+(?=\d{3}|\d{1,2}\.\d{3})"
)
# a word and the number behind or before it whose space was lost
_JOINED = re.compile(
    r"(?<=\b[sS]ố)(?=\d{2})|(?<=\bgiờ)(?=\d)|(?<=\bngày)(?=\d)|(?<=\btháng)(?=\d)|(?<=\bnăm)(?=\d)"
    r"|(?<=\d)(?=(?:giờ|phút|ngày|tháng|năm)\b)"
)
# a speck between two words that were read as one; “H'Mông” and the like keep their mark
_SPECK = re.compile(r"(?<=[a-zà-ỹ]{2})['`´ˆ‘’](?=[^\W\d_][a-zà-ỹ])")
# what is left of a note mark or a leader before the value
REMAINS = re.compile(r"^(?:\(\s?\)|[^\w(+]){1,4}\s?(?=[\w(+])")


def cleaned(raw: str) -> str:
    """Return the printed text without leaders, note marks and punctuation at its ends."""
    text = REMAINS.sub("", NOTE.sub("", strip_filler(raw)))
    return strip_filler(text).replace("⁄", "/").replace("∕", "/")


def without_leader_dots(text: str) -> str:
    """Return the text without full stops that are left of a dotted line.

    A stop before the name of a unit stands where a comma was printed.
    """
    tidy = collapse(_JOINED.sub(" ", _SPECK.sub(" ", _STRAY.sub("", text))))
    # the dots of an e-mail address are its own
    if "@" not in tidy:
        tidy = _AFTER_NUMBER_WORD.sub(" ", _AFTER_COMMA.sub(", ", tidy))
        tidy = _INNER_DOT.sub(" ", tidy)
    words = tidy.split(" ")
    kept = []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        bare = word.strip("._")
        if not bare:
            continue
        stays = fold(bare) in _SHORTENED or not after or not word.endswith((".", "_"))
        if stays:
            kept.append(word.lstrip("._"))
        else:
            kept.append(f"{bare}," if _wants_comma(bare, after) else bare)
    return " ".join(kept)


def _wants_comma(word: str, after: str) -> bool:
    """Return whether a comma was printed where a stop was read: “phường Mẫu. tỉnh”, “123. cấp”."""
    if not after[:1].islower():
        return False
    return fold(after) in UNIT_KEYS or (word.isdigit() and fold(after) == "cap")
