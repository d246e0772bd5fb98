"""Results whose proof ends: which of them are due for a new archive timestamp, and giving it.

An archive timestamp proves what is under it while its own certificate lasts; a new one over it and
over fresh revocation data carries the proof on (ETSI EN 319 142-1 5.4.3). No key is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from digitizer.errors import DigitizerError, EngineError
from digitizer.jobs import CancelToken, Progress, Report, silent
from digitizer.model.officer import Officer
from digitizer.model.result import Result, ResultState, SignerRole
from digitizer.model.rights import Action, require
from digitizer.model.view import BulkOutcome, ItemFailure
from digitizer.results.policies import SigningPolicies
from digitizer.store import Store
from signing.errors import SigningError
from signing.model import Verdict

DAYS = 180
"""How long before its end a proof counts as due."""
_UNARCHIVED = frozenset({"B-T", "B-LT"})

Judge = Callable[[bytes, Sequence[str]], Verdict]


@dataclass(frozen=True, slots=True)
class DueResult:
    """One result whose proof ends soon, has ended, or was never archived."""

    result: Result
    due: str
    """``soon``, ``lapsed``, or ``none``: it carries no archive timestamp yet."""
    until: datetime | None
    """When the archive timestamp's certificate ends."""

    @property
    def renewable(self) -> bool:
        """Return whether a new timestamp still helps: a lapsed proof cannot be carried on."""
        return self.due != "lapsed"


@dataclass(frozen=True, slots=True)
class ArchiveUpkeep:
    """What the records officer may ask of the core about results kept for long."""

    store: Store
    policies: SigningPolicies
    judge: Judge
    roots: tuple[bytes, ...] = ()

    def due(
        self, officer: Officer, *, within: timedelta = timedelta(days=DAYS)
    ) -> tuple[DueResult, ...]:
        """Return the released results that are due, the one whose proof ends first in front.

        It rests on the verdicts kept with the results, so no file is opened.
        """
        require(officer, Action.SIGN)
        now = datetime.now(UTC)
        found = [_due(one, within, now) for one in self.store.results.all([ResultState.RELEASED])]
        last = datetime.max.replace(tzinfo=UTC)
        kept = [one for one in found if one is not None]
        return tuple(sorted(kept, key=lambda one: (one.until or last, one.result.id)))

    def renew(
        self,
        officer: Officer,
        results: Sequence[DueResult],
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> BulkOutcome:
        """Put a new archive timestamp over each result; one that fails is named, its file kept."""
        require(officer, Action.SIGN)
        done, failures = 0, []
        for number, one in enumerate(results, start=1):
            if cancel is not None and cancel.cancelled:
                break
            try:
                self._renew(officer, one.result)
                done += 1
            except (DigitizerError, SigningError) as error:
                code = error.engine_code if isinstance(error, EngineError) else error.code
                failures.append(ItemFailure(one.result.number, code, dict(error.details)))
            report(Progress(number, len(results), one.result.number))
        return BulkOutcome(done, tuple(failures))

    def _renew(self, officer: Officer, result: Result) -> None:
        from signing.upkeep import renewed

        # the agency's services, whatever level its queue asks of new signatures
        queue = replace(self.policies.of(SignerRole.AGENCY), level="lta")
        before = self.store.vault.get(result.signed_hash or "")
        grown = renewed(before, queue.engine(self.roots))
        verdict = self.judge(grown, tuple(result.signatures))
        self.store.results.renew(
            officer,
            result.id,
            result.version,
            signed_hash=self.store.vault.put(grown),
            report=verdict.to_dict(),
        )


def _due(result: Result, within: timedelta, now: datetime) -> DueResult | None:
    from signing.upkeep import Due, due

    until = _moment(result.report)
    if until is None:
        waits = result.report.get("level") in _UNARCHIVED
        return DueResult(result, Due.NONE.value, None) if waits else None
    found = due(until, stamped=True, within=within, now=now)
    return None if found is Due.NOT_YET else DueResult(result, found.value, until)


def _moment(report: Mapping[str, Any]) -> datetime | None:
    until = report.get("archived_until")
    return datetime.fromisoformat(until) if isinstance(until, str) and until else None
