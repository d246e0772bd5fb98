"""Which letter runs can be a Vietnamese syllable: misread words often cannot."""

from __future__ import annotations

import functools
import unicodedata

from digitizer.vietnamese.text import split_tones

_STOP_TONES = {"\u0301", "\u0323"}
# one space-separated line of letters each; kept as text because the lists are read as words
_ONSET_TEXT = "ngh ng nh ph th tr ch gh gi kh qu b c d đ g h k l m n p r s t v x"
_RIME_TEXT = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang
    oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uên uôc uôi uôm
    uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ưp
    ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu"""
_AFTER_QU_TEXT = """a ac ach ai an ang anh ao at au ay ăc ăn ăng ăp ăt âc ân âng ât ây e en eo et
    ê ên êt êch ênh êu i inh it ô ôc ôn ơ ơn y ya yên yêt ynh yt ych yp yu ăm am em"""
# syllables of place and ethnic names that the common spelling does not know
_OTHER_TEXT = "đắk lắk đăk lăk đak lak kon pleiku krông păng"
_ONSETS = tuple(_ONSET_TEXT.split())
_RIMES = frozenset(_RIME_TEXT.split())
_AFTER_QU = frozenset(_AFTER_QU_TEXT.split())
_OTHERS = frozenset(_OTHER_TEXT.split())


@functools.lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Return whether the word can be one Vietnamese syllable."""
    lowered = unicodedata.normalize("NFC", word).lower()
    if lowered in _OTHERS:
        return True
    letters, tones = split_tones(lowered)
    if not letters or len(tones) > 1:
        return False
    if letters[-1:] in "cpt" or letters.endswith("ch"):
        return bool(tones) and tones[0] in _STOP_TONES and _is_spelled(letters)
    return _is_spelled(letters)


def _is_spelled(letters: str) -> bool:
    if letters in _RIMES or letters == "gi":
        return True
    for onset in _ONSETS:
        rest = letters.removeprefix(onset)
        if rest == letters or not rest:
            continue
        if rest in (_AFTER_QU if onset == "qu" else _RIMES):
            return True
    return letters.startswith("gi") and "i" + letters[2:] in _RIMES
