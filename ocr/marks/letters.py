"""Letters that only look Vietnamese put right."""

from __future__ import annotations

import re
import unicodedata

_DOUBLED = re.compile("ĐÐ|ÐĐ|đð|ðđ")
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})


def tidied(text: str) -> str:
    """Return NFC text with the letter đ of other alphabets turned into the Vietnamese one."""
    whole = unicodedata.normalize("NFC", text)
    # the recogniser may waver between both and write each of them
    return _DOUBLED.sub(lambda found: found[0][0], whole).translate(_LOOKALIKES)
