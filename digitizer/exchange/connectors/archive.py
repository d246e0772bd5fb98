"""The archive: a finished dossier as a package by TT 05/2025, put where the archive takes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from typing_extensions import override

from digitizer.exchange import archive_package, national
from digitizer.exchange.archive_package import ArchivedEvent, ArchivedFile, ArchivedPaper
from digitizer.exchange.connector import Base, Health, Surroundings, sha256
from digitizer.exchange.errors import NotTellableError
from digitizer.exchange.places import Place, open_place, require_place
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.message import Message, MessageKind, Receipt

SOFTWARE = "digitizer"


class Archive(Base):
    """Packs a dossier when its result is released, and puts the package down."""

    kinds = (MessageKind.RESULT,)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        require_place(around)
        self._opened: Place | None = None

    @override
    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @override
    def send(self, message: Message) -> Receipt:
        packed = archive_package.build(self._file(message), SOFTWARE)
        problems = archive_package.check(packed)
        if problems:
            # nothing leaves that the archive would send back
            raise NotTellableError(neighbour=self._around.neighbour.name, field=problems[0])
        name = f"{message.dossier_code}-{message.key[:12]}.zip"
        self._place.put(f"aip/{name}", packed)
        return Receipt(name, sha256(packed), {"size": len(packed)})

    def check(self) -> Health:
        """Look into the folder, and leave nothing there."""
        self._place.listed("aip")
        return Health(well=True)

    @property
    def _place(self) -> Place:
        if self._opened is None:
            self._opened = open_place(self._around)
        return self._opened

    def _file(self, message: Message) -> ArchivedFile:
        content, office = message.content, self._around.settings
        dossier, result = content["dossier"], content.get("result") or {}
        if not result.get("file"):
            raise NotTellableError(neighbour=self._around.neighbour.name, field="result")
        procedure = national.procedure_of(self._around, message)
        begun = datetime.fromisoformat(dossier["received_at"]).astimezone(OFFICE_TIME)
        ended = datetime.fromisoformat(content["at"]).astimezone(OFFICE_TIME)
        code = self._around.required("file_code").format(
            office=office.office_code, year=begun.year, dossier=message.dossier_code
        )
        papers = [self._paper(paper, code, begun.date()) for paper in _own(content)]
        papers.append(self._result(message, code, len(papers) + 1, procedure.result_type))
        keep = self._around.tables.get("maintenance", {}).get(procedure.code)
        fields = {
            "fileCode": code,
            "title": f"{procedure.name} – {dossier['owner']}".strip(" –"),
            "maintenance": str(keep or self._around.required("maintenance_else")),
            "mode": "01",
            "language": "01",
            "startDate": f"{begun:%d/%m/%Y}",
            "endDate": f"{ended:%d/%m/%Y}",
            "keyword": "",
            "totalDoc": str(len(papers)),
            "numberOfPaper": str(sum(int(one["pages"]) for one in _own(content))),
            "numberOfPage": str(sum(int(one["pages"]) for one in _own(content)) + 1),
            "format": self._around.required("format"),
            "inforSign": "",
            # digitized papers and a result born digital: both kinds
            "confidenceLevel": "03" if len(papers) > 1 else "01",
            "paperFileCode": message.dossier_code,
            "riskRecovery": "0",
            "riskRecoveryStatus": "",
            "description": "",
        }
        events = [
            ArchivedEvent("ingestion", begun, str(dossier["opened_by"])),
            ArchivedEvent(
                "digital signature generation", _at(result["signed_at"]), str(content["by"])
            ),
            ArchivedEvent("digital signature validation", ended, SOFTWARE, "valid"),
        ]
        return ArchivedFile(code, fields, papers, events, office.office_code or "H00", ended)

    def _paper(self, paper: dict[str, Any], code: str, day: date) -> ArchivedPaper:
        kind = self._around.catalogue.document_types.get(paper["type"])
        told = {
            "subject": kind.name if kind else str(paper["component"]),
            "codeNumber": str(paper.get("values", {}).get("number", "")),
            "issuedDate": f"{day:%d/%m/%Y}",
            "numberOfPage": str(paper["pages"]),
            "confidenceLevel": "02",
            "typeName": str(
                self._around.tables.get("types", {}).get(paper["type"])
                or self._around.required("type_else")
            ),
        }
        data = self._around.files.paper(paper["id"], paper["signed_copy"])
        return self._described(code, int(paper["order"]), told, data)

    def _result(self, message: Message, code: str, order: int, title: str) -> ArchivedPaper:
        result = message.content["result"]
        number, _, notation = str(result["number"]).partition("/")
        told = {
            "subject": title,
            "codeNumber": number,
            "codeNotation": notation,
            "issuedDate": f"{_at(result['signed_at']).astimezone(OFFICE_TIME):%d/%m/%Y}",
            "numberOfPage": "1",
            "confidenceLevel": "01",
            "typeName": self._around.required("type_else"),
        }
        return self._described(code, order, told, self._around.files.stored(result["file"]))

    def _described(self, code: str, order: int, told: dict[str, str], data: bytes) -> ArchivedPaper:
        document = f"{code}.{order:07}"
        fields = {
            "docCode": document,
            "maintenance": self._around.required("maintenance_else"),
            "typeName": told["typeName"],
            "codeNumber": told.get("codeNumber", ""),
            "codeNotation": told.get("codeNotation", ""),
            "issuedDate": told["issuedDate"],
            "organName": self._around.settings.office_name,
            "subject": told["subject"],
            "language": "01",
            "numberOfPage": told["numberOfPage"],
            "inforSign": "",
            "keyword": "",
            "mode": "01",
            "confidenceLevel": told["confidenceLevel"],
            "autograph": "",
            "format": self._around.required("format"),
            "arcFileCode": code,
            "docOrdinal": str(order),
            "description": "",
        }
        return ArchivedPaper(document, fields, data)


def _own(content: Any) -> list[dict[str, Any]]:
    """Return the papers with pages, each with its ordinal; a reused one lies elsewhere."""
    own = [one for one in content["papers"] if one["pages"] and not one["reused_from"]]
    return [{**one, "order": order} for order, one in enumerate(own, start=1)]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
