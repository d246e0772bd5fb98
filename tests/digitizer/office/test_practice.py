"""The practice office comes about whole, also when the program was killed while it was founded."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitizer.model.officer import Officer
from digitizer.office import practice
from digitizer.store import Store


class KilledError(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("created", [1, 2, 3])
def test_a_founding_that_was_broken_off_is_gone_on_with(
    created: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path / "data", key=bytes(32)) as store:
        real, count = store.officers.create, iter(range(10))

        def create(*args: object, **options: object) -> Officer:
            if next(count) == created:
                raise KilledError
            return real(*args, **options)  # type: ignore[arg-type]

        with monkeypatch.context() as patched:
            patched.setattr(store.officers, "create", create)
            with pytest.raises(KilledError):
                practice.enlist(store)
        officers = practice.enlist(store)
        assert [one.login for one in officers] == ["tiepnhan", "kiemtra", "vanthu"]
        assert practice.enlist(store) == officers
