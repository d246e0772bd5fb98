"""XML from outside: no entities, no document type, nothing fetched, bounded in size and depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

LARGEST = 100_000_000
DEEPEST = 60
MOST_ELEMENTS = 200_000
_DOCTYPE = b"<!DOCTYPE"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Element = Any
"""lxml's element: its own stubs are not shipped."""


class UnsoundXmlError(ValueError):
    """Bytes that are not sound XML; the words say why and hold nothing of the content."""


def parse(data: bytes, *, largest: int = LARGEST) -> Element:
    """Return the root of a document; raises UnsoundXmlError."""
    if len(data) > largest:
        raise UnsoundXmlError("too large")
    # before the parser sees it: a document type is refused even where it would do no harm
    if data[:2] in _UTF_16:
        raise UnsoundXmlError("not UTF-8")
    if _DOCTYPE in data.upper()[:10_000] or b"<!ENTITY" in data:
        raise UnsoundXmlError("document type")
    # an element costs a hundred times its bytes in memory: count before making any
    if data.count(b"<") > 2 * MOST_ELEMENTS:
        raise UnsoundXmlError("too many elements")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=largest > 9_000_000,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsoundXmlError("not well formed") from error
    if root.getroottree().docinfo.doctype:
        raise UnsoundXmlError("document type")
    _require_shallow(root)
    return root


def _require_shallow(root: Element) -> None:
    depth, count = 0, 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise UnsoundXmlError("too deep" if depth > DEEPEST else "too many elements")


@cache
def schema(name: str) -> Any:
    """Return one of the shipped schemas, ``resources/neighbours/schemas/<name>.xsd``."""
    entry = files("resources").joinpath("neighbours", "schemas", f"{name}.xsd")
    # the place, so that a schema finds the one beside it that it imports
    return etree.XMLSchema(etree.fromstring(entry.read_bytes(), base_url=str(entry)))


def schema_text(name: str) -> bytes:
    """Return a shipped schema as it is."""
    return files("resources").joinpath("neighbours", "schemas", f"{name}.xsd").read_bytes()


def require_valid(root: Element, name: str) -> None:
    """Raise UnsoundXmlError naming the first place where a document breaks a shipped schema."""
    found = schema(name)
    if not found.validate(root):
        first = found.error_log[0]
        # the line and the rule only: the message may quote a value
        raise UnsoundXmlError(f"line {first.line}: {first.type_name}")


def text(root: Element, path: str, spaces: Mapping[str, str] | None = None) -> str:
    """Return the text of the first element at a path, empty when there is none."""
    found = root.find(path, dict(spaces or {}))
    return "" if found is None or found.text is None else str(found.text).strip()


def add(parent: Element, name: str, value: object = None) -> Element:
    """Add an element with text; what XML cannot hold is left out of it."""
    child = etree.SubElement(parent, name)
    if value is not None:
        child.text = clean(str(value))
    return child


def fill(parent: Element, record: Mapping[str, Any], items: Mapping[str, str], prefix: str) -> None:
    """Add a record: a field each, lists as elements of the names in ``items``."""
    for name, value in record.items():
        child = etree.SubElement(parent, prefix + name)
        if isinstance(value, Sequence) and not isinstance(value, str):
            for one in value:
                inner = etree.SubElement(child, prefix + items.get(name, "Item"))
                fill(inner, one, items, prefix)
        else:
            child.text = clean(str(value))


def clean(value: str) -> str:
    """Return a text without the characters XML does not allow."""
    return "".join(sign for sign in value if sign in "\t\n\r" or _allowed(ord(sign)))


def _allowed(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def written(root: Element) -> bytes:
    """Return a document as bytes in UTF-8, the same for the same content."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def root_of(name: str, spaces: Mapping[str | None, str] | None = None) -> Element:
    """Return a new root element."""
    return etree.Element(name, nsmap=dict(spaces or {}))


def joined(parts: Iterable[str]) -> str:
    """Return what is not empty, joined by commas."""
    return ", ".join(part for part in parts if part)
