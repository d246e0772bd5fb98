"""Finds values that have no label and are known by where they stand or what they look like."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digitizer.catalogue import shipped_rules
from digitizer.model.doctype import DocumentType, FieldRule, Place, Reads
from digitizer.paper import regions
from digitizer.paper.honorifics import form_of_address
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Piece, Row, Sheet, joined
from digitizer.paper.printed import Lines, Paper, matched
from digitizer.paper.regions import (
    dateline,
    dateline_in_figures,
    find_title,
    is_capitals,
    is_motto,
    region_rows,
)
from digitizer.paper.ruled_cells import ruled_tables
from digitizer.paper.tables import find_table
from digitizer.vietnamese import compact, fold, is_syllable

# “SỞ Y TẾ” begins with the same letters as “Số: 15/QĐ”
_NUMBER_ROW = re.compile(r"[\W_]*so\s?(?:[:.;]|\d)")
_UNIT_HEADS = (
    "ủy ban", "ubnd", "sở", "bộ", "cục", "chi cục", "tổng cục", "phòng", "trung tâm", "văn phòng",
    "ban", "hội đồng", "công an", "tòa án", "viện", "trường", "bảo hiểm", "thanh tra", "đảng ủy",
    "chi nhánh", "thuế", "kho bạc", "bệnh viện", "hội", "liên đoàn", "tập đoàn", "tổng công ty",
)  # fmt: skip
_SHORT_HEAD = 4
# “ngày 05 tháng 3 …”, “Ngày làm đơn: 05/03/2026”
_BEHIND_DAY = "nga[yv](?:[^:0-9]{3,40}:)?(.{1,60})"
_BLOCK_GAP = 2.0
"""Of a row's height; lines of one block stand closer, also at twice the usual spacing."""
# ranks and degrees before a signer's name
_RANKS = frozenset(
    (size, rank) for size in ("dai", "thuong", "trung", "thieu") for rank in ("tuong", "ta", "uy")
)
_SIGNATURE_GAPS = (5.0, 2.2)
"""Gaps between those who sign side by side, in heights of the type: wide ones first, as a name may
have one inside."""
_SIGNATURE_HIGH = 14.0
"""Most room between who signs and the name, in heights of the type."""
_CAPTION_GAP = 1.5
_FEWEST_LISTED = 3
"""Rows of a ruled list; two may be the place for two to sign."""
_TO_SIGN = re.compile(r"\(\s?ky\b|(?<!da )\bky,? (?:va )?(?:ghi ro|ten,|dong dau)|ghi ro ho")
_CERTIFIES = re.compile(
    r"chung thuc ban sao|dung voi ban chinh|so chung thuc|nguoi (?:nhan|tra) ket"
)
_LOW = 0.3
_SPOUSES = frozenset({"vo", "chong"})
_DEGREES = frozenset({"bs", "ths", "ts", "pgs", "gs", "ks", "cn", "ls", "bscki", "bsckii", "dr"})


def by_place(rule: FieldRule, document_type: DocumentType, paper: Paper) -> Lines:
    """Return the words of a field that stands at a place of the page and has no label."""
    if not paper.sheets:
        return ()
    if rule.place is Place.LINE:
        return by_pattern(rule, document_type, paper) if rule.pattern else _known_line(rule, paper)
    if rule.place is Place.TABLE:
        return find_table(rule, paper)
    if rule.place is Place.ZONE:
        return in_zone(rule, paper)
    match rule.region:
        case "top-left":
            return _issuer(region_rows(paper.sheets[0], "top-left", document_type.titles))
        case "title":
            return _title(document_type, paper)
        case "below-title":
            return _subject(rule, region_rows(paper.sheets[0], rule.region, document_type.titles))
        case "bottom-right":
            signed = _signer(paper)
            return () if signed and _signs_below(rule.not_below, signed[0], paper) else signed
        case regions.DATELINE:
            return by_dateline(paper)
        case _:
            return ()


def in_zone(rule: FieldRule, paper: Paper) -> Lines:
    """Return the words whose middle lies in the rule's zone, line by line."""
    if rule.zone is None:
        return ()
    own = paper.sheets[rule.zone_page - 1 : rule.zone_page]
    for sheet in paper.sheets if rule.anchor else own:
        left, top = 0.0, 0.0
        if rule.anchor:
            hits = [(row, first_hit(0, row, (rule.anchor,))) for row in sheet.rows]
            found = next(((row, hit) for row, hit in hits if hit is not None), None)
            if found is None:
                continue
            box = found[0].pieces[found[1].start].box
            left, top = box.left, box.top
        zone = (
            left + rule.zone[0] * sheet.width,
            top + rule.zone[1] * sheet.height,
            left + rule.zone[2] * sheet.width,
            top + rule.zone[3] * sheet.height,
        )
        inside = [tuple(p for p in row.pieces if _lies_in(p, zone)) for row in sheet.rows]
        lines = [line for line in inside if line][: max(rule.lines, 1)]
        if lines:
            return (matched(rule.pattern, lines) or ()) if rule.pattern else tuple(lines)
    return ()


def _lies_in(piece: Piece, zone: tuple[float, float, float, float]) -> bool:
    middle = (piece.box.left + piece.box.right) / 2
    return zone[0] <= middle <= zone[2] and zone[1] <= piece.middle <= zone[3]


def by_pattern(rule: FieldRule, document_type: DocumentType, paper: Paper) -> Lines:
    """Return the words that the rule's pattern picks out of the first row it stands on."""
    sheets = paper.sheets[:1] if rule.region.startswith("top") else paper.sheets
    for sheet in sheets:
        rows = region_rows(sheet, rule.region, document_type.titles)
        for first in range(len(rows)):
            lines = [row.pieces for row in _together(rows[first : first + rule.lines])]
            found = matched(rule.pattern, lines)
            if found:
                return found
    return ()


def by_dateline(paper: Paper, *, in_figures: bool = False) -> Lines:
    """Return the day over the signature, written out or all in figures."""
    find = dateline_in_figures if in_figures else dateline
    found = (find(sheet.rows) for sheet in reversed(paper.sheets))
    day = next((pieces for pieces in found if pieces), ())
    return (matched(_BEHIND_DAY, [day]) or ()) if day else ()


def set_elsewhere(rule: FieldRule, document_type: DocumentType, paper: Paper) -> Lines:
    """Return a number or a day of the letterhead, or a day over the signature, set elsewhere.

    Some set the number below the title or right of the letterhead, and its day over the signature.
    """
    over_signature = rule.region == regions.DATELINE
    of_letterhead = rule.place is Place.LINE and rule.region in ("top-left", "top-right")
    if of_letterhead and rule.reads is Reads.CODE and rule.region == "top-left":
        return by_place(replace(rule, region="around-title"), document_type, paper)
    if over_signature or (of_letterhead and rule.reads is Reads.DATE):
        return by_dateline(paper, in_figures=over_signature)
    return ()


def _together(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows up to the first wide gap: what stands behind it is of another block."""
    for number, (above, below) in enumerate(itertools.pairwise(rows), start=1):
        if below.box.top - above.box.bottom > _BLOCK_GAP * above.height:
            return rows[:number]
    return rows


def _known_line(rule: FieldRule, paper: Paper) -> Lines:
    """Return the lines that are printed as the rule's labels say, each label once."""
    found: list[tuple[Piece, ...]] = []
    left = list(rule.labels)
    for number, row in enumerate(paper.rows):
        hit = first_hit(number, row, left)
        if hit is not None and len(found) < rule.lines:
            found.append(row.pieces[hit.start : hit.end])
            left = [label for label in left if compact(label) != hit.label]
    return tuple(found)


def _issuer(rows: Sequence[Row]) -> Lines:
    """Return the issuing office's own name: the last unit named above the number."""
    lines: list[tuple[Piece, ...]] = []
    for row in rows:
        if _NUMBER_ROW.match(fold(row.text)):
            break
        pieces = _behind_colon(_before_number(row))
        text = joined(pieces)
        # a name that goes on may end in a short word: “CÔNG AN TỈNH QUẢNG / NGÃI”
        if is_capitals(text) and not is_motto(row) and (lines or len(text) > _SHORT_HEAD):
            lines.append(pieces)
    heads = [n for n, line in enumerate(lines) if _names_unit(joined(line))]
    return tuple(lines[heads[-1] if heads else 0 :])


def _before_number(row: Row) -> tuple[Piece, ...]:
    """Return the words before a number that was read into the same row: “Số: 15/QĐ-UBND”."""
    texts = [piece.text for piece in row.pieces]
    starts = [n for n, text in enumerate(texts) if fold(text) == "so:"]
    words = row.pieces[: starts[0]] if starts else row.pieces
    return tuple(piece for piece in words if piece.key) if starts else words


def _behind_colon(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the words behind a label: “CƠ QUAN CẤP: ỦY BAN NHÂN DÂN”."""
    ends = [n for n, piece in enumerate(pieces) if piece.text.endswith(":")]
    return pieces[ends[-1] + 1 :] if ends else pieces


def _names_unit(text: str) -> bool:
    folded = fold(text).strip(" .,'\"`‘’“”*")
    # alone on its line a short one ends a name: “SỞ NÔNG NGHIỆP VÀ MÔI / TRƯỜNG”
    return any(
        folded.startswith(fold(head) + " ") or (" " in head and folded == fold(head))
        for head in _UNIT_HEADS
    )


def _title(document_type: DocumentType, paper: Paper) -> Lines:
    found = find_title(paper.sheets[0], document_type.titles)
    if found is None:
        return ()
    lines = tuple(row.pieces for row in paper.sheets[0].rows[found[1] : found[2]])
    return lines if all(is_capitals(joined(line)) for line in lines) else ()


def _subject(rule: FieldRule, rows: Sequence[Row]) -> Lines:
    """Return the lines under the title, up to a gap, capitals or the words that end it."""
    lines: list[tuple[Piece, ...]] = []
    for row, before in zip(rows, [None, *rows], strict=False):
        gap = before is not None and row.box.top - before.box.bottom > 1.3 * row.height
        stop = rule.until and first_hit(0, row, rule.until) is not None
        if (lines and gap) or stop or is_capitals(row.text) or len(lines) >= rule.lines:
            break
        lines.append(row.pieces)
    return tuple(lines)


def _signer(paper: Paper) -> Lines:
    """Return the last line on the right that can be a person's name.

    Others may sign beside: wife, husband, and the official at the right of them. Who stands above
    the day over the signature, or what tells to sign, has not signed there.
    """
    for sheet in reversed(paper.sheets):
        rows = _before_certified(region_rows(sheet, "bottom-right"), sheet)
        rows = [row for row in rows if not _is_listed(row, sheet)]
        for number in range(len(rows) - 1, -1, -1):
            if _asks_to_sign(rows[number]):
                return ()
            for gap in _SIGNATURE_GAPS:
                for part in reversed(rows[number].segments(gap)):
                    pieces = _without_degree(tuple(one for one in part.pieces if one.key))
                    words = [piece.text.rstrip(".,") for piece in pieces]
                    if not (2 <= len(words) <= 6 and _is_name(words)):
                        continue
                    if _is_spouse(part, rows[:number]):
                        continue
                    return () if _another_signs(part, rows[:number]) else (pieces,)
    return ()


def _signs_below(offices: Sequence[str], name: tuple[Piece, ...], paper: Paper) -> bool:
    """Return whether one of the offices stands above a name: who heads the place is no clerk."""
    if not offices:
        return False
    box, page = Row(name).box, name[0].page_id
    high = _SIGNATURE_HIGH * Row(name).height
    above = [
        compact(joined([one for one in part.pieces if one.key]))
        for row in paper.rows
        if row.first.page_id == page and 0 < box.top - row.box.bottom < high
        for part in row.segments()
        if part.box.left < box.right and box.left < part.box.right
        if not part.text.startswith("(")
    ]
    for said in reversed(above):
        if said.startswith("nguoi"):
            # “NGƯỜI HƯỚNG DẪN” right above tells who it is
            return False
        if any(compact(one) in said for one in offices):
            return True
    return False


def _is_listed(row: Row, sheet: Sheet) -> bool:
    """Return whether a row stands in a ruled list: who is named there has not signed."""
    first = row.pieces[0].printed
    return any(
        region.box.holds_middle(first) and len(region.ruled) >= _FEWEST_LISTED
        for region in ruled_tables(sheet.text.regions)
    )


def _before_certified(rows: list[Row], sheet: Sheet) -> list[Row]:
    """Return the rows above where somebody certifies the copy, or hands over the paper."""
    tops = (row.box.top for row in sheet.rows if _CERTIFIES.search(fold(row.text)))
    end = min((top for top in tops if top > _LOW * sheet.height), default=math.inf)
    return [row for row in rows if row.box.top < end]


def _is_spouse(part: Row, above: Sequence[Row]) -> bool:
    """Return whether the name stands below “Vợ” or “Chồng” alone."""
    for row in reversed(above):
        # the members of a household, wives among them, stand above with their days and numbers
        listed = any(map(str.isdigit, row.text))
        if listed or part.box.top - row.box.bottom > _SIGNATURE_HIGH * part.height:
            return False
        for piece in row.pieces:
            over = min(piece.box.right, part.box.right) - max(piece.box.left, part.box.left)
            if piece.key in _SPOUSES and over > 0:
                return True
    return False


def _another_signs(part: Row, above: Sequence[Row]) -> bool:
    """Return whether who signs is told further right than a name: it is the bridegroom's then.

    “Chồng   NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN”, and below the latter nobody is named.
    """
    for row in reversed(above):
        if ":" in row.text or part.box.top - row.box.bottom > _SIGNATURE_HIGH * part.height:
            return False
        if any(run[0].box.left > part.box.right for run in _captions(row)):
            return True
    return False


def _captions(row: Row) -> Iterator[Sequence[Piece]]:
    """Yield the words in capitals that stand together on a row, two at least."""
    for part in row.segments(_CAPTION_GAP):
        # a dash between two offices parts nothing
        groups = itertools.groupby(part.pieces, key=lambda one: _is_capital(one) or not one.key)
        for caps, pieces in groups:
            run = tuple(pieces)
            if caps and sum(map(_is_capital, run)) > 1:
                yield run


def _asks_to_sign(row: Row) -> bool:
    """Return whether the row is a day over a signature or tells to sign: “(Ký, ghi rõ họ tên)”."""
    return bool(dateline([row])) or _TO_SIGN.search(fold(row.text)) is not None


def _is_capital(piece: Piece) -> bool:
    word = piece.text.strip(" .,()/-")
    return len(word) > 1 and word.isalpha() and word.isupper()


def _without_degree(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the words of a name without a degree or a rank before it."""
    if len(pieces) > 2 and _is_degree(pieces[0]):
        return pieces[1:]
    if len(pieces) > 3 and (pieces[0].key, pieces[1].key) in _RANKS:
        return pieces[2:]
    return pieces


def _is_degree(piece: Piece) -> bool:
    """Return whether a word is a degree before a name: “BS.”, “BSCKI.”, “ThS.BS”."""
    first = compact(piece.text.partition(".")[0])
    return first in _DEGREES or ("." in piece.text and first.startswith(tuple(_DEGREES)))


def _is_name(words: Sequence[str]) -> bool:
    """Return whether words can be a name; not all words of a people's names are syllables."""
    known = shipped_rules().family_names
    usual = sum(is_syllable(word) or word.lower() in known for word in words)
    addressed = form_of_address(words) > 0
    return not addressed and all(map(_is_name_word, words)) and 2 * usual >= len(words)


def _is_name_word(word: str) -> bool:
    letters = word.replace("’", "").replace("'", "")
    return (
        letters.isalpha()
        and word[:1].isupper()
        and (len(word) == 1 or word[1:] != word[1:].upper())
    )
