"""What machines do for officers before they ask: what is put into the queue, and who does it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from digitizer.errors import DigitizerError
from digitizer.model.dossier import WITH_CLERK, DossierState
from digitizer.paper.shared_reading import PageReading
from digitizer.results.copies import CopyDesk
from digitizer.results.journey import ResultJourney
from digitizer.store import Store
from digitizer.workqueue import Handler, JobKind, Wanted, queue_of
from ocr.reader import Reader

_log = logging.getLogger(__name__)


def handlers(
    store: Store,
    reader: Callable[[], Reader],
    copies: Callable[[], CopyDesk],
    results: Callable[[], ResultJourney],
) -> Mapping[JobKind, Handler]:
    """Return who does which kind of job; functions, as definitions may be loaded anew."""
    return {
        JobKind.READ_PAGE: PageReading(store, reader),
        JobKind.PREPARE_COPY: lambda subject, again: copies().prepare(subject, again),
        JobKind.CHECK_RESULT: lambda subject, again: results().look_ahead(subject, again),
    }


def put_ahead(store: Store, copies: CopyDesk, dossier_code: str) -> None:
    """Have made ahead what the next person will need of a dossier as it stands now.

    Nothing rests on it: where it cannot be put in, what is needed is made when it is asked for.
    """
    try:
        dossier = store.dossiers.get(dossier_code)
        wanted: list[Wanted] = []
        if dossier.state in WITH_CLERK and copies.needed(dossier.procedure):
            wanted = [
                Wanted(JobKind.PREPARE_COPY, str(paper.id), dossier_code)
                for paper in copies.unsigned(dossier_code)
            ]
        elif dossier.state is DossierState.VERIFIED:
            wanted = [Wanted(JobKind.CHECK_RESULT, dossier_code, dossier_code)]
        queue = queue_of(store)
        if wanted and (not store.is_shared or queue.state().workers):
            queue.put(wanted)
    except DigitizerError as error:
        _log.warning("nothing is made ahead: %s", error.code)
