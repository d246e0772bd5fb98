"""How a Vietnamese syllable is spelt: base letters, shape marks, one tone."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

LEVEL, FALLING, RISING, ASKING, TUMBLING, HEAVY = range(6)
_TONES = {
    "\u0300": FALLING,
    "\u0301": RISING,
    "\u0309": ASKING,
    "\u0303": TUMBLING,
    "\u0323": HEAVY,
}
_MARKS = {tone: mark for mark, tone in _TONES.items()}
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED = "êơôâăư"
_CHECKED = re.compile(r"(?:c|ch|p|t)$")
_ONSETS = r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x|)"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ic ich iêc iêm iên iêng iêp iêt iêu im in ing inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt
ươu ưt ưu y yêm yên yêng yêt yêu yn ynh yt
"""
_RIMES_AFTER_Q = """
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân ât ây e en eo et ê ên êt êu
i ia ich in inh it o ôc y yên yêt ynh yt ơ
"""
_SYLLABLE = re.compile(
    "(?:qu(?:{})|(?!qu){}(?:{})|gi)".format(
        "|".join(_RIMES_AFTER_Q.split()), _ONSETS, "|".join(_RIMES.split())
    )
)


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable apart from where its tone is written: hoà and hòa are the same."""

    letters: str
    """Lower-case letters with their shape marks and without the tone."""
    tone: int
    place: int = -1
    """Which letter carries the tone in print; -1 for the level tone."""

    @property
    def key(self) -> str:
        """The syllable as it is counted."""
        return f"{self.letters}{self.tone}"


@functools.lru_cache(maxsize=20_000)
def split(word: str) -> Syllable | None:
    """Return the parts of a word, or nothing if it is not written in Vietnamese letters."""
    letters: list[str] = []
    tone, place = LEVEL, -1
    for letter in unicodedata.normalize("NFC", word).lower():
        bare, found = _bare(letter)
        if found != LEVEL:
            if tone != LEVEL:
                return None
            tone, place = found, len(letters)
        if not ("a" <= bare <= "z" or bare in "ăâêôơưđ"):
            return None
        letters.append(bare)
    return Syllable("".join(letters), tone, place) if letters else None


def from_key(key: str) -> Syllable:
    """Return the syllable counted under a key."""
    return Syllable(key[:-1], int(key[-1]))


@functools.lru_cache(maxsize=20_000)
def possible(letters: str, tone: int) -> bool:
    """Return whether Vietnamese spelling allows the syllable."""
    if not _SYLLABLE.fullmatch(letters):
        return False
    return tone in {RISING, HEAVY} or not _CHECKED.search(letters)


@functools.lru_cache(maxsize=20_000)
def base(letters: str) -> str:
    """Return the letters without any mark, đ as d."""
    plain = unicodedata.normalize("NFD", letters.replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def spelt(syllable: Syllable, like: str) -> str:
    """Return the syllable in letters, in the case of a word with the same base letters."""
    place = _tone_place(syllable, like)
    written = []
    for number, (letter, model) in enumerate(zip(syllable.letters, like, strict=True)):
        mark = _MARKS.get(syllable.tone, "") if number == place else ""
        whole = unicodedata.normalize("NFC", letter + mark)
        written.append(whole.upper() if model.isupper() else whole)
    return "".join(written)


def _tone_place(syllable: Syllable, like: str) -> int:
    """Return which letter the tone goes on: where it was printed, if spelling leaves a choice."""
    letters = syllable.letters
    for shaped in _SHAPED:
        if shaped in letters:
            return letters.rindex(shaped)
    printed = split(like)
    if printed is not None and printed.place >= 0:
        return printed.place
    start = 2 if letters.startswith("qu") or re.match(r"gi[aeiouy]", letters) else 0
    vowels = [n for n, letter in enumerate(letters) if letter in _VOWELS and n >= start]
    closed = bool(vowels) and vowels[-1] != len(letters) - 1
    if len(vowels) > 2 or (len(vowels) == 2 and closed):
        return vowels[1]
    return vowels[0] if vowels else 0


def _bare(letter: str) -> tuple[str, int]:
    tone = LEVEL
    kept = []
    for part in unicodedata.normalize("NFD", letter):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
