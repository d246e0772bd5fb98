"""Results: the electronic documents an office issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ResultState(StrEnum):
    """Where a result stands on its way out."""

    COMPOSED = "composed"
    SIGNED = "signed"
    """Signed by the competent person."""
    SEALED = "sealed"
    """Signed by the agency too, over the person's signature (NĐ 30/2020/NĐ-CP Đ32-33)."""
    RELEASED = "released"


class SignerRole(StrEnum):
    """Who signs; the value is also the name of the signature field."""

    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a dossier; times are UTC."""

    id: int
    dossier_code: str
    number: str
    template: str
    data: dict[str, str]
    pdf_hash: str
    """The composed PDF/A-3b in the vault, before any signature."""
    state: ResultState
    composed_by: int
    composed_at: datetime
    signed_hash: str | None = None
    signed_by: int | None = None
    signed_at: datetime | None = None
    report: dict[str, object] = field(default_factory=dict)
    """The validation report made right after the last signature."""
    sealed_by: int | None = None
    sealed_at: datetime | None = None
    signatures: dict[str, dict[str, str]] = field(default_factory=dict)
    """By signer's role: owner and serial of the certificate, level wanted, time, file's hash. It is
    the list of expected signers: a file cut back to an earlier signature does not fit it."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class SigningStep:
    """How far one signature of a result has come; rows are only ever added."""

    result_id: int
    role: SignerRole
    stage: str
    at: datetime
    entry: str
    """The signing engine's own record of the document, by which it goes on."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a composed result was not signed but sent back; it stands until it is composed again."""

    result_id: int
    dossier_code: str
    role: SignerRole
    """Whose signature was refused."""
    officer: str
    """Name of who sent it back."""
    reason: str
    at: datetime


class CopyRole(StrEnum):
    """Who signs a copy of paper; the value is also the name of the signature field."""

    CLERK = "clerk"
    """Who scanned it (TT 01/2023/TT-VPCP Đ8)."""
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed copy of one paper as it was; times are UTC."""

    id: int
    dossier_code: str
    document_id: int
    role: CopyRole
    content: str
    """Which pages it shows; pages changed since make it a copy of something else."""
    pdf_hash: str
    signed_by: int
    signed_at: datetime
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class IssuedForm:
    """A one-stop form as it was handed out; times are UTC."""

    id: int
    dossier_code: str | None
    template: str
    number: str
    data: dict[str, Any]
    pdf_hash: str
    issued_by: int
    issued_at: datetime
