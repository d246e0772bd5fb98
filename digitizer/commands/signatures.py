"""``digitizer sign`` and ``digitizer check``: sign PDFs with a key file, and judge signed PDFs."""

from __future__ import annotations

import argparse
import getpass
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.files import spare, unique_names
from digitizer.errors import DigitizerError, FileUnreadableError
from digitizer.paper.intake import read_file
from ocr.errors import OcrError
from signing.errors import SigningError
from signing.model import SignerVerdict, Verdict

FIELD = "person"
_LIMIT = 1_000_000_000
_KEY_LIMIT = 10_000_000


def add(commands: Any) -> None:
    """Add the subcommands."""
    signing = add_command(
        commands,
        "sign",
        run_sign,
        help_text="Sign PDFs with a PKCS#12 key; the files themselves are left as they are.",
        example="digitizer sign result.pdf --p12 officer.p12 --out signed/",
    )
    signing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    signing.add_argument("--p12", required=True, type=Path, metavar="KEY.p12")
    signing.add_argument("--out", required=True, type=Path, metavar="DIR")
    signing.add_argument(
        "--pin-env", metavar="NAME", help="variable that holds the password (else asked)"
    )
    signing.add_argument("--reason", default="")
    checking = add_command(
        commands,
        "check",
        run_check,
        help_text="Judge signed PDFs: signatures and PDF/A; exit code 0 only if all are valid.",
        example="digitizer check result.pdf --trust root.pem --json",
    )
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    checking.add_argument(
        "--trust",
        action="append",
        default=[],
        type=Path,
        metavar="ROOT.pem",
        help="a root certificate to trust (may be given several times)",
    )
    checking.add_argument(
        "--accept-test",
        action="store_true",
        help="count this program's own throwaway test certificates as trusted, and say so",
    )


def run_sign(arguments: argparse.Namespace, console: Console) -> int:
    """Sign every file; a wrong password stops at once and is never tried again."""
    from signing.document import sign_file
    from signing.keys import open_pkcs12

    password = _password(arguments)
    try:
        key = open_pkcs12(read_file(arguments.p12, _KEY_LIMIT), password)
        arguments.out.mkdir(parents=True, exist_ok=True)
    except (SigningError, DigitizerError, OcrError) as error:
        console.fail(arguments.p12.name, error)
        console.answer({"signed": []})
        return console.exit_code
    except OSError as error:
        reason = error.strerror or ""
        console.fail(
            arguments.out.name, FileUnreadableError(name=arguments.out.name, reason=reason)
        )
        console.answer({"signed": []})
        return console.exit_code
    signed = []
    names = unique_names(path.name for path in arguments.files)
    for path, name in zip(arguments.files, names, strict=True):
        target = arguments.out / name
        try:
            spare([*arguments.files, arguments.p12], [target])
            sign_file(
                path,
                target,
                key,
                field=FIELD,
                appearance=None,
                reason=arguments.reason,
                at=datetime.now(UTC),
            )
            signed.append({"file": str(path), "signed": str(target)})
        except (SigningError, DigitizerError) as error:
            console.fail(path.name, error)
    console.answer({"signed": signed}, "\n".join(one["signed"] for one in signed))
    return console.exit_code


def run_check(arguments: argparse.Namespace, console: Console) -> int:
    """Judge every file."""
    from signing.verify import check

    verdicts = []
    lines = []
    try:
        trust = [read_file(path, _KEY_LIMIT) for path in arguments.trust]
    except (DigitizerError, OcrError) as error:
        console.fail("--trust", error)
        console.answer({"files": []})
        return console.exit_code
    for path in arguments.files:
        try:
            verdict = check(read_file(path, _LIMIT), trust=trust, accept_test=arguments.accept_test)
        except (SigningError, DigitizerError, OcrError) as error:
            console.fail(path.name, error)
            continue
        verdicts.append({"file": str(path), **verdict.to_dict()})
        lines.append(_as_text(path, verdict))
    console.answer({"files": verdicts}, "\n".join(lines))
    return console.exit_code if all(one["valid"] for one in verdicts) else 1


def _password(arguments: argparse.Namespace) -> str:
    if arguments.pin_env:
        return os.environ.get(arguments.pin_env, "")
    return getpass.getpass(f"{arguments.p12.name}: ")


def _as_text(path: Path, verdict: Verdict) -> str:
    head = f"{path}: {'HỢP LỆ' if verdict.valid else 'KHÔNG HỢP LỆ'}"
    pdfa = (
        f"  PDF/A-{verdict.pdfa.flavour or '–'}: {'đạt' if verdict.pdfa.conforms else 'không đạt'}"
    )
    signers = [_signer_line(one) for one in verdict.signers] or ["  không có chữ ký"]
    return "\n".join([head, *signers, pdfa, *(f"  ! {one}" for one in verdict.problems)])


def _signer_line(signer: SignerVerdict) -> str:
    facts = [
        "toàn vẹn" if signer.intact else "ĐÃ BỊ THAY ĐỔI",
        "tin cậy" if signer.trusted else "chưa tin cậy",
        *(["chứng thư thử nghiệm"] if signer.test_certificate else []),
    ]
    when = signer.signed_at.isoformat() if signer.signed_at else "?"
    return f"  {signer.owner} ({when}): {', '.join(facts)}"
