"""The reckoning after a storm: everything that was told is there, and everything is there once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from digitizer.errors import DigitizerError
from digitizer.model.document import PageState
from digitizer.model.dossier import DossierState
from digitizer.model.message import MessageState
from digitizer.model.result import ResultState
from digitizer.office import practice
from digitizer.workstation import Workstation
from tests.digitizer.exchange.province import Province


@dataclass(frozen=True)
class Told:
    """What the program said is done."""

    lines: list[dict[str, Any]]

    def all(self, kind: str) -> Iterator[dict[str, Any]]:
        return (one for one in self.lines if one["kind"] == kind)

    @cached_property
    def count(self) -> Counter[str]:
        return Counter(one["kind"] for one in self.lines)


def reckon(folder: Path, key: bytes, told: Told, province: Province, most: int) -> list[str]:
    """Return what is lost, doubled or damaged; nothing when all is well."""
    with Workstation.open(folder, key=key) as station, practice.sample_dossiers() as found:
        samples = {one.procedure: one for one in found}
        wrong = [f"store: {one}" for one in station.store.problems()]
        codes = [one.dossier.code for one in station.store.dossiers.summaries(tuple(DossierState))]
        wrong += [f"{len(codes)} dossiers, at most {most} were wanted"] * (len(codes) > most)
        wrong += _lost(station, told)
        shapes: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for code in codes:
            wrong += _dossier(station, code, samples)
            procedure = station.store.dossiers.get(code).procedure
            kinds = sorted(one.type for one in station.store.dossiers.documents(code))
            shapes[procedure].add(tuple(kinds))
        for procedure, kinds_found in shapes.items():
            if len(kinds_found) != 1:
                wrong.append(f"papers of {procedure} came out differently: {kinds_found}")
        wrong += _results(station, codes)
        wrong += _province(station, province, codes)
    return [*wrong, *_left_over(folder)]


def _lost(station: Workstation, told: Told) -> Iterator[str]:
    """Name what was told as done and is not there."""
    store = station.store
    for one in (*told.all("page"), *told.all("read")):
        try:
            page = store.dossiers.page(one["page"])
            # a second reading may have been kept with the words since; the image never changes
            digest = one["digest"] if one["kind"] == "page" else page.text_hash or ""
            store.vault.get(digest)
        except DigitizerError as error:
            yield f"lost {one}: {error.code}"
            continue
        if one["kind"] == "page" and page.image_hash != digest:
            yield f"page {page.id} is not what was told"
    for one in told.all("opened"):
        try:
            store.dossiers.get(one["code"])
        except DigitizerError:
            yield f"lost dossier {one['code']}"
    for one in told.all("composed"):
        result = store.results.get(one["result"])
        if (result.number, result.dossier_code) != (one["number"], one["code"]):
            yield f"result {one} became {result.number}"
    for one in told.all("released"):
        if store.results.get(one["result"]).state is not ResultState.RELEASED:
            yield f"result {one['result']} was released and is not"


def _dossier(
    station: Workstation, code: str, samples: dict[str, practice.SampleDossier]
) -> Iterator[str]:
    store = station.store
    sample = samples[store.dossiers.get(code).procedure]
    pages = store.dossiers.pages(code)
    expected = Counter(
        (file.name, number) for file in sample.files for number in range(1, _pages_of(file) + 1)
    )
    found = Counter((one.original_name, one.original_page) for one in pages)
    if found != expected:
        yield f"{code}: pages lost {expected - found}, doubled {found - expected}"
    if unread := [one.id for one in pages if one.state is not PageState.READ]:
        yield f"{code}: unread pages {unread}"
    if store.dossiers.get(code).state is not DossierState.ISSUED:
        yield f"{code}: left at {store.dossiers.get(code).state.value}"
    values = Counter((one.document_id, one.name) for one in store.dossiers.values(code))
    if doubled := [name for name, count in values.items() if count > 1]:
        yield f"{code}: values twice {doubled}"


def _pages_of(file: Path) -> int:
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            return len(document)
    with Image.open(file) as image:
        return int(getattr(image, "n_frames", 1))


def _results(station: Workstation, codes: list[str]) -> Iterator[str]:
    results = station.store.results.all()
    records = practice.enlist(station.store)[2]
    per_dossier = Counter(one.dossier_code for one in results)
    if per_dossier != Counter(codes):
        yield f"results for dossiers: {per_dossier - Counter(codes)} {Counter(codes) - per_dossier}"
    numbers = []
    for one in results:
        numbers.append(int(one.number.partition("/")[0]))
        verdict = station.results.judge(station.results.pdf(records, one.id), ("person", "agency"))
        signers = [signer.field for signer in verdict.signers]
        if signers != ["person", "agency"] or not verdict.valid:
            yield f"{one.number}: signed by {signers}, {verdict.problems}"
    # one series a year for all results of the office, without a gap
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        yield f"numbers skipped or given twice: {sorted(numbers)}"


def _province(station: Workstation, province: Province, codes: list[str]) -> Iterator[str]:
    records = practice.enlist(station.store)[2]
    messages = station.store.outbox.messages(records, limit=100_000)
    if unsent := [one for one in messages if one.state is not MessageState.SENT]:
        yield f"{len(unsent)} messages unsent, the first {unsent[0]}"
    if province.complaints or province.conflicts:
        yield f"the province complains: {province.complaints[:3]}, {province.conflicts} conflicts"
    for code in codes:
        states = province.states(code)
        if states != sorted(states, key=int) or states[-1:] != ["10"]:
            yield f"{code}: the province heard {states}"
    shapes = Counter(tuple(province.states(code)) for code in codes)
    if len(shapes) > 1:
        yield f"the province heard different things: {shapes}"


def _left_over(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.is_file() and (".part" in file.name or "spool" in file.parts):
            yield f"left over: {file.relative_to(folder)}"
