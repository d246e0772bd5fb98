"""Archival packages by TT 05/2025/TT-BNV: E-ARK CSIP METS, EAD, PREMIS 3, SHA-256, in a ZIP.

Digitized products go as AIP, never as SIP (Đ8 k3). ``check`` judges any such package by the same
schemas and by every checksum, whoever made it.
"""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from digitizer.exchange import safe_xml, safe_zip
from digitizer.exchange.connector import sha256
from digitizer.exchange.safe_xml import UnsoundXmlError, add
from digitizer.exchange.safe_zip import UnsoundZipError

METS, XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
PREMIS = "http://www.loc.gov/premis/v3"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
_M, _X, _C, _P = (f"{{{space}}}" for space in (METS, XLINK, CSIP, PREMIS))
_SCHEMAS = {"METS.xml": "mets", "EAD.xml": "archive-ead", "PREMIS.xml": "archive-premis"}
_USES = ("Schemas", "Documentation", "Representations")
_EXPLAINED = """Gói lưu trữ {code} theo TT 05/2025/TT-BNV (E-ARK CSIP).

METS.xml                          mục lục: mọi tệp, độ dài và mã băm SHA-256
metadata/descriptive/EAD.xml      mô tả hồ sơ (18 trường) và từng tài liệu (19 trường)
metadata/preservation/PREMIS.xml  mã băm, các việc đã làm với tài liệu và người làm
representations/rep1/data         tài liệu, PDF/A
schemas                           lược đồ XML để kiểm tra
"""
_SPACES = {"m": METS, "p": PREMIS}


@dataclass(frozen=True, slots=True)
class ArchivedPaper:
    """One document of a dossier: its code, the 19 fields of an AIP in their order, its file."""

    code: str
    fields: Mapping[str, str]
    data: bytes
    """PDF/A."""


@dataclass(frozen=True, slots=True)
class ArchivedEvent:
    """Something that was done to the papers, and by whom."""

    kind: str
    at: datetime
    by: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A dossier to be archived: its code, the 18 fields of its description, papers and events."""

    code: str
    fields: Mapping[str, str]
    papers: Sequence[ArchivedPaper]
    events: Sequence[ArchivedEvent]
    agency: str
    made_at: datetime


def build(one: ArchivedFile, software: str) -> bytes:
    """Return a dossier as an AIP; the same content gives the same bytes."""
    folder = _folder(one.code)
    files = {f"representations/rep1/data/{_folder(p.code)}.pdf": p.data for p in one.papers}
    descriptive = safe_xml.written(_ead(one))
    preserving = safe_xml.written(_premis(one, files, software))
    schemas = {
        f"schemas/{name}.xsd": safe_xml.schema_text(name)
        for name in sorted({*_SCHEMAS.values(), "xlink"})
    }
    documentation = {"documentation/README.txt": _EXPLAINED.format(code=one.code).encode()}
    metadata = {
        "metadata/descriptive/EAD.xml": descriptive,
        "metadata/preservation/PREMIS.xml": preserving,
    }
    mets = safe_xml.written(_mets(one, metadata, (schemas, documentation, files), software))
    whole = {"METS.xml": mets, **metadata, **schemas, **documentation, **files}
    return safe_zip.packed({f"{folder}/{name}": data for name, data in whole.items()})


def check(data: bytes) -> tuple[str, ...]:
    """Return what is wrong with a package, in words; nothing when it is whole and valid."""
    try:
        found = safe_zip.unpacked(data)
    except UnsoundZipError as error:
        return (f"zip: {error}",)
    tops = {name.split("/", 1)[0] for name in found}
    inside = {name.split("/", 1)[1]: one for name, one in found.items() if "/" in name}
    if len(tops) != 1 or "METS.xml" not in inside:
        return ("METS.xml: missing",)
    problems = []
    roots: dict[str, Any] = {}
    for name, one in inside.items():
        schema = _SCHEMAS.get(name.rsplit("/", 1)[-1])
        if schema is None or name.startswith("schemas/"):
            continue
        try:
            roots[name] = safe_xml.parse(one)
            safe_xml.require_valid(roots[name], schema)
        except UnsoundXmlError as error:
            problems.append(f"{name}: {error}")
    if "METS.xml" in roots:
        problems += _unlike(roots["METS.xml"], inside)
    for name, root in roots.items():
        if name.endswith("PREMIS.xml"):
            problems += _unfixed(root, inside)
    return tuple(problems)


def _unlike(mets: Any, inside: Mapping[str, bytes]) -> list[str]:
    """Return the files that are missing, not named, or not as the METS says."""
    problems, named = [], {"METS.xml"}
    told = [
        (one.find("m:FLocat", _SPACES), one) for one in mets.iterfind("m:fileSec//m:file", _SPACES)
    ]
    told += [(one, one) for one in mets.iterfind(".//m:mdRef", _SPACES)]
    for place, one in told:
        name = "" if place is None else str(place.get(f"{_X}href", ""))
        named.add(name)
        data = inside.get(name)
        if data is None:
            problems.append(f"{name}: missing")
        elif one.get("CHECKSUM", "").lower() != sha256(data) or one.get("SIZE") != str(len(data)):
            problems.append(f"{name}: checksum")
        if one.get("CHECKSUMTYPE") != "SHA-256":
            problems.append(f"{name}: SHA-256")
    problems += [f"{name}: not named in METS" for name in sorted(inside.keys() - named)]
    return problems


def _unfixed(premis: Any, inside: Mapping[str, bytes]) -> list[str]:
    problems = []
    for one in premis.iterfind("p:object", _SPACES):
        name = safe_xml.text(one, "p:originalName", _SPACES)
        path = "p:objectCharacteristics/p:fixity/p:messageDigest"
        data = inside.get(name)
        if data is None or safe_xml.text(one, path, _SPACES).lower() != sha256(data):
            problems.append(f"{name}: PREMIS checksum")
    return problems


def _ead(one: ArchivedFile) -> Any:
    root = safe_xml.root_of("ead")
    described = add(root, "archdesc")
    described.set("level", "file")
    for name, value in one.fields.items():
        add(described, name, value)
    papers = add(root, "dsc")
    for paper in one.papers:
        part = add(papers, "c")
        part.set("level", "item")
        for name, value in paper.fields.items():
            add(part, name, value)
    return root


def _premis(one: ArchivedFile, files: Mapping[str, bytes], software: str) -> Any:
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    root = safe_xml.root_of(f"{_P}premis", {None: PREMIS, "xsi": xsi})
    root.set("version", "3.0")
    for number, (name, data) in enumerate(files.items(), start=1):
        part = add(root, f"{_P}object")
        part.set(f"{{{xsi}}}type", "file")
        _identified(part, "object", f"{one.code}/{number}")
        told = add(part, f"{_P}objectCharacteristics")
        fixity = add(told, f"{_P}fixity")
        add(fixity, f"{_P}messageDigestAlgorithm", "SHA-256")
        add(fixity, f"{_P}messageDigest", sha256(data))
        add(told, f"{_P}size", len(data))
        kind = add(add(told, f"{_P}format"), f"{_P}formatDesignation")
        add(kind, f"{_P}formatName", "PDF/A")
        add(part, f"{_P}originalName", name)
    agents = sorted({event.by for event in one.events} | {software})
    for number, event in enumerate(one.events, start=1):
        part = add(root, f"{_P}event")
        _identified(part, "event", f"{one.code}/event/{number}")
        add(part, f"{_P}eventType", event.kind)
        add(part, f"{_P}eventDateTime", event.at.astimezone(UTC).isoformat(timespec="seconds"))
        if event.outcome:
            outcome = add(part, f"{_P}eventOutcomeInformation")
            add(outcome, f"{_P}eventOutcome", event.outcome)
        link = add(part, f"{_P}linkingAgentIdentifier")
        add(link, f"{_P}linkingAgentIdentifierType", "local")
        add(link, f"{_P}linkingAgentIdentifierValue", f"agent/{agents.index(event.by) + 1}")
    for number, agent in enumerate(agents, start=1):
        part = add(root, f"{_P}agent")
        _identified(part, "agent", f"agent/{number}")
        add(part, f"{_P}agentName", agent)
        add(part, f"{_P}agentType", "software" if agent == software else "person")
    return root


def _identified(part: Any, what: str, value: str) -> None:
    name = add(part, f"{_P}{what}Identifier")
    add(name, f"{_P}{what}IdentifierType", "local")
    add(name, f"{_P}{what}IdentifierValue", value)


def _mets(
    one: ArchivedFile,
    metadata: Mapping[str, bytes],
    parts: tuple[Mapping[str, bytes], Mapping[str, bytes], Mapping[str, bytes]],
    software: str,
) -> Any:
    root = safe_xml.root_of(f"{_M}mets", {None: METS, "xlink": XLINK, "csip": CSIP})
    root.set("OBJID", one.code)
    root.set("LABEL", one.fields.get("title", ""))
    root.set("TYPE", "Textual works – Print")
    root.set(f"{_C}CONTENTINFORMATIONTYPE", "MIXED")
    root.set("PROFILE", PROFILE)
    at = one.made_at.astimezone(UTC).isoformat(timespec="seconds")
    head = add(root, f"{_M}metsHdr")
    head.set("CREATEDATE", at)
    head.set("LASTMODDATE", at)
    head.set("RECORDSTATUS", "NEW")
    head.set(f"{_C}OAISPACKAGETYPE", "AIP")
    _agent(head, software, "CREATOR", "OTHER", "SOFTWARE", ("SOFTWARE VERSION", "1"))
    _agent(head, one.agency, "ARCHIVIST", "ORGANIZATION", "", ("IDENTIFICATIONCODE", one.agency))
    described, preserved = metadata.items()
    dmd = add(root, f"{_M}dmdSec")
    dmd.set("ID", _id("dmd", one.code))
    dmd.set("CREATED", at)
    dmd.set("STATUS", "CURRENT")
    _reference(dmd, described, "EAD", at)
    amd = add(root, f"{_M}amdSec")
    provenance = add(amd, f"{_M}digiprovMD")
    provenance.set("ID", _id("prov", one.code))
    provenance.set("CREATED", at)
    provenance.set("STATUS", "CURRENT")
    _reference(provenance, preserved, "PREMIS", at)
    section = add(root, f"{_M}fileSec")
    section.set("ID", _id("files", one.code))
    groups = {
        use: _group(section, use, some, at, one.code)
        for use, some in zip(_USES, parts, strict=True)
    }
    structure = add(root, f"{_M}structMap")
    structure.set("ID", _id("map", one.code))
    structure.set("TYPE", "PHYSICAL")
    structure.set("LABEL", "CSIP")
    top = _division(structure, one.code, one.code)
    within = _division(top, "Metadata", one.code)
    within.set("DMDID", dmd.get("ID"))
    within.set("ADMID", provenance.get("ID"))
    for use, group in groups.items():
        part = _division(top, use, one.code)
        add(part, f"{_M}fptr").set("FILEID", group)
    return root


def _agent(head: Any, name: str, role: str, kind: str, other: str, note: tuple[str, str]) -> None:
    agent = add(head, f"{_M}agent")
    agent.set("ROLE", role)
    agent.set("TYPE", kind)
    if other:
        agent.set("OTHERTYPE", other)
    add(agent, f"{_M}name", name)
    add(agent, f"{_M}note", note[1]).set(f"{_C}NOTETYPE", note[0])


def _reference(part: Any, file: tuple[str, bytes], kind: str, at: str) -> None:
    name, data = file
    made = add(part, f"{_M}mdRef")
    made.set("LOCTYPE", "URL")
    made.set(f"{_X}type", "simple")
    made.set(f"{_X}href", name)
    made.set("MDTYPE", kind)
    _fixity(made, data, "text/xml", at)


def _group(section: Any, use: str, files: Mapping[str, bytes], at: str, code: str) -> str:
    group = add(section, f"{_M}fileGrp")
    number = _id(f"group-{use}", code)
    group.set("ID", number)
    group.set("USE", use)
    if use == _USES[-1]:
        group.set(f"{_C}CONTENTINFORMATIONTYPE", "MIXED")
    for name, data in files.items():
        one = add(group, f"{_M}file")
        one.set("ID", _id(name, code))
        _fixity(one, data, mimetypes.guess_type(name)[0] or "text/xml", at)
        place = add(one, f"{_M}FLocat")
        place.set("LOCTYPE", "URL")
        place.set(f"{_X}type", "simple")
        place.set(f"{_X}href", name)
    return number


def _fixity(part: Any, data: bytes, kind: str, at: str) -> None:
    part.set("MIMETYPE", kind)
    part.set("SIZE", str(len(data)))
    part.set("CREATED", at)
    part.set("CHECKSUM", sha256(data))
    part.set("CHECKSUMTYPE", "SHA-256")


def _division(parent: Any, label: str, code: str) -> Any:
    made = add(parent, f"{_M}div")
    made.set("ID", _id(f"div-{label}", code))
    made.set("LABEL", label)
    return made


def _id(what: str, code: str) -> str:
    # the same for the same, and unique over all packages
    return "uuid-" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"{code}/{what}")).upper()


def _folder(code: str) -> str:
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in ".-") else "_" for sign in code
    )
