"""A result journey whose results need nothing but what the office says of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.results.journey import ResultJourney
from digitizer.results.templates import load_templates
from digitizer.settings import Settings
from tests.digitizer.store.office import Office

TEMPLATES = load_templates(Path(__file__).parents[3] / "resources" / "result_templates")
TEMPLATE = "marital_status_confirmation"
SETTINGS = Settings(
    office_name="Ủy ban nhân dân phường Mẫu",
    office_parent="Ủy ban nhân dân tỉnh Mẫu",
    office_short="UBND",
    place="Phường Mẫu",
    signer_title="Chủ tịch",
    signer_name="Lê Văn Mẫu",
)


def journey(
    office: Office,
    *,
    template: dict[str, Any] | None = None,
    trust_folder: Path | None = None,
    **other: Any,
) -> ResultJourney:
    """Return a journey over the office's store; every printed fact is the office's name."""
    shipped = TEMPLATES[TEMPLATE]
    fields = tuple(
        field if field.name == "number" else replace(field, source=("office.name",))
        for field in shipped.fields
    )
    catalogue = Catalogue.load()
    some_procedure = next(iter(catalogue.procedures.values()))
    some_type = next(iter(catalogue.document_types.values()))
    return ResultJourney(
        office.store,
        replace(
            catalogue,
            procedures={"birth-registration": replace(some_procedure, result_template=TEMPLATE)},
            document_types={"cccd": some_type},
        ),
        {TEMPLATE: replace(shipped, fields=fields, **(template or {}))},
        replace(SETTINGS, **other),
        trust_folder,
    )
