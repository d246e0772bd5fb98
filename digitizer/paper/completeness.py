"""Completeness: which of the procedure's components are there and which are missing."""

from __future__ import annotations

from collections.abc import Sequence

from digitizer.model.document import Document
from digitizer.model.dossier import Component, ComponentState, Owner
from digitizer.model.field import FieldValue
from digitizer.model.procedure import ComponentRule, Procedure, SourcePolicy


def components_of(procedure: Procedure, documents: Sequence[Document]) -> tuple[Component, ...]:
    """Return the state of every component the procedure asks for, in its order."""
    return tuple(_component(rule, documents) for rule in procedure.components)


def component_for(procedure: Procedure, document_type: str | None) -> str | None:
    """Return the code of the component a paper of this type belongs to."""
    return next(
        (rule.code for rule in procedure.components if document_type in rule.document_types), None
    )


def owner_from(
    procedure: Procedure, documents: Sequence[Document], values: Sequence[FieldValue]
) -> Owner | None:
    """Return the owner the papers name, when a citizen number among them is sure.

    A doubtful number names nobody: it could open another citizen's papers.
    """
    for place in procedure.owner_fields:
        type_code, _, field = place.partition(".")
        if not field.endswith("personal_id"):
            continue
        number = _value_at(type_code, field, documents, values)
        if number is not None and (number.sure or number.decided_by):
            return Owner(
                name=_name_beside(type_code, procedure, documents, values),
                personal_id=number.value,
            )
    return None


def _name_beside(
    type_code: str,
    procedure: Procedure,
    documents: Sequence[Document],
    values: Sequence[FieldValue],
) -> str:
    """Return the sure name on the paper the number came from; another paper's is another's."""
    for place in procedure.owner_fields:
        code, _, field = place.partition(".")
        if code == type_code and not field.endswith("personal_id"):
            value = _value_at(code, field, documents, values)
            if value is not None and (value.sure or value.decided_by):
                return value.value
    return ""


def _value_at(
    type_code: str, field: str, documents: Sequence[Document], values: Sequence[FieldValue]
) -> FieldValue | None:
    ids = {document.id for document in documents if document.type == type_code}
    return next((v for v in values if v.document_id in ids and v.name == field and v.value), None)


def _component(rule: ComponentRule, documents: Sequence[Document]) -> Component:
    held = tuple(document for document in documents if document.component == rule.code)
    return Component(
        code=rule.code,
        name=rule.name,
        required=rule.required,
        source_policy=rule.source_policy.value,
        state=_state(rule, held),
        document_ids=tuple(document.id for document in held),
    )


def _state(rule: ComponentRule, held: Sequence[Document]) -> ComponentState:
    if held:
        reused = all(document.reused_from is not None for document in held)
        return ComponentState.REUSED if reused else ComponentState.PRESENT
    if rule.source_policy is SourcePolicy.LOOK_UP:
        return ComponentState.LOOK_UP
    if rule.source_policy is SourcePolicy.SHOW_ONLY:
        return ComponentState.SHOWN
    return ComponentState.MISSING if rule.required else ComponentState.OPTIONAL
