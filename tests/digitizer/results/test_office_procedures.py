"""What an office writes into its own procedure is checked when the desk opens."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from digitizer.errors import DefinitionError
from digitizer.workstation import OFFICE_FOLDER, Workstation


def test_a_procedure_with_an_unknown_result_template_is_named_before_anything_opens(
    tmp_path: Path,
) -> None:
    shipped = files("resources").joinpath("procedures", "birth_registration.toml")
    text = shipped.read_text(encoding="utf-8")
    own = tmp_path / OFFICE_FOLDER / "procedures" / "khai sinh.toml"
    own.parent.mkdir(parents=True)
    text = text.replace('"birth_certificate"', '"birth_certificat"')
    own.write_text(text.replace('code = "1.', 'code = "9.', 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        Workstation.open(tmp_path, key=bytes(32)).close()
    assert caught.value.details == {
        "file": "khai sinh.toml",
        "key": "result_template",
        "nearest": "birth_certificate",
        "problem": "'birth_certificat' is not known",
    }
