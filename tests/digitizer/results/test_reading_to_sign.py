"""What is read for signing has an end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing import document
from signing.errors import NotAPdfError
from signing.keys import make_test_key, open_pkcs12


def sign(source: Path, folder: Path) -> str:
    key = open_pkcs12(make_test_key("Lê Văn Mẫu", "1"), "1")
    with pytest.raises(NotAPdfError) as caught:
        document.sign_file(
            source,
            folder / "signed.pdf",
            key,
            field="person",
            appearance=None,
            reason="",
            at=datetime.now(UTC),
        )
    assert not (folder / "signed.pdf").exists()
    return str(caught.value.details["reason"])


def test_a_device_without_an_end_is_not_read(tmp_path: Path) -> None:
    assert sign(Path("/dev/null"), tmp_path) == "no regular file"
    assert sign(Path("/dev/zero"), tmp_path) == "no regular file"


def test_a_file_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "LARGEST_FILE", 1_000)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7" + bytes(1_000))
    assert sign(tmp_path / "a.pdf", tmp_path) == "too large"
