"""The practice office: a specimen office to learn in, with three officers and sample dossiers.

Everything it issues is marked as a test, and its keys are throwaway: nothing in it has legal force.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from digitizer.errors import DefinitionError, NotPracticeError
from digitizer.files import write_file
from digitizer.model.dossier import Owner
from digitizer.model.officer import Officer, Role
from digitizer.settings import load
from digitizer.store import Store
from digitizer.store.removing import remove as remove_file
from digitizer.store.removing import remove_records

PASSWORD = "thuc-hanh"  # noqa: S105 - the practice office has no secrets, and shows it
KEY_PASSWORD = "thu-nghiem"  # noqa: S105 - guards a throwaway key that lives for one signature

_SITE = """\
# Văn phòng thực hành: mọi kết quả đều mang dấu thử nghiệm.
schema_version = 1
practice = true
office_parent = "ỦY BAN NHÂN DÂN TỈNH MẪU"
office_name = "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
office_code = "H00.01.01"
office_short = "UBND"
place = "Phường Mẫu"
signer_title = "CHỦ TỊCH"
signer_name = "Nguyễn Thị Mẫu"
"""

_ADMINISTRATOR = "quantri"
OFFICERS: tuple[tuple[str, str, Role], ...] = (
    ("tiepnhan", "Trần Thị Tiếp Nhận (mẫu)", Role.CLERK),
    ("kiemtra", "Lê Văn Kiểm Tra (mẫu)", Role.SUPERVISOR),
    ("vanthu", "Phạm Thị Văn Thư (mẫu)", Role.RECORDS),
)
"""Login, name and role of the officers, one a seat."""


@dataclass(frozen=True, slots=True)
class SampleDossier:
    """One sample dossier as it would be handed in."""

    name: str
    procedure: str
    """Code of the procedure; empty for loose papers."""
    files: tuple[Path, ...]
    owner: Owner = field(default_factory=Owner)
    """What the citizen says of themself at the counter."""


_BESIDE = "-thuc-hanh"


def write_site(folder: Path) -> None:
    """Make a new data folder a practice office; an existing ``site.toml`` is left alone."""
    path = folder / "site.toml"
    if not path.exists():
        write_file(path, _SITE.encode())


def enlist(store: Store) -> tuple[Officer, Officer, Officer]:
    """Return the practice clerk, supervisor and records officer, creating those that are missing.

    Each is created in a transaction of its own: a program that was killed in between goes on here.
    """
    by_login = {officer.login: officer for officer in store.officers.all()}
    if not by_login:
        by_login[_ADMINISTRATOR] = store.officers.create(
            None,
            login=_ADMINISTRATOR,
            name="Quản Trị (mẫu)",
            roles=frozenset({Role.ADMINISTRATOR}),
            password=PASSWORD,
        )
    for login, name, role in OFFICERS:
        if login not in by_login:
            by_login[login] = store.officers.create(
                by_login[_ADMINISTRATOR],
                login=login,
                name=name,
                roles=frozenset({role}),
                password=PASSWORD,
            )
    clerk, supervisor, records = (by_login[login] for login, _, _ in OFFICERS)
    return clerk, supervisor, records


def set_up(folder: Path) -> None:
    """Make a new data folder a practice office with its officers."""
    write_site(folder)
    store = Store.open(folder, station="practice")
    try:
        enlist(store)
    finally:
        store.close()


def beside(folder: Path) -> Path:
    """Return where an office practises: a folder of its own beside the records."""
    resolved = folder.resolve()
    return resolved.with_name(resolved.name + _BESIDE)


def stands_beside_an_office(folder: Path) -> bool:
    """Say whether an office practises in this folder: then nobody begins a real one in it."""
    resolved = folder.resolve()
    name = resolved.name.removesuffix(_BESIDE)
    return name != resolved.name and (resolved.with_name(name) / "store.json").exists()


def set_up_beside(folder: Path) -> Path:
    """Set up where the office of this folder practises, if it is not there, and return it.

    Raises NotPracticeError when other records lie there.
    """
    place = beside(folder)
    if load(place).practice:
        return place
    if (place / "store.json").exists():
        with Store.open(place, station="practice") as store:
            if store.officers.all():
                raise NotPracticeError(folder=str(place))
    set_up(place)
    return place


def remove(folder: Path) -> None:
    """Take a practice office away with everything in it, so that the folder is as new.

    Raises NotPracticeError for any other office, StoreBusyError while a program has it open.
    """
    if not load(folder).practice:
        raise NotPracticeError(folder=str(folder))
    remove_records(folder)
    # what says that this was a practice office goes last: a try that broke off is gone on with
    for name in ("office", "trust", "keys", "places", "user.json", "site.toml"):
        remove_file(folder / name)


def password(_officer: Officer) -> str:
    """Return the password of a practice officer; it is no secret, and the window shows it."""
    return PASSWORD


@contextmanager
def sample_dossiers() -> Iterator[tuple[SampleDossier, ...]]:
    """Give the shipped sample dossiers; their files are there while the context is open."""
    with as_file(files("resources").joinpath("samples")) as folder:
        yield tuple(_sample(path) for path in sorted(folder.glob("*/dossier.toml")))


def throwaway_key(owner: str, organisation: str) -> bytes:
    """Return a throwaway PKCS#12 key that says of itself that it is for tests."""
    from signing.keys import make_test_key

    return make_test_key(owner, KEY_PASSWORD, organisation=organisation)


def _sample(path: Path) -> SampleDossier:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return SampleDossier(
            name=path.parent.name,
            procedure=content.get("procedure", ""),
            files=tuple(path.parent / name for name in content["files"]),
            owner=Owner(
                content.get("owner", {}).get("name", ""),
                content.get("owner", {}).get("personal_id", ""),
            ),
        )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise DefinitionError(
            file=str(path), key="files", nearest="files", problem=str(error)
        ) from error
