"""``digitizer check``: judge signed PDFs."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer import messages
from digitizer.commands.console import Console, add_command
from digitizer.errors import DigitizerError
from digitizer.files import read_file
from ocr.errors import OcrError
from signing.errors import SigningError
from signing.model import SignerVerdict, Verdict, office_time

if TYPE_CHECKING:
    from signing.manifest import Expected

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
        "--expect",
        action="append",
        default=[],
        metavar="FIELD",
        help="a field that must have signed, such as person or agency (may be given several times)",
    )
    checking.add_argument(
        "--manifest", type=Path, metavar="FILE.json", help="what signing wrote down about the files"
    )
    checking.add_argument(
        "--accept-test",
        action="store_true",
        help="count this program's own throwaway test certificates as trusted, and say so",
    )


def run_check(arguments: argparse.Namespace, console: Console) -> int:
    """Judge every file."""
    from signing.manifest import read_manifest
    from signing.revocation import read_roots

    verdicts = []
    lines = []
    about: Path | None = None
    try:
        trust = []
        for about in arguments.trust:
            trust.append(read_file(about, _ROOT_LIMIT))
            # so that a bad root is not blamed on the files that are judged
            read_roots(trust[-1:])
        about = arguments.manifest
        listed = read_manifest(arguments.manifest) if arguments.manifest else {}
    except (SigningError, DigitizerError, OcrError) as error:
        console.fail(str(about), error)
        console.answer({"files": []})
        return console.exit_code
    for path in arguments.files:
        try:
            verdict = _judged(arguments, path, trust, listed)
        except (SigningError, DigitizerError, OcrError) as error:
            console.fail(str(path), error)
            continue
        verdicts.append({"file": str(path), **verdict.to_dict()})
        lines.append(_as_text(path, verdict, console.language))
    console.answer({"files": verdicts}, "\n".join(lines))
    return console.exit_code if all(one["valid"] for one in verdicts) else 1


def _judged(
    arguments: argparse.Namespace, path: Path, trust: list[bytes], listed: dict[str, Expected]
) -> Verdict:
    """Return the verdict on a file, by what the manifest says of it too."""
    from signing.manifest import against_list
    from signing.verify import check

    pdf = read_file(path, _LIMIT)
    known = listed.get(path.name)
    expected = [*arguments.expect, *(known.fields if known else ())]
    verdict = check(pdf, trust=trust, accept_test=arguments.accept_test, expected_fields=expected)
    return against_list(verdict, pdf, known) if arguments.manifest else verdict


def _as_text(path: Path, verdict: Verdict, language: str) -> str:
    """Return a verdict as lines a person reads."""
    words = _WORDS[language]
    flavour = verdict.pdfa.flavour or "–"
    lines = [f"{path}: {words['valid'] if verdict.valid else words['invalid']}"]
    for one in verdict.signers:
        lines += _signer_lines(one, words)
    if not verdict.signers:
        lines.append(f"  {words['unsigned']}")
    lines.append(f"  PDF/A-{flavour}: {words['conforms' if verdict.pdfa.conforms else 'fails']}")
    lines += [f"  ! {messages.say(code, language)}" for code in verdict.problems]
    lines += [f"  – {messages.say(code, language)}" for code in verdict.notes]
    return "\n".join(lines)


def _signer_lines(signer: SignerVerdict, words: dict[str, str]) -> list[str]:
    facts = [
        words["intact" if signer.intact else "altered"],
        words["trusted" if signer.trusted else "untrusted"],
        words[f"revocation-{signer.revocation}"],
        *([words["changed"]] if signer.modified_after else []),
        *([words["test"]] if signer.test_certificate else []),
    ]
    lines = [
        f"  {signer.owner} ({words['at']} {_time(signer.signed_at)}, {signer.level or '?'}): "
        + ", ".join(facts)
    ]
    if signer.path:
        lines.append(f"    {words['path']}: {' ← '.join(signer.path)}")
    if signer.timestamp_at is not None:
        stamped = f"{_time(signer.timestamp_at)}, {signer.timestamp_by}"
        lines.append(f"    {words['timestamp']}: {stamped}")
    if signer.followed_by:
        lines.append(f"    {words['later']}: {', '.join(signer.followed_by)}")
    return lines


def _time(moment: datetime | None) -> str:
    return office_time(moment) if moment is not None else "?"


_WORDS = {
    "vi": {
        "valid": "HỢP LỆ",
        "invalid": "KHÔNG HỢP LỆ",
        "unsigned": "không có chữ ký",
        "conforms": "đạt",
        "fails": "không đạt",
        "intact": "toàn vẹn",
        "altered": "ĐÃ BỊ THAY ĐỔI",
        "trusted": "tin cậy",
        "untrusted": "chưa tin cậy",
        "revocation-good": "chứng thư không bị thu hồi khi ký",
        "revocation-revoked": "chứng thư ĐÃ BỊ THU HỒI khi ký",
        "revocation-unknown": "chưa rõ chứng thư có bị thu hồi khi ký hay không",
        "changed": "CÓ NỘI DUNG THÊM SAU KHI KÝ",
        "test": "chứng thư thử nghiệm",
        "at": "ký lúc",
        "path": "đường dẫn chứng thư",
        "timestamp": "dấu thời gian",
        "later": "sau đó có thêm chữ ký hoặc dấu thời gian",
    },
    "en": {
        "valid": "VALID",
        "invalid": "NOT VALID",
        "unsigned": "no signature",
        "conforms": "conforms",
        "fails": "does not conform",
        "intact": "intact",
        "altered": "ALTERED",
        "trusted": "trusted",
        "untrusted": "not trusted",
        "revocation-good": "certificate not revoked when it signed",
        "revocation-revoked": "certificate REVOKED when it signed",
        "revocation-unknown": "not known whether the certificate was revoked when it signed",
        "changed": "SOMETHING WAS ADDED AFTER IT",
        "test": "test certificate",
        "at": "signed",
        "path": "certificate path",
        "timestamp": "timestamp",
        "later": "followed by",
    },
}
