"""``digitizer judge-sample``: what a person's check of words drawn by lot says about a batch."""

from __future__ import annotations

import argparse
import csv
import html
import io
import json
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file, write_json
from digitizer.errors import DigitizerError, FileUnreadableError
from ocr.sampling import Lot, judged

_NOT_READABLE = "?"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "judge-sample",
        run,
        help_text="Say how well a batch was read, from the sample a person has checked.",
        example="digitizer judge-sample read/sample/sample.csv",
    )
    parser.add_argument("file", type=Path, metavar="CSV", help="sample.csv, its column filled in")


def write_sample(lot: Lot, folder: Path, console: Console) -> None:
    """Write the words drawn: pictures to look at, and a table to fill in."""
    drawn = lot.drawn()
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(("number", "page", "read", "printed"))
    shown = []
    try:
        for number, one in enumerate(drawn, 1):
            write_file(folder / f"{number:04}.png", one.picture)
            rows.writerow((number, _harmless(one.page), _harmless(one.word), ""))
            shown.append(
                f"<tr><td>{number}<td><img src='{number:04}.png' alt=''>"
                f"<td>{html.escape(one.word)}<td>{html.escape(one.page)}"
            )
        write_file(folder / "sample.csv", table.getvalue().encode("utf-8-sig"))
        write_file(folder / "sample.html", _page(shown).encode())
        words = [
            {"number": n, "page": one.page, "read": one.word} for n, one in enumerate(drawn, 1)
        ]
        write_json(folder / "sample.json", {"drawn_from": lot.words, "words": words})
    except DigitizerError as error:
        console.fail(folder.name, error)
        return
    console.say(
        "Đã rút ngẫu nhiên {count} từ trong {words} từ. Mở {page} để xem ảnh; trong sample.csv, "
        "chỉ ghi cột printed ở từ đọc sai (đúng chữ in trên giấy; ghi ? nếu mắt không đọc được).",
        "Drew {count} of {words} words. Look at {page}; in sample.csv fill in the column printed "
        "only where the word is wrong (what the paper says; ? where nobody can tell).",
        count=len(drawn),
        words=lot.words,
        page=folder / "sample.html",
    )


def sample_files(folder: Path, count: int) -> list[Path]:
    """Return the files that a sample of so many words is written to; none for no sample."""
    if count == 0:
        return []
    pictures = [folder / f"{number:04}.png" for number in range(1, count + 1)]
    return [*pictures, *(folder / f"sample.{ending}" for ending in ("csv", "html", "json"))]


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Hold what the person wrote against what was read, and tell shares with their intervals."""
    checked = _checked(arguments.file)
    verdict = judged(checked)
    low, high = (100 * edge for edge in verdict.words_right)
    console.say(
        "Đã kiểm tra {words} từ, {wrong} từ sai: đúng {share:.2f} % ký tự; tỷ lệ từ đúng của cả lô "
        "từ {low:.2f} đến {high:.2f} % (khoảng tin cậy 95 %).",
        "{words} words checked, {wrong} wrong: {share:.2f} % of their characters are right; of all "
        "words of the batch between {low:.2f} and {high:.2f} % are (95 % interval).",
        words=verdict.words,
        wrong=verdict.wrong_words,
        share=100 * verdict.share,
        low=low,
        high=high,
    )
    console.answer(
        {
            "words": verdict.words,
            "wrong_words": verdict.wrong_words,
            "characters": verdict.letters,
            "wrong_characters": verdict.wrong_letters,
            "characters_right": round(verdict.share, 5),
            "words_right_interval": verdict.words_right,
            "characters_right_interval": verdict.letters_right,
        }
    )
    return console.exit_code


def _checked(file: Path) -> list[tuple[str, str]]:
    """Return each checked word as read and as printed; words nobody can read are left out.

    Raises FileUnreadableError.
    """
    try:
        kept = json.loads(file.with_name("sample.json").read_text("utf-8"))
        read = {int(one["number"]): str(one["read"]) for one in kept["words"]}
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
        found = [(read[int(row["number"])], (row["printed"] or "").strip()) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileUnreadableError(name=file.name, reason=type(error).__name__) from error
    return [(word, printed or word) for word, printed in found if printed != _NOT_READABLE]


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _page(rows: list[str]) -> str:
    style = "td{padding:6px;border-bottom:1px solid #ccc;font:16px sans-serif}img{max-height:64px}"
    return (
        "<!DOCTYPE html><html lang='vi'><meta charset='utf-8'><title>Kiểm tra mẫu</title>"
        f"<style>{style}</style><table>{''.join(rows)}</table></html>\n"
    )
