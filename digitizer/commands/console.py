"""How every command speaks: sentences to stderr, the answer to stdout, failures counted."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from digitizer import files, messages
from digitizer.errors import SecretNotGivenError
from digitizer.files import printable
from digitizer.jobs import Progress
from digitizer.model.view import ItemFailure

ALL_WELL, SOME_FAILED, WRONG_USE = 0, 1, 2
write_file = files.write_file
FILE_PASSWORD_VARIABLE = "DIGITIZER_FILE_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(slots=True)
class Console:
    """Where a command's words go, and what has failed so far."""

    language: str
    as_json: bool = False
    failures: list[ItemFailure] = field(default_factory=list)

    def say(self, vi: str, en: str, **places: object) -> None:
        """Tell the person something on stderr."""
        sentence = (vi if self.language == "vi" else en).format(**places)
        print(printable(sentence), file=sys.stderr)

    def fail(self, name: str, situation: object) -> None:
        """Note that one item failed, and say why and what to do."""
        code = getattr(situation, "engine_code", None) or getattr(situation, "code", "unforeseen")
        details = dict(getattr(situation, "details", {}) or {})
        failure = ItemFailure(name, str(code), {"name": name, **details})
        self.failures.append(failure)
        sentence = messages.sentence(failure, self.language)
        print(printable(f"{name}: [{code}] {sentence}"), file=sys.stderr)

    def note(self, failures: Sequence[ItemFailure]) -> None:
        """Note failures that a stage has already put into values."""
        for failure in failures:
            self.fail(failure.name, failure)

    def progress(self, progress: Progress) -> None:
        """Show how far the job has come, on a terminal only."""
        if sys.stderr.isatty():
            end = "\n" if progress.done == progress.total else "\r"
            print(
                f"  {progress.done}/{progress.total} {printable(progress.label)[:60]:60}",
                end=end,
                file=sys.stderr,
            )

    def answer(self, document: Mapping[str, Any], text: str | None = None) -> None:
        """Print the answer: one JSON document with --json, else the text (or nothing)."""
        if self.as_json:
            whole = {**document, "failures": [_plain(failure) for failure in self.failures]}
            print(printable(json.dumps(whole, ensure_ascii=False, indent=2, default=str)))
        elif text:
            print(printable(text))

    def wrong_use(self, vi: str, en: str, **places: object) -> int:
        """Say what is wrong with the words given, answer with it, and return the exit code."""
        reason = (vi if self.language == "vi" else en).format(**places)
        print(printable(reason), file=sys.stderr)
        self.failures.append(ItemFailure("digitizer", "wrong-use", {"reason": reason}))
        self.answer({})
        return WRONG_USE

    @property
    def exit_code(self) -> int:
        """0 when nothing failed, else 1."""
        return SOME_FAILED if self.failures else ALL_WELL


class WrongWordsError(Exception):
    """A command was given words that it does not know."""

    def __init__(self, usage: str, message: str) -> None:
        super().__init__(message)
        self.usage = usage


class CommandParser(argparse.ArgumentParser):
    """A parser that raises what is wrong, so that it is answered as every command answers."""

    @override
    def error(self, message: str) -> NoReturn:
        """Raise WrongWordsError."""
        raise WrongWordsError(self.format_usage(), f"{self.prog}: error: {message}")


Run = Callable[[argparse.Namespace, Console], int]


def add_command(
    commands: Any, name: str, run: Run, *, help_text: str, example: str
) -> argparse.ArgumentParser:
    """Add a subcommand whose --help ends with an example, and that knows --json and --language."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help_text,
        description=help_text,
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document on stdout")
    parser.add_argument(
        "--language",
        choices=("vi", "en"),
        default=os.environ.get("DIGITIZER_LANGUAGE", "vi"),
        help="language of the sentences on stderr (default: vi)",
    )
    parser.set_defaults(run=run)
    return parser


def process_count(told: str) -> int:
    """Return a number of processes, at least one, from what was typed."""
    try:
        number = int(told)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(
            f"{told!r} is no number of processes: 1 or more are needed"
        )
    return number


def ask_file_password(name: str, wrong: bool) -> str | None:
    """Return the password of a file: typed by a person, or from a variable; None without either."""
    told = os.environ.get(FILE_PASSWORD_VARIABLE)
    if told is not None:
        return None if wrong else told
    if not sys.stdin.isatty():
        return None
    again = "Sai mật khẩu / wrong password. " if wrong else ""
    return getpass.getpass(f"{again}{name} – mật khẩu / password: ") or None


def ask_secret(variable: str, prompt: str) -> str:
    """Return a password or PIN from its variable, else as a person types it, unseen.

    Raises SecretNotGivenError where nobody is there to be asked.
    """
    told = os.environ.get(variable)
    if told is not None:
        return told
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise SecretNotGivenError(variable=variable) from error


def write_json(path: Path, document: object) -> None:
    """Write a JSON file in UTF-8, whole or absent."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    write_file(path, printable(text).encode() + b"\n")


def _plain(failure: ItemFailure) -> dict[str, Any]:
    return {"item": failure.name, "code": failure.code, "details": failure.details}
