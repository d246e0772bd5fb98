"""What a password must be: long enough, not everybody's first guess, not the person's own name."""

from __future__ import annotations

import unicodedata

from digitizer.errors import WeakPasswordError
from digitizer.model.rights import table


def require_strong(password: str, login: str) -> None:
    """Raise WeakPasswordError with the reason; the rules are in ``resources/rights.toml``.

    Lengths are characters after NFC, so that one Vietnamese letter counts once however it is typed.
    """
    rules = table()["passwords"]
    plain = normal(password)
    least, most = int(rules["least_length"]), int(rules["most_length"])
    if not least <= len(plain) <= most:
        raise WeakPasswordError(reason="length", least=least, most=most)
    folded = plain.casefold()
    if folded in rules["refused"] or len(set(folded)) < 3:
        raise WeakPasswordError(reason="common", least=least, most=most)
    if login and login.casefold() in folded:
        raise WeakPasswordError(reason="login", least=least, most=most)


def normal(password: str) -> str:
    """Return the password in the one form it is hashed in."""
    return unicodedata.normalize("NFC", password)
