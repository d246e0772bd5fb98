"""Outside the practice office only a real key signs, and only a sound signature is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

import signing.verify
from digitizer import messages
from digitizer.errors import EngineError
from digitizer.model.result import ResultState
from signing.keys import make_test_key
from signing.model import Verdict
from tests.digitizer.results.result_office import journey
from tests.digitizer.store.office import Office

KEY = make_test_key("Lê Văn Mẫu", "1")


def test_a_test_key_signs_in_the_practice_office_only(office: Office) -> None:
    office.verified()
    results = journey(office)
    composed = results.compose(office.records, "HS-1")
    with pytest.raises(EngineError) as caught:
        results.sign(office.records, composed.id, KEY, "1")
    assert caught.value.engine_code == "test-key-refused"
    assert "Lê Văn Mẫu" in messages.sentence(caught.value, "vi")
    assert office.store.results.get(composed.id).state is ResultState.COMPOSED
    assert office.store.journal.rows(1)[0].action == "signing-failed"
    practice = replace(results, settings=replace(results.settings, practice=True))
    assert practice.sign(office.records, composed.id, KEY, "1").report["valid"] is True


@pytest.mark.parametrize("wrong", [{"intact": False}, {"modified_after": True}, None])
def test_a_signature_that_is_not_intact_leaves_the_result_composed(
    office: Office, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, bool] | None
) -> None:
    office.verified()
    results = journey(office, practice=True)
    composed = results.compose(office.records, "HS-1")
    real = signing.verify.check

    def broken(pdf: bytes, **settings: object) -> Verdict:
        verdict = real(pdf, **settings)  # type: ignore[arg-type]
        signers = () if wrong is None else tuple(replace(one, **wrong) for one in verdict.signers)
        return replace(verdict, valid=False, signers=signers)

    monkeypatch.setattr(signing.verify, "check", broken)
    with pytest.raises(EngineError) as caught:
        results.sign(office.records, composed.id, KEY, "1")
    assert caught.value.engine_code == "self-check-failed"
    assert office.store.results.get(composed.id).state is ResultState.COMPOSED
