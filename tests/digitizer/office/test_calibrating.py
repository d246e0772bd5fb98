"""Confidence learns from what the office's own persons found right, and says who asked for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.catalogue.calibration import load_calibration
from digitizer.errors import NotAllowedError
from digitizer.model.dossier import DossierState
from digitizer.model.field import Method
from digitizer.model.rights import Action
from digitizer.office.calibrating import recalibrate
from tests.digitizer.store.office import Office, reading

TYPES = Catalogue.load().document_types
TYPE = "cccd_front"


def decided(office: Office, code: str, *, right: bool, method: Method = Method.OCR) -> None:
    """Bring a dossier with one read name to the warehouse; a person leaves or corrects it."""
    office.dossier(code)
    (document,) = office.sort(office.page(code, data=code.encode()), type=TYPE)
    office.store.dossiers.save_readings(
        document.id, [reading("full_name", "ĐỖ THỊ ĐÀO", confidence=0.9, method=method)]
    )
    office.move("clerk", DossierState.VERIFYING, code)
    value = office.value(code)
    office.store.dossiers.decide(
        office.supervisor,
        value.id,
        value.version,
        action=Action.VERIFY,
        value=None if right else "ĐỖ THỊ ĐÁO",
    )
    final = "ĐỖ THỊ ĐÀO" if right else "ĐỖ THỊ ĐÁO"
    fact = replace(office.fact(document), document_type=TYPE, value=final)
    office.move("supervisor", DossierState.VERIFIED, code, facts=[fact])


def test_verified_values_become_outcomes_and_the_office_own_curves(office: Office) -> None:
    decided(office, "HS-1", right=True)
    decided(office, "HS-2", right=False)
    decided(office, "HS-3", right=True, method=Method.QR)
    office.filled("HS-4")
    outcomes = office.store.dossiers.outcomes(office.quantri)
    assert [(one.name, one.confidence, one.right) for one in outcomes] == [
        ("full_name", 0.9, True),
        ("full_name", 0.9, False),
    ]
    folder = office.folder / "office"
    found = recalibrate(office.store, TYPES, folder, office.quantri)
    assert found.curves["value/name"].count == 2
    assert load_calibration(folder).curves["value/name"].count == 2
    # two outcomes are not enough to tell
    assert load_calibration(folder).probability("value/name", 0.9) is None


def test_who_may_not_edit_definitions_does_not_calibrate(office: Office) -> None:
    with pytest.raises(NotAllowedError):
        recalibrate(office.store, TYPES, office.folder / "office", office.clerk)
    assert not (office.folder / "office" / "calibration").exists()
