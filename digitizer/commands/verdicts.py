"""``digitizer check``: judge signed PDFs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.errors import DigitizerError
from digitizer.files import read_file
from ocr.errors import OcrError
from signing.errors import SigningError
from signing.model import SignerVerdict, Verdict

_LIMIT = 1_000_000_000
_ROOT_LIMIT = 10_000_000


def add(commands: Any) -> None:
    """Add the subcommand."""
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


def run_check(arguments: argparse.Namespace, console: Console) -> int:
    """Judge every file."""
    from signing.verify import check

    verdicts = []
    lines = []
    try:
        trust = [read_file(path, _ROOT_LIMIT) for path in arguments.trust]
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
