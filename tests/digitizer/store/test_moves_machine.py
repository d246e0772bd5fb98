"""Whatever officers try in whatever order, a dossier moves as the model says and no other way."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from digitizer.errors import DigitizerError, FourEyesError, NotAllowedError, WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.rights import Action, may
from tests.digitizer.store.office import Office, found_office

LOGINS = st.sampled_from(["clerk", "clerk2", "supervisor", "supervisor2", "records", "chief"])
OPEN = {DossierState.INTAKE, DossierState.RETURNED}
_template: list[Path] = []


def fresh_office() -> Office:
    """Return an office with one dossier of one page and one value, copied from a template."""
    if not _template:
        folder = Path(tempfile.mkdtemp(prefix="store-moves-")) / "template"
        atexit.register(shutil.rmtree, folder.parent)
        found_office(folder)
        _template.append(folder)
    target = Path(tempfile.mkdtemp(dir=_template[0].parent)) / "store"
    shutil.copytree(_template[0], target)
    office = Office.open(target)
    office.filled()
    return office


class Way(RuleBasedStateMachine):
    """Officers try things; a small model says what must come of it."""

    def __init__(self) -> None:
        super().__init__()
        self.office = fresh_office()
        self.state = DossierState.INTAKE
        self.keyed = {"clerk"}
        self.verified: set[str] = set()
        self.signed: set[str] = set()

    def teardown(self) -> None:
        self.office.store.close()
        shutil.rmtree(self.office.folder.parent)

    def expected(
        self, login: str, action: Action, states: set[DossierState], barred: set[str]
    ) -> type[DigitizerError] | None:
        if not may(self.office.people[login], action):
            return NotAllowedError
        if self.state not in states:
            return WrongStateError
        return FourEyesError if login in barred else None

    def try_(self, attempt: Callable[[], object], expected: type[DigitizerError] | None) -> bool:
        outcome: type[DigitizerError] | None = None
        try:
            attempt()
        except DigitizerError as error:
            outcome = type(error)
        assert outcome is expected
        return outcome is None

    @rule(login=LOGINS)
    def key(self, login: str) -> None:
        expected = self.expected(login, Action.KEY, OPEN, self.verified)
        if self.try_(lambda: self.office.key(by=login, text=f"by {login}"), expected):
            self.keyed.add(login)

    @rule(login=LOGINS)
    def verify_value(self, login: str) -> None:
        expected = self.expected(login, Action.VERIFY, {DossierState.VERIFYING}, self.keyed)
        if self.try_(lambda: self.office.verify_value(by=login), expected):
            self.verified.add(login)

    @rule(login=LOGINS)
    def submit(self, login: str) -> None:
        expected = self.expected(login, Action.SUBMIT, OPEN, set())
        self.move(login, DossierState.VERIFYING, expected)

    @rule(login=LOGINS)
    def send_back(self, login: str) -> None:
        expected = self.expected(login, Action.RETURN, {DossierState.VERIFYING}, set())
        self.move(login, DossierState.RETURNED, expected)

    @rule(login=LOGINS)
    def verify(self, login: str) -> None:
        expected = self.expected(login, Action.VERIFY, {DossierState.VERIFYING}, self.keyed)
        if self.move(login, DossierState.VERIFIED, expected):
            self.verified.add(login)

    @rule(login=LOGINS)
    def sign(self, login: str) -> None:
        result = self.office.store.results.of_dossier("HS-1")
        if result is None:
            if self.state is not DossierState.VERIFIED:
                return
            result = self.office.composed()
        expected = self.expected(login, Action.SIGN, {DossierState.VERIFIED}, set())
        if login in self.verified and may(self.office.people[login], Action.SIGN):
            expected = FourEyesError
        if self.try_(lambda: self.office.sign(result, by=login), expected):
            self.signed.add(login)
            self.state = DossierState.ISSUED

    def move(self, login: str, to: DossierState, expected: type[DigitizerError] | None) -> bool:
        moved = self.try_(lambda: self.office.move(login, to, reason="r"), expected)
        if moved:
            self.state = to
        return moved

    @invariant()
    def the_store_is_where_the_model_is(self) -> None:
        assert self.office.store.dossiers.get("HS-1").state is self.state
        hands = self.office.store.dossiers.hands("HS-1")
        for stored, known in (
            (hands.keyed, self.keyed),
            (hands.verified, self.verified),
            (hands.signed, self.signed),
        ):
            assert stored == {self.office.people[login].id for login in known}
        assert not hands.keyed & hands.verified
        assert not hands.verified & hands.signed


TestWay = Way.TestCase
TestWay.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
