"""The Windows certificate store: what can be said of it on a machine that is none."""

from __future__ import annotations

import sys

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from signing import windows
from signing.errors import ModuleUnusableError


@pytest.mark.skipif(sys.platform == "win32", reason="there it has a store")
def test_elsewhere_it_says_that_there_is_no_store() -> None:
    for ask in (windows.list_certificates, lambda: windows.open_certificate("1F")):
        with pytest.raises(ModuleUnusableError):
            ask()


def test_it_says_of_itself_that_nobody_has_tried_it() -> None:
    assert windows.TRIED is False


def test_a_curves_two_numbers_become_what_verifiers_read() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = utils.decode_dss_signature(key.sign(b"x", ec.ECDSA(hashes.SHA256())))
    side_by_side = b"".join(number.to_bytes(32) for number in numbers)
    made = windows.encoded_curve_signature(side_by_side)
    key.public_key().verify(made, b"x", ec.ECDSA(hashes.SHA256()))
