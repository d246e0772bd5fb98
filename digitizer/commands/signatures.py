"""``digitizer sign``: sign PDFs with a key file or a token, at the level asked for."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer import settings
from digitizer.commands.console import Console, add_command
from digitizer.commands.files import spare, unique_names
from digitizer.commands.signing_keys import KEY_LIMIT, add_key_options, key_choice
from digitizer.commands.signing_records import (
    report_path,
    with_earlier,
    write_manifest,
    write_reports,
)
from digitizer.errors import DigitizerError, FileUnreadableError
from digitizer.files import read_file
from digitizer.jobs import Progress
from digitizer.model.result import SignerRole
from digitizer.model.view import ItemFailure
from digitizer.results import trust
from digitizer.results.keys import opened
from digitizer.results.policies import QueuePolicy, SigningPolicies, load_policies
from ocr.errors import OcrError
from signing.errors import SigningError
from signing.model import Level, SignerVerdict

if TYPE_CHECKING:
    from signing.journal import BatchReport, Entry, Job
    from signing.keys import SigningKey
    from signing.run import Policy

QUEUES = tuple(role.value for role in SignerRole)
JOURNAL = ".signing-journal"
LARGEST_FILE = 1_000_000_000
FAILURES = (SigningError, DigitizerError, OcrError)


def add(commands: Any) -> None:
    """Add the subcommand."""
    signing = add_command(
        commands,
        "sign",
        run_sign,
        help_text="Sign PDFs with a key file or a token; the files themselves are left as they "
        "are. Run again with the same words, it goes on where it was cut off.",
        example="digitizer sign *.pdf --pkcs11 /usr/lib/softhsm/libsofthsm2.so --token person "
        "--level t --tsa http://tsa.ca.gov.vn/ --out signed/",
    )
    signing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_key_options(signing)
    signing.add_argument("--out", required=True, type=Path, metavar="DIR")
    signing.add_argument("--role", choices=QUEUES, default="person")
    signing.add_argument(
        "--after", choices=QUEUES, help="sign only what this role has signed before"
    )
    signing.add_argument(
        "--level", type=Level, choices=list(Level), help="default: what signing.toml asks, else b"
    )
    signing.add_argument(
        "--tsa", action="append", default=[], metavar="URL", help="timestamp service"
    )
    signing.add_argument(
        "--trust",
        action="append",
        default=[],
        type=Path,
        metavar="ROOT.pem",
        help="root of the signer's and the timestamp service's certificates, needed from lt on",
    )
    signing.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="HOST:PORT",
        help="an OCSP or CRL host that may be asked besides those the signer's certificates name",
    )
    signing.add_argument("--pss", action="store_true", help="RSASSA-PSS instead of PKCS#1 v1.5")
    signing.add_argument("--reason", default="")
    signing.add_argument(
        "--place",
        choices=("clerk-copy", "agency-copy", "agency-archive"),
        help="show the signature on the first page where this rule puts it (default: not shown)",
    )
    signing.add_argument("--form", default="", metavar="TEXT", help="such as “SAO Y”, for copies")
    signing.add_argument(
        "--strip", action="store_true", help="enlarge a full page above, before anybody has signed"
    )
    signing.add_argument(
        "--manifest",
        type=Path,
        metavar="FILE.json",
        help="list what was signed and by whom, for “digitizer check --manifest”",
    )
    signing.add_argument(
        "--report",
        action="append",
        default=[],
        type=report_path,
        metavar="FILE",
        help="what became of every file, as .csv or .pdf (may be given several times)",
    )


def run_sign(arguments: argparse.Namespace, console: Console) -> int:
    """Sign every file; a wrong PIN or password stops at once and is never tried again."""
    from signing.plugged import demand_allowed

    name = str(arguments.p12 or arguments.pkcs11 or arguments.windows)
    try:
        policies = load_policies(settings.data_folder())
        queue = _queue(arguments, policies)
        fresh, earlier = _apart(arguments, queue, _jobs(arguments, console))
        report = None
        if fresh:
            if arguments.pkcs11:
                demand_allowed(arguments.pkcs11, policies.modules)
            choice = key_choice(arguments)
            with opened(choice, policies.modules, pss=queue.pss) as key:
                policy = _policy(arguments, queue, key)
                arguments.out.mkdir(parents=True, exist_ok=True)
                fresh = _placed(arguments, fresh, key, console)
                report = _sign(arguments, fresh, key, policy, console)
        whole = with_earlier(report, earlier, Level(queue.level))
        write_manifest(arguments.manifest, whole, arguments.after)
        jobs = [*(job for job, _ in earlier), *fresh]
        owners = [verdict.owner for _, verdict in earlier]
        write_reports(arguments.report, whole, jobs, _roots(arguments), arguments.role, owners)
    except (*FAILURES, OSError) as error:
        if isinstance(error, OSError):
            reason = error.strerror or ""
            error = FileUnreadableError(name=str(arguments.out), reason=reason)
            name = str(arguments.out)
        console.fail(name, error)
        console.answer({"signed": [], "unfinished": []})
        return console.exit_code
    return _answer(arguments, jobs, whole, {job.name for job, _ in earlier}, console)


def _apart(
    arguments: argparse.Namespace, queue: QueuePolicy, jobs: list[Job]
) -> tuple[list[Job], list[tuple[Job, SignerVerdict]]]:
    """Return what is still to be signed, and what an earlier run has finished."""
    from signing.earlier import signed_earlier

    level, roots = Level(queue.level), _roots(arguments)
    fresh: list[Job] = []
    earlier: list[tuple[Job, SignerVerdict]] = []
    for job in jobs:
        known = signed_earlier(Path(str(job.source)), job.target, job.field, level, roots)
        if known is None:
            fresh.append(job)
        else:
            earlier.append((job, known))
    return fresh, earlier


def _placed(
    arguments: argparse.Namespace, jobs: list[Job], key: SigningKey, console: Console
) -> list[Job]:
    """Return the jobs with their visible signatures; one that finds no room is said, left out."""
    from signing.errors import NoRoomError
    from signing.placement import appearance_in, find_place, high_enough, with_strip
    from signing.slots import slots

    if not arguments.place:
        return jobs
    info = key.info
    values = {
        "owner": info.owner,
        "organisation": info.organisation or info.owner,
        "form": arguments.form,
    }
    slot = high_enough(slots()[arguments.place], values)
    placed = []
    for job in jobs:
        try:
            source: Path | bytes = job.source
            try:
                place = find_place(source, slot)
            except NoRoomError:
                if not arguments.strip or isinstance(source, bytes):
                    raise
                source = with_strip(read_file(source, LARGEST_FILE), slot)
                place = find_place(source, slot)
            look = appearance_in(slot, place, values)
            placed.append(replace(job, source=source, appearance=look))
        except FAILURES as error:
            console.fail(str(job.source if isinstance(job.source, Path) else job.target), error)
    return placed


def _queue(arguments: argparse.Namespace, policies: SigningPolicies) -> QueuePolicy:
    """Return what the role's queue asks, with what the words say instead."""
    queue = policies.of(SignerRole(arguments.role))
    return replace(
        queue,
        level=arguments.level or queue.level,
        pss=arguments.pss or queue.pss,
        timestamp_urls=(*arguments.tsa, *queue.timestamp_urls),
        hosts=(*queue.hosts, *arguments.host),
    )


def _jobs(arguments: argparse.Namespace, console: Console) -> list[Job]:
    """Return what is to be signed; a file that would be written over is said and left out."""
    from signing.journal import Job

    jobs = []
    names = unique_names(path.name for path in arguments.files)
    given = [*arguments.files, *([arguments.p12] if arguments.p12 else [])]
    for path, name in zip(arguments.files, names, strict=True):
        target = arguments.out / name
        try:
            spare(given, [target])
            mark = _digest(path)
        except DigitizerError as error:
            console.fail(str(path), error)
            continue
        needs = (arguments.after,) if arguments.after else ()
        job = Job(
            # another file of the same name is another document
            name=f"{name} {arguments.role} {mark}",
            source=path,
            target=target,
            field=arguments.role,
            reason=arguments.reason,
            needs=needs,
        )
        jobs.append(job)
    return jobs


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        if path.exists() and not path.is_file():
            # a pipe or a device may never end
            raise FileUnreadableError(name=path.name, reason="no regular file")
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error
    return digest.hexdigest()[:16]


def _roots(arguments: argparse.Namespace) -> list[bytes]:
    """Return the office's root certificates and those that were named."""
    own = trust.read_roots(settings.data_folder() / trust.TRUST_FOLDER)
    return [*own, *(read_file(path, KEY_LIMIT) for path in arguments.trust)]


def _policy(arguments: argparse.Namespace, queue: QueuePolicy, key: SigningKey) -> Policy:
    from signing.revocation import hosts_named, read_roots

    roots = _roots(arguments)
    # what the signer's own certificates name, once a trusted root vouches for them
    named = hosts_named(key.certificate, key.chain, read_roots(roots))
    return queue.engine(roots, named)


def _sign(
    arguments: argparse.Namespace,
    jobs: list[Job],
    key: SigningKey,
    policy: Policy,
    console: Console,
) -> BatchReport:
    from signing.batch import sign_batch
    from signing.journal import FileJournal, Outcome, Stage

    done: set[str] = set()

    def show(entry: Entry) -> None:
        if entry.stage is Stage.SIGNED and entry.name not in done:
            done.add(entry.name)
            console.progress(Progress(len(done), len(jobs), entry.name.rsplit(" ", 2)[0]))

    path = arguments.out / JOURNAL
    report = sign_batch(jobs, key, policy, FileJournal(path), listener=show)
    if all(one.outcome in {Outcome.DONE, Outcome.FAILED} for one in report.documents):
        # nothing waits: the next run begins anew
        path.unlink(missing_ok=True)
    return report


def _answer(
    arguments: argparse.Namespace,
    jobs: list[Job],
    report: BatchReport,
    earlier: set[str],
    console: Console,
) -> int:
    from signing.journal import Outcome

    names = unique_names(path.name for path in arguments.files)
    files = dict(zip(names, map(str, arguments.files), strict=True))
    signed: list[dict[str, Any]] = []
    rest: list[dict[str, Any]] = []
    for job, one in zip(jobs, report.documents, strict=True):
        file = files[job.target.name]
        if one.outcome is Outcome.DONE:
            facts = {"file": file, "signed": str(one.target), "level": report.level.label}
            signed.append({**facts, "sha256": one.sha256, "before": job.name in earlier})
            continue
        rest.append({"file": file, "outcome": one.outcome.value})
        code = one.code or getattr(report.stopped_by, "code", "signing-failed")
        details = one.details or getattr(report.stopped_by, "details", {})
        if one.outcome is Outcome.UNTOUCHED and report.stopped_by is not None:
            continue
        console.fail(file, ItemFailure(file, str(code), dict(details)))
    if report.stopped_by is not None:
        console.fail(str(arguments.out), report.stopped_by)
    if earlier:
        console.say(
            "{count} tệp đã được ký từ lần trước, giữ nguyên.",
            "{count} files were signed by an earlier run and are left as they are.",
            count=len(earlier),
        )
    text = "\n".join(one["signed"] for one in signed)
    console.answer({"signed": signed, "unfinished": rest}, text)
    return console.exit_code
