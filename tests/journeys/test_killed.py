"""A killed program loses no page it has shown, and the next start goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from digitizer.model.document import PageState
from digitizer.office.practice import SampleDossier
from tests.journeys.conftest import open_office

pytestmark = [pytest.mark.engine, pytest.mark.slow]

WORK = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from tests.journeys.conftest import open_office

    if __name__ == "__main__":
        office = open_office(Path(sys.argv[1]))
        paper = office.station.paper
        code = paper.open_dossier(office.clerk, sys.argv[2]).code
        print("dossier", code, flush=True)
        shown = lambda page: print("shown", page.id, page.image_hash, flush=True)
        paper.take_in(office.clerk, code, [Path(name) for name in sys.argv[3:]], on_page=shown)
        read = lambda page: print("read", page.id, page.text_hash, flush=True)
        paper.read(office.clerk, code, on_page=read)
        print("end", flush=True)
    """
)


def run_and_kill(folder: Path, sample: SampleDossier, script: Path, last: str) -> list[list[str]]:
    """Run the work, kill it -9 with all its workers as it says ``last``; return what it said."""
    said: list[list[str]] = []
    with subprocess.Popen(
        [sys.executable, script, folder, sample.procedure, *sample.files],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.split())
            if said[-1][0] == last:
                os.killpg(process.pid, signal.SIGKILL)
                break
        process.wait(timeout=60)
    return said


@pytest.mark.parametrize("last", ["dossier", "shown", "read"])
def test_what_was_shown_before_a_kill_is_there_after_it_and_the_work_goes_on(
    last: str, samples: dict[str, SampleDossier], tmp_path: Path
) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK, "utf-8")
    folder = tmp_path / "data"
    said = run_and_kill(folder, samples["02"], script, last)
    assert said[-1][0] == last
    office = open_office(folder)
    with office.station:
        store, paper = office.station.store, office.station.paper
        assert store.problems() == ()
        for kind, identity, digest in (words for words in said if len(words) == 3):
            page = store.dossiers.page(int(identity))
            assert store.vault.get(digest)
            assert digest == (page.image_hash if kind == "shown" else page.text_hash)
        code = said[0][1]
        assert not paper.take_in(office.clerk, code, samples["02"].files).failures
        assert not paper.read(office.clerk, code).failures
        view = paper.view(office.clerk, code)
    assert [page.original_page for page in view.pages] == [1, 2, 3]
    assert {page.state for page in view.pages} == {PageState.READ}
    assert len(view.documents) == 3
