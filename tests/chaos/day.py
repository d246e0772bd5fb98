"""A day's work of an office in one process that may be killed at any moment: ``python -m``.

It takes papers in, reads, hands over, decides, verifies, composes, has two tokens sign, releases
and tells the province. What a person would have been told is done goes to stdout, one JSON line
each, after it is done. Whatever stands in the way is said and tried again later.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from digitizer.errors import DigitizerError
from digitizer.exchange import delivery
from digitizer.exchange.errors import SecretMissingError
from digitizer.model.dossier import DossierState
from digitizer.model.field import Absence, Severity
from digitizer.model.officer import Officer
from digitizer.model.result import ResultState, SignerRole
from digitizer.office import practice
from digitizer.paper.journey import PaperJourney
from digitizer.paper.verification import needs_person
from digitizer.results.keys import TokenKey, plugged_in
from digitizer.results.policies import QueuePolicy, SigningPolicies
from digitizer.workstation import Workstation
from ocr.errors import OcrError
from signing.errors import SigningError

KEY = bytes(range(32))
NEIGHBOUR = "tinh"
HINDRANCES = (DigitizerError, OcrError, SigningError)


@dataclass(frozen=True)
class Plan:
    """What the day is to bring, and with what."""

    folder: str
    dossiers: int
    samples: tuple[str, ...]
    module: str
    pin: str
    tsa: str
    neighbours: str
    password: str
    closing: str
    """A file that appears when no more dossiers are to be opened."""


def say(kind: str, **facts: object) -> None:
    """Tell what is done; who hears it may rely on it."""
    print(json.dumps({"kind": kind, **facts}), flush=True)


@dataclass(frozen=True)
class Secret:
    """The neighbour's password; a machine without a keyring has no other place for it."""

    password: str

    def get(self, neighbour: str, name: str) -> str:
        if (neighbour, name) != (NEIGHBOUR, "password"):
            raise SecretMissingError(neighbour=neighbour, secret=name)
        return self.password


class Day:
    """The office at work."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        folder = Path(plan.folder)
        self.station = Workstation.open(folder, workers=2, key=KEY)
        store = self.station.store
        self.clerk, self.supervisor, self.records = practice.enlist(store)
        queue = QueuePolicy(level="t", timestamp_urls=(plan.tsa,), tries=2, timeout_seconds=3)
        policies = SigningPolicies(person=queue, agency=queue, modules=(plan.module,))
        self.results = replace(self.station.results, policies=policies)
        self.exchange = replace(self.station.exchange, secrets=Secret(plan.password))
        if not store.outbox.neighbours():
            administrator = next(one for one in store.officers.all() if one.login == "quantri")
            self.exchange.set_up(administrator, Path(plan.neighbours))

    def codes(self) -> list[str]:
        summaries = self.station.store.dossiers.summaries(tuple(DossierState))
        return sorted(one.dossier.code for one in summaries)

    def is_over(self, code: str) -> bool:
        result = self.station.store.results.of_dossier(code)
        return result is not None and result.state is ResultState.RELEASED

    def go_on(self, samples: dict[str, practice.SampleDossier]) -> bool:
        """Bring every dossier one or more steps further; return whether the day is over."""
        codes = self.codes()
        open_ones = [code for code in codes if not self.is_over(code)]
        closed = Path(self.plan.closing).exists() or len(codes) >= self.plan.dossiers
        if not open_ones and not closed:
            names = self.plan.samples
            sample = samples[names[len(codes) % len(names)]]
            code = self.station.paper.open_dossier(self.clerk, sample.procedure).code
            say("opened", code=code)
            open_ones = [code]
        by_procedure = {one.procedure: one for one in samples.values()}
        for code in open_ones:
            procedure = self.station.store.dossiers.get(code).procedure
            self.try_to(lambda code=code, p=procedure: self.advance(code, by_procedure[p]))
        self.try_to(self.tell_the_province)
        return closed and not open_ones and not self.untold()

    def try_to(self, step: Callable[[], object]) -> None:
        try:
            step()
        except HINDRANCES as error:
            say("hindered", code=error.code)
            time.sleep(0.2)

    def advance(self, code: str, sample: practice.SampleDossier) -> None:
        paper, store = self.station.paper, self.station.store
        if store.dossiers.get(code).state in (DossierState.INTAKE, DossierState.RETURNED):
            self.take_in(code, sample)
        if store.dossiers.get(code).state is DossierState.VERIFYING:
            decide(paper, self.supervisor, code)
            paper.verify(self.supervisor, code)
            say("state", code=code, state="verified")
        result = store.results.of_dossier(code)
        if result is None:
            result = self.results.compose(self.records, code)
            say("composed", code=code, result=result.id, number=result.number)
        for role, before in (
            (SignerRole.PERSON, ResultState.COMPOSED),
            (SignerRole.AGENCY, ResultState.SIGNED),
        ):
            if store.results.get(result.id).state is before:
                self.sign(code, result.id, role)
        if store.results.get(result.id).state is ResultState.SEALED:
            self.results.release(self.records, result.id)
            say("released", code=code, result=result.id)

    def take_in(self, code: str, sample: practice.SampleDossier) -> None:
        paper = self.station.paper

        def shown(page: Any) -> None:
            say("page", code=code, page=page.id, digest=page.image_hash)

        taken = paper.take_in(self.clerk, code, sample.files, on_page=shown)
        read = paper.read(
            self.clerk, code, on_page=lambda page: say("read", page=page.id, digest=page.text_hash)
        )
        if failures := [*taken.failures, *read.failures]:
            say("hindered", code=failures[0].code)
            return
        if not self.station.store.dossiers.get(code).owner.personal_id:
            paper.set_owner(self.clerk, code, sample.owner)
        paper.submit(self.clerk, code)
        say("state", code=code, state="verifying")

    def sign(self, code: str, result: int, role: SignerRole) -> None:
        tokens = plugged_in((self.plan.module,))
        token = next((one for one in tokens if one.label == role.value), None)
        if token is None:
            say("hindered", code="no-token")
            time.sleep(0.2)
            return
        key = TokenKey(token.module, token.label, token.slot, pin=self.plan.pin)
        report = self.results.queues.sign(self.records, role, [result], key)
        (document,) = report.documents
        if document.outcome == "done":
            say("signed", code=code, result=result, role=role.value)
        else:
            say("hindered", code=f"signing-{document.outcome}")

    def tell_the_province(self) -> None:
        done = self.exchange.send(self.records, (NEIGHBOUR,))
        if done.sent:
            say("told", messages=done.sent)
        for problem in done.resting.values():
            say("hindered", code=problem)

    def untold(self) -> int:
        (queue,) = self.station.store.outbox.queues(self.records)
        return queue.waiting


def decide(paper: PaperJourney, supervisor: Officer, code: str) -> None:
    """Accept what was read; what contradicts something is said to be unreadable."""
    for refused in (False, True):
        view = paper.view(supervisor, code)
        errors = [one for one in view.findings if one.severity is Severity.ERROR]
        wrong = {(one.document_id, name) for one in errors for name in one.fields}
        for value in view.values:
            if refused and (value.document_id, value.name) in wrong:
                absence: Absence | None = Absence.UNREADABLE
            elif not refused and needs_person(value, view.findings):
                absence = None if value.value else Absence.BLANK
            else:
                continue
            paper.decide(supervisor, value.id, value.version, absence=absence, reason="xem ảnh")


def main() -> int:
    """Work until the day is over."""
    plan = Plan(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    # minutes of patience become seconds, or a dead line would outlast the whole day
    delivery.FIRST_WAIT = timedelta(seconds=0.5)
    delivery.LONGEST_WAIT = timedelta(seconds=2)
    delivery.MOST_ATTEMPTS = 10_000
    with practice.sample_dossiers() as found:
        samples = {one.name[:2]: one for one in found}
        opened: list[Day] = []
        while not opened:
            try:
                opened.append(Day(plan))
            except HINDRANCES as error:
                say("hindered", code=error.code)
                time.sleep(0.3)
        (day,) = opened
        say("started", process=os.getpid())
        over = False
        while not over:
            try:
                over = day.go_on(samples)
            except HINDRANCES as error:
                say("hindered", code=error.code)
            time.sleep(0.05)
        day.station.close()
    say("over")
    return 0


if __name__ == "__main__":
    sys.exit(main())
