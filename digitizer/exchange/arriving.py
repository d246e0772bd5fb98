"""Dossiers a province hands over: every field, name and file is judged before it is kept.

What does not fit is refused as a whole, with a word why; the others of the same answer go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from digitizer.exchange.connector import Collected, Offer, Surroundings, Unsound, sha256
from digitizer.exchange.errors import NeighbourFaultError, UnsoundError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.message import DeliveryKind, Received

MOST_AT_ONCE = 500
MOST_FILES = 100
LARGEST_FILE = 200_000_000
LARGEST_TOGETHER = 500_000_000
"""Bytes of all files of one delivery: they are held in memory until they are kept."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{2,99}")
_PATH = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._\-]{0,199}){1,12}")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"PK\x03\x04")

_Sound = TypeVar("_Sound", bound=BaseModel)
_Short = Annotated[str, Field(max_length=100)]
_Name = Annotated[str, Field(max_length=500)]


def safe_name(name: str) -> str:
    """Return a file's name if it is one and nothing else; raises ValueError."""
    if not name or len(name) > 200 or _NOT_IN_NAMES.search(name):
        raise ValueError("name of a file")
    if name != name.strip() or name.endswith(".") or _RESERVED.fullmatch(name):
        raise ValueError("name of a file")
    return name


class _Model(BaseModel):
    # fields we do not know are let pass and left out: a province adds some every year
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)


class _File(_Model):
    name: Annotated[str, Field(alias="TenTepDinhKem")]
    component: Annotated[_Short, Field(alias="MaThanhPhanHoSo")] = ""
    path: Annotated[str, Field(alias="DuongDanTaiTepTin", max_length=500)]
    digest: Annotated[str, Field(alias="HashTepTin", pattern="^[0-9a-fA-F]{64}$")]

    @field_validator("name")
    @classmethod
    def _named(cls, value: str) -> str:
        return safe_name(value)

    @field_validator("path")
    @classmethod
    def _within(cls, value: str) -> str:
        # only below the neighbour's own address: never another host, never up
        if not _PATH.fullmatch(value) or ".." in value:
            raise ValueError("path of a file")
        return value


class _Dossier(_Model):
    code: Annotated[str, Field(alias="MaHoSo", pattern=f"^{_CODE.pattern}$")]
    version: Annotated[str, Field(alias="PhienBan", pattern="^[0-9]{1,20}$")]
    procedure: Annotated[_Short, Field(alias="MaTTHC")]
    owner: Annotated[_Name, Field(alias="ChuHoSo")] = ""
    number: Annotated[str, Field(alias="SoGiayToChuHoSo", pattern="^[0-9A-Z]{0,20}$")] = ""
    submitted: Annotated[str, Field(alias="NgayNopHoSo", pattern="^[0-9]{14}$")]
    vneid: Annotated[str, Field(alias="TaiKhoanDuocXacThucVoiVNeID", pattern="^[01]?$")] = ""
    files: Annotated[list[_File], Field(alias="TaiLieuNop", max_length=MOST_FILES)] = []

    @field_validator("submitted")
    @classmethod
    def _day(cls, value: str) -> str:
        return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=OFFICE_TIME).isoformat()


class _Reply(_Model):
    key: Annotated[str, Field(alias="MaYeuCau", pattern="^[0-9a-f]{32}$")]
    version: Annotated[str, Field(alias="PhienBan", pattern="^[0-9]{1,20}$")]
    state: Annotated[_Short, Field(alias="TrangThai")]
    words: Annotated[str, Field(alias="NoiDung", max_length=4000)] = ""
    files: Annotated[list[_File], Field(alias="TaiLieuNop", max_length=MOST_FILES)] = []


def reply_of(around: Surroundings, one: object, fetch: Callable[[str], bytes]) -> Offer:
    """Return one sound reply to a request of ours, with its files; raises UnsoundError."""
    found = _sound(around, _Reply, one)
    content = {"state": found.state, "words": found.words}
    return _offer(around, DeliveryKind.REPLY, found.key, found, content, fetch)


def dossier_of(around: Surroundings, one: object, fetch: Callable[[str], bytes]) -> Offer:
    """Return one sound dossier with its files; raises UnsoundError."""
    found = _sound(around, _Dossier, one)
    content = {
        "procedure": found.procedure,
        "owner": found.owner,
        "personal_id": found.number,
        "submitted_at": found.submitted,
        "components": {one.name: one.component for one in found.files},
        # only where it is so: the digest of what came before this was asked for stays the same
        **({"vneid": "1"} if found.vneid == "1" else {}),
    }
    return _offer(around, DeliveryKind.DOSSIER, found.code, found, content, fetch)


def paper_files(
    around: Surroundings, told: object, fetch: Callable[[str], bytes]
) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """Return papers that a neighbour hands over, and their files; raises UnsoundError."""
    if not isinstance(told, list) or len(told) > MOST_FILES:
        raise UnsoundError(neighbour=around.neighbour.name, reason="GiayTo")
    papers = [_sound(around, _File, one) for one in told]
    files = _files(around, papers, fetch)
    return [{"name": one.name, "digest": one.digest.lower()} for one in papers], files


def collected_dossiers(
    around: Surroundings, answer: Mapping[str, Any], place: str, fetch: Callable[[str], bytes]
) -> Collected:
    """Return what an answer holds: sound dossiers with their files, and what was refused."""
    found, following = answer.get("data"), answer.get("moc", place)
    if not isinstance(found, list) or not isinstance(following, str) or len(following) > 200:
        raise NeighbourFaultError(neighbour=around.neighbour.name, reason="half answer")
    if len(found) > MOST_AT_ONCE:
        raise NeighbourFaultError(neighbour=around.neighbour.name, reason="answer too large")
    whole = (_judged(around, one, fetch) for one in found)
    return Collected(whole, lambda: following, bool(answer.get("conTiep")))


def _judged(around: Surroundings, one: object, fetch: Callable[[str], bytes]) -> Offer | Unsound:
    read = reply_of if isinstance(one, dict) and "MaYeuCau" in one else dossier_of
    try:
        return read(around, one, fetch)
    except UnsoundError as error:
        digest = sha256(json.dumps(one, sort_keys=True, default=str).encode())
        code = one.get("MaHoSo") if isinstance(one, dict) else None
        key = code if isinstance(code, str) and _CODE.fullmatch(code) else digest
        return Unsound.because(error, key, digest)


def _sound(around: Surroundings, model: type[_Sound], one: object) -> _Sound:
    try:
        return model.model_validate(one)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"][:3])
        raise UnsoundError(neighbour=around.neighbour.name, reason=place) from error


def _offer(
    around: Surroundings,
    kind: DeliveryKind,
    subject: str,
    found: _Dossier | _Reply,
    content: dict[str, Any],
    fetch: Callable[[str], bytes],
) -> Offer:
    files = _files(around, found.files, fetch)
    digests = {name: sha256(data) for name, data in files.items()}
    whole = json.dumps([subject, found.version, content, digests], sort_keys=True)
    return Offer(
        Received(
            key=f"{subject}:{int(found.version)}",
            kind=kind,
            subject=subject,
            version=f"{int(found.version):020}",
            content=content,
            digest=sha256(whole.encode()),
        ),
        files,
    )


def _files(
    around: Surroundings, files: Sequence[_File], fetch: Callable[[str], bytes]
) -> dict[str, bytes]:
    """Fetch files; two of one name, or more than fits at once, are refused."""
    if len({one.name for one in files}) != len(files):
        raise UnsoundError(neighbour=around.neighbour.name, reason="TenTepDinhKem")
    found, left = {}, LARGEST_TOGETHER
    for one in files:
        found[one.name] = _file(around, one, fetch)
        left -= len(found[one.name])
        if left < 0:
            raise UnsoundError(neighbour=around.neighbour.name, reason="too large")
    return found


def _file(around: Surroundings, one: _File, fetch: Callable[[str], bytes]) -> bytes:
    data = fetch(one.path)
    whole = sha256(data) == one.digest.lower() and len(data) <= LARGEST_FILE
    if not whole or not data.startswith(_BEGINNINGS):
        raise UnsoundError(neighbour=around.neighbour.name, reason="HashTepTin")
    return data
