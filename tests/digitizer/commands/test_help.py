"""The door itself: every command can be reached, and an answer may be cut off by who reads it."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

from digitizer import commands
from digitizer.__main__ import COMMANDS


def test_every_module_that_adds_a_command_can_be_reached() -> None:
    names = [one.name for one in pkgutil.iter_modules(commands.__path__)]
    adding = {one for one in names if hasattr(import_module(f"{commands.__name__}.{one}"), "add")}
    assert adding == set(COMMANDS)


def test_an_answer_that_is_cut_off_ends_without_a_word() -> None:
    command = f"{sys.executable} -m digitizer types --json | head -1"
    found = subprocess.run(  # noqa: S602 - a pipe of the shell's own is what is tried
        command, shell=True, capture_output=True, text=True, check=True
    )
    assert found.stdout == "{\n"
    assert found.stderr == ""
