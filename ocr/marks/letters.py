"""Letters and signs that only look like those of Vietnamese papers put right."""

from __future__ import annotations

import re
import unicodedata

_DOUBLED = re.compile("ĐÐ|ÐĐ|đð|ðđ")
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u2044": "/"})


def tidied(text: str) -> str:
    """Return NFC text with the đ of other alphabets and the fraction slash as papers have them."""
    whole = unicodedata.normalize("NFC", text)
    # the recogniser may waver between both and write each of them
    return _DOUBLED.sub(lambda found: found[0][0], whole).translate(_LOOKALIKES)
