"""Signing against pyHanko in one run: its command, its interface the plain way, and ours.

``python -m benchmarks.signing`` makes a SoftHSM and a certificate authority of its own; timestamps
come from another process. CPU is this process and its children, the timestamp service aside.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pkcs11
import typst
from pikepdf import pdfa
from pyhanko import stamp
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from signing.batch import sign_batch
from signing.journal import FileJournal, Job, Outcome
from signing.keys import open_pkcs12
from signing.model import Appearance, Level
from signing.revocation import Revocation, read_roots
from signing.run import Policy
from signing.services import Services, host_of
from signing.timestamps import TimestampService
from signing.tokens import open_token
from signing.verify import check
from tests.signing.hsm import PIN, SoftHsm
from tests.signing.shim import Shim
from tools.pki import PASSWORD, Issued

ROOT = Path(__file__).parents[1]
PERSON = "person"
FONT = ROOT / "resources" / "fonts" / "DigitizerSerif-Regular.ttf"
FULL_FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
BOX = (300, 60, 515, 110)
TEXT = "Ký bởi: Lê Văn Mẫu\nCơ quan: Ủy ban nhân dân xã Mẫu Sơn\nThời gian ký: %(ts)s"
LOOK = Appearance(
    ("Ký bởi: Lê Văn Mẫu", "Cơ quan: Ủy ban nhân dân xã Mẫu Sơn", "Thời gian ký: {time}"), 0, BOX
)


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and on the cores, for so many documents."""

    name: str
    documents: int
    wall: float
    cpu: float

    @property
    def cpu_each(self) -> float:
        """Return milliseconds of CPU a document."""
        return 1000 * self.cpu / self.documents

    @property
    def wall_each(self) -> float:
        """Return milliseconds a document."""
        return 1000 * self.wall / self.documents


@dataclass(frozen=True)
class Bench:
    """What all signers share."""

    folder: Path
    hsm: SoftHsm
    base: bytes
    tsa: str
    root: bytes

    def sources(self, count: int) -> list[Path]:
        """Write so many documents to sign."""
        inside = self.folder / "in"
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        paths = [inside / f"{number:04}.pdf" for number in range(count)]
        for path in paths:
            path.write_bytes(self.base)
        return paths

    def out(self) -> Path:
        """Return an empty folder."""
        folder = self.folder / "out"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


def measured(name: str, documents: int, work: Callable[[], object]) -> Cost:
    """Run some work and return what it took."""
    before, begun = _cpu(), time.perf_counter()
    work()
    cost = Cost(name, documents, time.perf_counter() - begun, _cpu() - before)
    print(
        f"{name:52} {documents:4} documents  {cost.wall_each:8.1f} ms wall  "
        f"{cost.cpu_each:8.2f} ms CPU each",
        flush=True,
    )
    return cost


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


# ---- the peers -----------------------------------------------------------------------------------


def command(bench: Bench, count: int) -> Cost:
    """PyHanko's own command, one process a file."""
    setup = bench.folder / "pyhanko.yml"
    setup.write_text(
        f"pkcs11-setups:\n  me:\n    module-path: {bench.hsm.module}\n"
        f"    token-criteria:\n      label: person\n    cert-id: '01'\n    key-id: '01'\n"
        f"    user-pin: '{PIN}'\n"
    )
    sources, out = bench.sources(count), bench.out()

    def work() -> None:
        for path in sources:
            words = [ROOT / ".venv" / "bin" / "pyhanko", "--config", setup, "sign", "addsig"]
            words += ["--field", f"1/{','.join(map(str, BOX))}/person", "--use-pades", "pkcs11"]
            words += ["--p11-setup", "me", path, out / path.name]
            subprocess.run(words, check=True, capture_output=True)

    return measured("pyHanko's command, one process a file, B-B", count, work)


def plain(bench: Bench, count: int, tsa: str = "") -> Cost:
    """PyHanko's interface as its documentation shows it: visible text, one call a file."""
    sources, out = bench.sources(count), bench.out()
    library = pkcs11.lib(str(Path(bench.hsm.module).resolve()))
    font = FULL_FONT if FULL_FONT.exists() else FONT
    style = stamp.TextStampStyle(
        stamp_text=TEXT,
        text_box_style=TextBoxStyle(font=GlyphAccumulatorFactory(str(font)), font_size=10),
    )
    with library.get_token(token_label=PERSON).open(user_pin=PIN) as session:

        def work() -> None:
            for path in sources:
                signer = PKCS11Signer(
                    session, cert_id=b"\x01", key_id=b"\x01", other_certs_to_pull=()
                )
                meta = signers.PdfSignatureMetadata(
                    field_name="person", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
                )
                stamper = HTTPTimeStamper(tsa) if tsa else None
                pdf_signer = signers.PdfSigner(
                    meta,
                    signer=signer,
                    timestamper=stamper,
                    stamp_style=style,
                    new_field_spec=SigFieldSpec("person", on_page=0, box=BOX),
                )
                with path.open("rb") as source, (out / path.name).open("w+b") as target:
                    pdf_signer.sign_pdf(IncrementalPdfFileWriter(source), output=target)

        label = "B-T" if tsa else "B-B"
        return measured(f"pyHanko's interface, the plain way, {label}{_delay(tsa)}", count, work)


def ours(
    bench: Bench, count: int, level: Level = Level.B_B, *, tsa: str = "", module: str = ""
) -> Cost:
    """A batch of ours: one login, every step journaled, every file checked on the disk."""
    sources, out = bench.sources(count), bench.out()
    url = tsa or bench.tsa
    services = Services({host_of(url)}, timeout=30)
    revocation = Revocation(services, read_roots([bench.root])) if level.long_term else None
    policy = Policy(level, TimestampService(services, (url,)), revocation=revocation)
    jobs = [Job(path.name, path, out / path.name, "person", LOOK) for path in sources]
    chosen = module or bench.hsm.module
    with open_token(chosen, PIN, label="person", allowed=[chosen]) as token:
        key = token.key()

        def work() -> None:
            report = sign_batch(jobs, key, policy, FileJournal(out / "journal"))
            if report.count(Outcome.DONE) != count:
                raise RuntimeError(report)

        where = "slow token" if module else "SoftHSM"
        cost = measured(f"ours, {level.label}, {where}{_delay(url if tsa else '')}", count, work)
    judge(bench, [job.target for job in jobs], level)
    return cost


def through_the_store(bench: Bench, count: int, level: str, *, module: str = "") -> Cost:
    """The person's queue as an officer uses it: steps, verdict and file go into the store."""
    from digitizer.model.result import SignerRole
    from digitizer.results.keys import TokenKey
    from digitizer.results.policies import QueuePolicy, SigningPolicies
    from tests.digitizer.results.result_office import journey
    from tests.digitizer.store.office import Office, found_office

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "trust").mkdir()
        (folder / "trust" / "root.pem").write_bytes(bench.root)
        found_office(folder / "data")
        office = Office.open(folder / "data")
        queue = QueuePolicy(
            level=level,
            timestamp_urls=(f"{bench.tsa}/100",) if level != "b" else (),
            hosts=(host_of(bench.tsa),),
            names=("Lê Văn Mẫu",),
        )
        own = SigningPolicies(person=queue, agency=queue, modules=(module,) if module else ())
        results = replace(journey(office, trust_folder=folder / "trust"), policies=own)
        ids = []
        for number in range(count):
            office.verified(f"HS-{number}")
            ids.append(results.compose(office.records, f"HS-{number}").id)
        choice = TokenKey(module or bench.hsm.module, "person", pin=PIN)

        def work() -> None:
            report = results.queues.sign(office.records, SignerRole.PERSON, ids, choice)
            if report.count("done") != count or not all(one.valid for one in report.documents):
                raise RuntimeError(report)

        where = "slow token" if module else "SoftHSM"
        cost = measured(f"ours through the store, B-{level.upper()}, {where}", count, work)
        office.store.close()
    return cost


def judge(bench: Bench, files: list[Path], level: Level) -> None:
    """Let pyHanko judge a sample, and poppler."""
    for path in files[:: max(1, len(files) // 5)]:
        verdict = check(path.read_bytes(), trust=[bench.root])
        said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        if not verdict.valid or "Signature is Valid." not in said:
            raise RuntimeError((path, verdict.problems, said))
        if verdict.signers[0].level != level.label:
            raise RuntimeError(verdict.signers[0].level)


def _delay(url: str) -> str:
    return f", TSA {url.rpartition('/')[2]} ms" if url else ""


# ---- a large file --------------------------------------------------------------------------------

LARGE = """
import resource, sys
from pathlib import Path
from datetime import UTC, datetime
from signing.batch import sign_batch
from signing.journal import Job, MemoryJournal
from signing.keys import open_pkcs12
from signing.run import Policy
from benchmarks.signing import LOOK
folder = Path(sys.argv[1])
key = open_pkcs12((folder / "person.p12").read_bytes(), sys.argv[2])
peak = lambda: int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1])
def sign(name):
    job = Job(name, folder / name, folder / ("signed-" + name), "person", LOOK)
    report = sign_batch([job], key, Policy(), MemoryJournal())
    assert report.documents[0].outcome == "done", report
sign("small.pdf")
before = peak()
sign("large.pdf")
print((peak() - before) / 1024)
"""


def memory(bench: Bench) -> float:
    """Return the megabytes that signing a file of 200 MB adds to the process's peak."""
    (bench.folder / "small.pdf").write_bytes(bench.base)
    with pikepdf.open(io.BytesIO(bench.base)) as document:
        document.Root.Ballast = pikepdf.Stream(document, os.urandom(200_000_000))
        document.save(bench.folder / "large.pdf", compress_streams=False)
    said = subprocess.run(
        [sys.executable, "-c", LARGE, bench.folder, PASSWORD],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    for name in ("large.pdf", "signed-large.pdf"):
        (bench.folder / name).unlink()
    return float(said.stdout)


# ---- setting up ----------------------------------------------------------------------------------


@contextmanager
def setting_up() -> Iterator[Bench]:
    """Start a certificate authority in a process of its own and a SoftHSM with its keys."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = subprocess.Popen(
            [sys.executable, "-m", "tools.pki", folder], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            if server.stdout is None:
                raise RuntimeError("no output")
            url = server.stdout.readline().split()[1].rstrip(",")
            key = open_pkcs12((folder / "person.p12").read_bytes(), PASSWORD)
            hsm = SoftHsm.start(folder / "hsm")
            hsm.add("person", Issued(key.private, key.certificate, key.chain))
            yield Bench(folder, hsm, one_page(), url, (folder / "root.pem").read_bytes())
        finally:
            server.terminate()
            server.wait()


def one_page() -> bytes:
    """Return a page of an office document as PDF/A-2b, about as large as those that are issued."""
    body = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập, tự do, hạnh phúc. " * 40
    source = f'#set page(paper: "a4")\n#set text(font: "Digitizer Serif", size: 11pt)\n{body}'
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)]
    )
    compiler = typst.Compiler(source.encode(), font_paths=fonts, ignore_system_fonts=True)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(compiler.compile(pdf_standards="a-2b"))) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
                del item["/CIDSet"]
        pdfa.save(document, target, "2b")
    return target.getvalue()


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--peers", type=int, default=20, help="documents for the slow peers")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    count, few = arguments.documents, arguments.peers
    with setting_up() as bench:
        ours(bench, 5)  # warm
        costs = [command(bench, max(3, few // 4)), plain(bench, few), ours(bench, count)]
        for delay in (0, 100):
            url = f"{bench.tsa}/{delay}"
            costs += [plain(bench, few, url), ours(bench, count, Level.B_T, tsa=url)]
        costs += [ours(bench, count, Level.B_LT), ours(bench, count, Level.B_LTA)]
        shim = Shim.build(bench.folder, bench.hsm.module)
        shim.behave(delay=150)
        slow = max(40, few)
        costs.append(ours(bench, slow, Level.B_T, tsa=f"{bench.tsa}/100", module=shim.module))
        kept = through_the_store(bench, max(20, count // 4), "b")
        kept_slow = through_the_store(bench, slow, "t", module=shim.module)
        answer = summary(costs, slow, memory(bench))
        answer |= {
            "through the store, B-B, CPU: the plain interface against ours (times)": costs[
                1
            ].cpu_each
            / kept.cpu_each,
            "through the store, token of 150 ms, TSA 100 ms: share of the wall time (%)": 100
            * slow
            * 0.15
            / kept_slow.wall,
        }
    for name, value in answer.items():
        print(f"{name:60} {value:8.2f}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"figures": answer, "costs": [vars(c) for c in costs]})
        )


def summary(costs: list[Cost], slow: int, megabytes: float) -> dict[str, Any]:
    """Return the ratios that matter."""
    one, two, own, *_ = costs
    stamped0, stamped100 = costs[4], costs[6]
    long_term, last = costs[7], costs[-1]
    return {
        "B-B, CPU: the command against ours (times)": one.cpu_each / own.cpu_each,
        "B-B, CPU: the plain interface against ours (times)": two.cpu_each / own.cpu_each,
        "B-T, TSA 0 ms, wall: the plain interface against ours (times)": costs[3].wall_each
        / stamped0.wall_each,
        "B-T, TSA 100 ms, wall: the plain interface against ours (times)": costs[5].wall_each
        / stamped100.wall_each,
        "B-LT adds to B-T (ms of CPU a document)": long_term.cpu_each - stamped0.cpu_each,
        "token of 150 ms, TSA 100 ms: share of the wall time (%)": 100 * slow * 0.15 / last.wall,
        "a file of 200 MB adds to the peak memory (MB)": megabytes,
    }


if __name__ == "__main__":
    main()
