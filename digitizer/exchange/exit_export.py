"""Everything an office has, in a folder that any program can read: BagIt (RFC 8493).

``data/tables`` holds every table as JSON lines, ``data/files`` every stored file in the clear
under its SHA-256, ``data/definitions`` the document types and procedures in force, and
``data/README.txt`` says how they belong together. ``manifest-sha256.txt`` proves them whole.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.errors import DigitizerError, WouldOverwriteError
from digitizer.jobs import CancelToken, Progress, Report
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.store import Store
from digitizer.store.files import disk_errors

_LARGEST_TEXT = 64_000_000
_KINDS = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"PK\x03\x04", ".zip"),
    (b"RIFF", ".webp"),
    (b"BM", ".bmp"),
)
_README = """\
Toàn bộ dữ liệu của cơ quan, đọc được mà không cần chương trình nào của chúng tôi (BagIt, RFC 8493).
The whole of an office's data, readable without any program of ours.

tables/       mỗi bảng một tệp JSON Lines, UTF-8; thời điểm theo UTC (ISO 8601)
              every table as JSON lines; times in UTC
              page.original_hash, page.image_hash, page.text_hash, result.pdf_hash,
              result.signed_hash, issued_form.pdf_hash, signed_copy.pdf_hash
              → tên tệp trong files/ (SHA-256) / name of the file
              document.dossier_code → dossier.code; page.document_id → document.id;
              field_value.document_id → document.id; field_value.evidence: trang và chỗ (điểm ảnh);
              fact: giá trị đã kiểm tra theo người; fact_end: lúc và lý do một giá trị hết hiệu lực;
              fact_place: đơn vị hành chính của một địa chỉ, kèm phiên bản bảng đơn vị;
              journal: nhật ký; hash = SHA-256 của dòng, previous_hash nối với dòng trước
files/        tệp gốc, ảnh trang, chữ đã đọc (JSON), kết quả đã ký; tên là SHA-256 trong kho
              originals, page images, words (JSON), signed results, by their SHA-256 in the vault
definitions/  định nghĩa loại giấy tờ và thủ tục đang dùng / definitions in force
Mật khẩu và khóa không có ở đây. / Passwords and keys are not here.
"""


@dataclass(frozen=True, slots=True)
class Left:
    """What was taken along."""

    rows: dict[str, int]
    files: int
    damaged: tuple[str, ...]
    """Files of the vault that could not be read; everything else is there."""


def export_everything(
    store: Store,
    catalogue: Catalogue,
    officer: Officer,
    out: Path,
    *,
    report: Report,
    cancel: CancelToken,
) -> Left:
    """Write the bag; who took everything is journaled first.

    Raises NotAllowedError, WouldOverwriteError for a folder that is not empty, CancelledError,
    DiskFullError, FileUnreadableError.
    """
    require(officer, Action.EXPORT_ALL)
    if out.exists() and any(out.iterdir()):
        raise WouldOverwriteError(name=str(out))
    store.leaving.begin(officer, str(out))
    with disk_errors(out):
        return _filled(store, catalogue, out, report, cancel)


def _filled(
    store: Store, catalogue: Catalogue, out: Path, report: Report, cancel: CancelToken
) -> Left:
    bag = _Bag(out)
    bag.write("data/README.txt", _README.encode())
    rows = {
        name: bag.lines(f"data/tables/{name}.jsonl", found)
        for name, found in store.leaving.tables()
    }
    _definitions(bag, catalogue)
    digests = sorted(store.referenced())
    damaged = []
    for number, digest in enumerate(digests, start=1):
        cancel.check()
        try:
            _file(bag, store, digest)
        except DigitizerError:
            damaged.append(digest)
        report(Progress(number, len(digests)))
    bag.close(len(digests) - len(damaged))
    return Left(rows, len(digests) - len(damaged), tuple(damaged))


def _file(bag: _Bag, store: Store, digest: str) -> None:
    data = store.vault.get(digest)
    ending = next((ending for mark, ending in _KINDS if data.startswith(mark)), "")
    if not ending and data[:1] == b"\x78":
        # words of a page are kept compressed; here everybody must be able to read them
        expand = zlib.decompressobj()
        try:
            plain = expand.decompress(data, _LARGEST_TEXT)
        except zlib.error:
            plain = b""
        if expand.eof:
            data, ending = plain, ".json"
    bag.write(f"data/files/{digest[:2]}/{digest}{ending}", data)


def _definitions(bag: _Bag, catalogue: Catalogue) -> None:
    from digitizer.catalogue.loading import definition_files

    for kind in ("document_types", "procedures"):
        for name, file in definition_files(kind, catalogue.office_folder).items():
            bag.write(f"data/definitions/{kind}/{Path(name).name}", file.read_bytes())


class _Bag:
    """A BagIt folder that is being filled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest: list[str] = []
        self._octets = 0
        self._streams = 0

    def write(self, name: str, data: bytes) -> None:
        file = self._place(name)
        file.write_bytes(data)
        self._note(name, hashlib.sha256(data).hexdigest(), len(data))

    def lines(self, name: str, rows: Iterator[Mapping[str, Any]]) -> int:
        digest, count, size = hashlib.sha256(), 0, 0
        with self._place(name).open("wb") as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, default=_written).encode() + b"\n"
                file.write(line)
                digest.update(line)
                size += len(line)
                count += 1
        self._note(name, digest.hexdigest(), size)
        return count

    def close(self, files: int) -> None:
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": (
                f"Bagging-Date: {datetime.now(UTC).date().isoformat()}\n"
                f"Payload-Oxum: {self._octets}.{self._streams}\n"
                f"Stored-Files: {files}\n"
            ),
            "manifest-sha256.txt": "".join(sorted(self._manifest)),
        }
        for name, text in tags.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")
        sums = [
            f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in tags.items()
        ]
        (self.folder / "tagmanifest-sha256.txt").write_text(
            "".join(sums), encoding="utf-8", newline="\n"
        )

    def _place(self, name: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def _note(self, name: str, digest: str, size: int) -> None:
        self._manifest.append(f"{digest}  {name}\n")
        self._octets += size
        self._streams += 1


def _written(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
