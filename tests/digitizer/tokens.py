"""A token as an officer names it when signing in."""

from __future__ import annotations

from digitizer.results.keys import TokenKey
from tests.signing.hsm import PIN, SoftHsm


def on(tokens: SoftHsm, label: str, pin: str = PIN) -> TokenKey:
    return TokenKey(tokens.module, label, pin=pin)
