"""``digitizer demo``: the whole way, headless, on the shipped sample dossiers."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from digitizer import demo
from digitizer.commands.console import Console, add_command, process_count, write_file, write_json


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "demo",
        run,
        help_text="Take the sample dossiers the whole way, signed with a throwaway test key.",
        example="digitizer demo --out out/demo",
    )
    parser.add_argument("--out", type=Path, default=Path("out/demo"), metavar="DIR")
    parser.add_argument(
        "--workers",
        type=process_count,
        metavar="N",
        help="processes that read pages (default: one per core)",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the demo and say where its files are."""
    started = time.monotonic()
    summary = demo.run(
        arguments.out,
        write=write_file,
        write_json=write_json,
        report=console.progress,
        workers=arguments.workers,
    )
    console.note(summary.failures)
    seconds = round(time.monotonic() - started, 1)
    console.say(
        "Chữ ký dùng chứng thư thử nghiệm tạo tại chỗ, không có giá trị pháp lý. "
        "Giá trị cần người kiểm tra được nhận như máy đọc: xem «accepted_unseen»"
        " trong summary.json.",
        "The demo signs with a throwaway test certificate made on the spot; it has no legal force. "
        "Values that want a person were accepted as read; see “accepted_unseen” in summary.json.",
    )
    text = "\n".join(_line(one, arguments.out) for one in summary.dossiers)
    console.answer(
        {"out": str(arguments.out), "seconds": seconds, "dossiers": summary.dossiers},
        f"{text}\n{arguments.out / 'warehouse.json'}\n{seconds} s",
    )
    return console.exit_code


def _line(one: dict[str, Any], out: Path) -> str:
    fields = f"{one['sure']}/{one['fields']} trường chắc chắn"
    reused = f", dùng lại {len(one['reused'])}" if one["reused"] else ""
    pages = f"{one['pages']} trang"
    return f"{one['dossier']}  {one['state']:8}  {pages}, {fields}{reused}  {out / one['sample']}"
