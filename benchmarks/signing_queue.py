"""The person's queue as an officer uses it: steps, verdicts and signed files go into the store.

Used by ``benchmarks.signing``. The results are composed once; every run signs a copy of the office.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from digitizer.model.result import SignerRole
from digitizer.results.keys import TokenKey
from digitizer.results.policies import QueuePolicy, SigningPolicies
from digitizer.results.signing_values import SigningReport
from signing.services import host_of
from tests.digitizer.results.result_office import journey
from tests.digitizer.store.office import Office, found_office

SIGNER = "Lê Văn Mẫu"


@dataclass(frozen=True)
class Queue:
    """An office with composed results that wait for a person's signature."""

    folder: Path
    ids: tuple[int, ...]
    tsa: str

    def sign(
        self, token: TokenKey, level: str, delay: int, count: int, measure: Callable[..., None]
    ) -> None:
        """Let ``measure`` run the signing of so many results in a fresh copy of the office."""
        with tempfile.TemporaryDirectory() as name:
            data = Path(name) / "data"
            shutil.copytree(self.folder / "data", data)
            office = Office.open(data)
            queue = QueuePolicy(
                level=level,
                timestamp_urls=(f"{self.tsa}/{delay}",) if level != "b" else (),
                hosts=(host_of(self.tsa),),
                names=(SIGNER,),
            )
            own = SigningPolicies(person=queue, agency=queue, modules=(token.module,))
            results = replace(journey(office, trust_folder=self.folder / "trust"), policies=own)
            chosen = self.ids[:count]

            def work() -> None:
                demand_all(
                    results.queues.sign(office.records, SignerRole.PERSON, chosen, token), chosen
                )

            try:
                measure(work)
            finally:
                office.store.close()


def demand_all(report: SigningReport, chosen: Sequence[int]) -> None:
    """Refuse a run in which anything is not signed and found valid."""
    if report.count("done") != len(chosen) or not all(one.valid for one in report.documents):
        raise RuntimeError(report)


@contextmanager
def waiting_results(count: int, tsa: str, root: bytes) -> Iterator[Queue]:
    """Compose so many results in an office of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "trust").mkdir()
        (folder / "trust" / "root.pem").write_bytes(root)
        found_office(folder / "data")
        office = Office.open(folder / "data")
        results = journey(office)
        ids = []
        for number in range(count):
            office.verified(f"HS-{number}")
            ids.append(results.compose(office.records, f"HS-{number}").id)
        office.store.close()
        yield Queue(folder, tuple(ids), tsa)
