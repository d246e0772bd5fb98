"""The man page, made from the command's own help so that it is always true."""

from __future__ import annotations

import argparse
import importlib
import sys

from digitizer.__main__ import COMMANDS

_ABOUT = (
    "Takes a paper dossier in, reads its Vietnamese, has a second person verify it, keeps it in an"
    " encrypted warehouse and issues a digitally signed result. digitizer-window opens the window;"
    " the commands below do the same work without a screen."
)


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return every command's parser by the name it is called with, in the order of help."""
    parser = argparse.ArgumentParser(prog="digitizer")
    adding = parser.add_subparsers()
    for module in COMMANDS:
        importlib.import_module(f"digitizer.commands.{module}").add(adding)
    return dict(adding.choices)


def page(version: str) -> str:
    """Return the man page in man(7) macros."""
    lines = [
        f'.TH DIGITIZER 1 "" "digitizer {version}" "User Commands"',
        # long words of options leave no room to even lines out
        ".ad l",
        ".SH NAME",
        "digitizer, digitizer\\-window \\- digitization workstation for one\\-stop offices",
        ".SH SYNOPSIS",
        ".B digitizer",
        ".I COMMAND",
        "[\\fIOPTION\\fR...]",
        ".br",
        ".B digitizer\\-window",
        ".SH DESCRIPTION",
        _safe(_ABOUT),
        ".SH COMMANDS",
    ]
    for name, parser in commands().items():
        lines += [".SS " + _safe(name), _safe(parser.description or "")]
        lines += _options(parser)
        example = (parser.epilog or "").partition("Example:\n")[2].strip()
        if example:
            lines += [".PP", "Example:", ".PP", ".nf", *map(_safe, example.splitlines()), ".fi"]
    lines += [
        ".SH EXIT STATUS",
        "0 when all is well, 1 when an item failed, 2 for wrong use.",
        ".SH FILES",
        ".TP",
        ".I ~/.local/share/digitizer",
        _safe("The records. Removing or purging the package never touches them."),
        ".SH ENVIRONMENT",
        ".TP",
        ".B DIGITIZER_DATA",
        "Another data folder.",
        ".TP",
        ".B DIGITIZER_PASSWORD",
        _safe("The officer's password, where nobody is there to be asked."),
        ".TP",
        ".B DIGITIZER_LANGUAGE",
        "vi (default) or en.",
    ]
    return "\n".join(lines) + "\n"


def _options(parser: argparse.ArgumentParser) -> list[str]:
    lines: list[str] = []
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        if isinstance(action, argparse._HelpAction):  # noqa: SLF001
            continue
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, inner in action.choices.items():
                lines += [".TP", f"\\fB{_safe(name)}\\fR", _safe(inner.description or " ")]
            continue
        value = "" if action.nargs == 0 else f" \\fI{_safe(_value(action))}\\fR"
        names = ", ".join(f"\\fB{_safe(one)}\\fR" for one in action.option_strings)
        lines += [".TP", f"{names}{value}".strip(), _safe(_help(action)) or " "]
    return lines


def _help(action: argparse.Action) -> str:
    if action.help is None or action.help == argparse.SUPPRESS:
        return ""
    return action.help % vars(action)


def _value(action: argparse.Action) -> str:
    if action.choices is not None and action.metavar is None:
        return "|".join(map(str, action.choices))
    name = action.metavar or action.dest.upper()
    return name if isinstance(name, str) else " ".join(name)


def _safe(text: str) -> str:
    text = " ".join(text.split()) if "\n" not in text else text
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    print(page(sys.argv[1]), end="")
