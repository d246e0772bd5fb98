"""The program in one folder, built and used."""

from __future__ import annotations

import ast

import pytest

from tools.release import program
from tools.release.locked import ROOT, distributed, normal


def test_nothing_that_only_developers_use_can_slip_into_the_built_program() -> None:
    # it is built in an environment of the distributed lock and of what builds
    builders = {normal(one.split("=")[0]) for one in program.builders()}
    assert builders == {"altgraph", "pyinstaller", "pyinstaller-hooks-contrib", "setuptools"}
    assert not builders & set(distributed())


def test_the_built_programs_start_what_the_commands_start() -> None:
    for script, module in (("command", "digitizer.__main__"), ("window", "ui.__main__")):
        tree = ast.parse((ROOT / "tools/release/frozen" / f"{script}.py").read_text("utf-8"))
        taken = [one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        assert module in taken


@pytest.mark.clean_root
@pytest.mark.timeout(1800)
def test_the_built_program_reads_signs_and_opens_its_window() -> None:
    program.build()
    figures = program.use()
    print(figures)
    assert figures["dossiers issued"] == 4
