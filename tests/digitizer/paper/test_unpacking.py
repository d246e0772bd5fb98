from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.errors import DigitizerError
from digitizer.paper import unpacking
from tests.digitizer.paper.scanner.escl_device import picture


def archive(**files: bytes) -> bytes:
    """Return a zip of the files, the same bytes at any hour, so that what fails fails again."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def message(*attachments: bytes) -> bytes:
    """Return a message with the attachments, the same bytes every time."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "dan@example.vn", "motcua@example.vn", "Nộp hồ sơ"
    mail.set_content("Kính gửi quý cơ quan.")
    for number, data in enumerate(attachments):
        mail.add_attachment(data, maintype="image", subtype="jpeg", filename=f"trang {number}.jpg")
    if attachments:
        mail.set_boundary("==ranh-gioi==")
    return mail.as_bytes()


def inside(data: bytes, name: str) -> list[tuple[str, bytes]]:
    return [(one.name, one.data) for one in unpacking.unpacked(data, name)]


def test_the_papers_of_a_zip_come_out_named_by_where_they_were() -> None:
    data = archive(**{"thư mục/a.jpg": picture(1), "__MACOSX/._a.jpg": b"x", "b.jpg": picture(2)})
    assert unpacking.holds_files(data, "hồ sơ.zip")
    found = inside(data, "hồ sơ.zip")
    assert found == [("hồ sơ.zip/a.jpg", picture(1)), ("hồ sơ.zip/b.jpg", picture(2))]


def test_the_attachments_of_a_message_come_out() -> None:
    data = message(picture(1), picture(2))
    assert unpacking.holds_files(data, "thư.eml")
    assert [one for _, one in inside(data, "thư.eml")] == [picture(1), picture(2)]


def test_a_path_that_climbs_out_is_only_a_name() -> None:
    assert inside(archive(**{"../../etc/a.jpg": b"x"}), "a.zip") == [("a.zip/a.jpg", b"x")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive(**{"bomb.bmp": bytes(30_000_000)}), "archive-too-large"),
        (archive(**{f"{number}.jpg": b"x" for number in range(501)}), "archive-too-large"),
        (archive(**{"inner.zip": archive(a=b"x")}), "archive-nested"),
        (archive(), "archive-empty"),
        (archive(a=picture(1))[:-30], "archive-damaged"),
        (message(), "archive-empty"),
    ],
    ids=["bomb", "many", "nested", "empty", "cut", "no attachment"],
)
def test_what_is_refused_has_a_code(data: bytes, code: str) -> None:
    name = "thư.eml" if b"Subject" in data[:400] else "a.zip"
    with pytest.raises(DigitizerError) as caught:
        inside(data, name)
    assert caught.value.code == code


def test_a_password_is_said() -> None:
    data = bytearray(archive(a=picture(1)))
    # the encryption flag, in the local header and in the directory
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(unpacking.ArchiveEncryptedError):
        inside(bytes(data), "a.zip")


@given(st.data())
def test_mutated_archives_are_read_or_refused_by_code(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([archive(a=picture(1), b=b"x" * 500), message(picture(1))]))
    mutated = bytearray(whole)
    for _flip in range(data.draw(st.integers(1, 8))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    name = "thư.eml" if whole.startswith(b"From") else "a.zip"
    if unpacking.holds_files(bytes(mutated), name):
        try:
            inside(bytes(mutated), name)
        except DigitizerError as error:
            assert error.code.startswith("archive-")  # noqa: PT017
