"""Files opened, under their password where they have one; knows no store, so that it loads fast."""

from __future__ import annotations

from collections.abc import Callable

from ocr.errors import EncryptedFileError, WrongPasswordError
from ocr.model import SourceInfo
from ocr.reader import Reader

_MOST_TRIES = 5

AskPassword = Callable[[str, bool], str | None]
"""Returns the password of the file of this name, or None when nobody knows it; the second word
says whether the password given before was wrong."""


def opened(
    reader: Reader, name: str, data: bytes, ask: AskPassword | None
) -> tuple[SourceInfo, bytes]:
    """Return what a file holds and its bytes as they can be read, without its password.

    Raises EncryptedFileError or WrongPasswordError when nobody knows the password.
    """
    try:
        return reader.inspect(data), data
    except EncryptedFileError:
        if ask is None:
            raise
    wrong = False
    for _try in range(_MOST_TRIES):
        password = ask(name, wrong)
        if password is None:
            break
        try:
            readable = reader.unlocked(data, password)
        except WrongPasswordError:
            wrong = True
            continue
        return reader.inspect(readable), readable
    raise WrongPasswordError if wrong else EncryptedFileError
