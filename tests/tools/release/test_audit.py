"""The audit: what it finds, and that nothing is found now."""

from __future__ import annotations

import pytest

from tools.release import audit
from tools.release.locked import Locked, read_lock


def test_no_locked_version_stands_on_the_stored_list_of_advisories() -> None:
    assert list(audit.stored_advisories(read_lock())) == []


def test_a_version_that_an_advisory_names_is_found_and_the_mended_one_is_not() -> None:
    old = {"pdfminer-six": Locked("pdfminer-six", "20240706", ("0",))}
    assert [one.kind for one in audit.stored_advisories(old)] == ["CVE-2025-64512"]
    new = {"pdfminer-six": Locked("pdfminer-six", "20251107", ("0",))}
    assert list(audit.stored_advisories(new)) == []


def test_no_secret_is_in_what_is_tracked() -> None:
    assert list(audit.secrets()) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN " + "PRIVATE KEY-----\nMIIEvQ", "private key"),
        ("id = AKIA" + "ABCDEFGHIJKLMNOP", "cloud key"),
        ("postgresql://canbo:" + "matkhau@may-chu/ho_so", "password in an address"),
        ('api_key = "' + "q8Zr3Lw0Xk7Tn5Vb2Yc9" + '"', "named secret"),
    ],
)
def test_a_secret_is_found_with_its_line(text: str, kind: str) -> None:
    (found,) = audit.secrets_in("a.py", b"\n" + text.encode())
    assert (found.kind, found.where) == (kind, "a.py:2")
    assert text.rsplit(maxsplit=1)[-1] not in found.what


def test_every_suppressed_security_finding_in_the_product_is_justified() -> None:
    assert list(audit.unjustified()) == []
