"""Dossiers on their way: pages, documents, types, findings, moves and queues."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from digitizer.errors import (
    NotAllowedError,
    NotFoundError,
    ReasonMissingError,
    StaleError,
    WrongStateError,
)
from digitizer.model.document import CopyKind, PageState
from digitizer.model.dossier import Channel, DossierState, Owner
from digitizer.model.field import Finding, Severity
from digitizer.model.result import ResultState
from digitizer.store import Hands, NewDocument
from tests.digitizer.store.office import NOW, OWNER, Office, reading

pytestmark = pytest.mark.both_databases


def test_a_dossier_reads_back_as_it_was_opened(office: Office) -> None:
    opened = office.dossier("HS-1")
    assert office.store.dossiers.get("HS-1") == opened
    assert (opened.state, opened.owner, opened.channel) == (
        DossierState.INTAKE,
        OWNER,
        Channel.COUNTER,
    )
    assert (opened.received_at, opened.due_at) == (NOW, NOW + timedelta(days=1))
    assert (opened.opened_by, opened.verified_by, opened.version) == (office.clerk.id, None, 1)


def test_serials_count_up_by_day_and_survive_a_restart(office: Office) -> None:
    serial = office.store.dossiers.next_serial
    assert [serial(date(2026, 3, 2)), serial(date(2026, 3, 2)), serial(date(2026, 3, 3))] == [
        1,
        2,
        1,
    ]
    office.reopen()
    assert office.store.dossiers.next_serial(date(2026, 3, 2)) == 3


def test_an_unknown_dossier_page_document_and_value_are_not_found(office: Office) -> None:
    dossiers = office.store.dossiers
    for look in (dossiers.page, dossiers.document, dossiers.value):
        with pytest.raises(NotFoundError):
            look(1)
    for look_up in (dossiers.get, dossiers.hands):
        with pytest.raises(NotFoundError):
            look_up("HS-0")
    with pytest.raises(NotFoundError):
        office.page("HS-0")


def test_the_owner_can_be_said_later_in_any_unicode_form(office: Office) -> None:
    office.dossier(owner=Owner())
    after = office.store.dossiers.set_owner(office.clerk, "HS-1", Owner("Đào", "001203004567"))
    assert after.owner == Owner("Đào", "001203004567")
    assert after.version == 2


class TestPages:
    """Pages."""

    def test_pages_are_numbered_as_they_come_and_read_back(self, office: Office) -> None:
        office.dossier()
        pages = [office.page(data=text) for text in (b"1", b"2", b"3")]
        assert [page.number for page in pages] == [1, 2, 3]
        assert office.store.dossiers.pages("HS-1") == tuple(pages)
        assert office.store.dossiers.page(pages[1].id) == pages[1]
        assert (pages[0].state, pages[0].original_name) == (PageState.STORED, "Tờ khai số 1.pdf")

    def test_taking_a_file_in_again_adds_only_what_is_missing(self, office: Office) -> None:
        office.dossier("HS-1")
        first = office.page(data=b"1")
        rows = office.store.journal.head()
        assert office.page(data=b"1") == first
        assert office.store.journal.head() == rows
        assert office.page(data=b"2").number == 2
        # another dossier has its own
        office.dossier("HS-2")
        assert office.page("HS-2", data=b"1").id != first.id
        office.lay_aside(first)
        assert office.page(data=b"1").id != first.id

    def test_a_page_needs_its_files_in_the_vault_first(self, office: Office) -> None:
        office.dossier()
        page = office.page()
        with pytest.raises(NotFoundError):
            office.store.dossiers.page_read(page.id, "ab" * 32)
        office.store.vault.contains = lambda _digest: False  # type: ignore[method-assign]
        with pytest.raises(NotFoundError):
            office.page()

    def test_reading_a_page_is_noted_and_so_is_failing(self, office: Office) -> None:
        office.dossier()
        page = office.page()
        text = office.store.vault.put(b"text")
        office.store.dossiers.page_failed(page.id, "page-timeout")
        failed = office.store.dossiers.page(page.id)
        assert (failed.state, failed.failure) == (PageState.FAILED, "page-timeout")
        office.store.dossiers.page_read(page.id, text)
        read = office.store.dossiers.page(page.id)
        assert (read.state, read.failure, read.text_hash) == (PageState.READ, "", text)

    def test_a_removed_page_takes_an_emptied_document_along_but_not_its_history(
        self, office: Office
    ) -> None:
        office.filled()
        value = office.key(text="Đào")
        office.store.dossiers.save_findings(
            "HS-1", [Finding("x", Severity.ERROR, document_id=value.document_id)]
        )
        (page,) = office.store.dossiers.pages("HS-1")
        office.lay_aside(page)
        assert office.store.dossiers.pages("HS-1") == ()
        assert office.store.dossiers.documents("HS-1") == ()
        assert office.store.dossiers.values("HS-1") == ()
        assert [one.value for one in office.store.dossiers.value_history(value.id)] == [
            "Đỗ Thị Đào",
            "Đào",
        ]
        # ids are never given again: evidence must not come to point at another page
        assert office.page().id > page.id

    def test_a_document_that_keeps_a_page_stays(self, office: Office) -> None:
        office.dossier()
        one, two = office.page(data=b"1"), office.page(data=b"2")
        office.sort(one, two)
        office.lay_aside(one)
        (document,) = office.store.dossiers.documents("HS-1")
        assert document.pages == (two.id,)


class TestSorting:
    """Documents that sorting proposes, beside what people decided."""

    def test_documents_keep_the_order_of_their_pages(self, office: Office) -> None:
        office.dossier()
        a, b, c = (office.page(data=bytes([n])) for n in range(3))
        saved = office.store.dossiers.save_documents(
            "HS-1",
            [
                NewDocument("form", 0.5, None, CopyKind.ORIGINAL, (c.id,)),
                NewDocument("cccd", 0.9, "card", CopyKind.COPY, (b.id, a.id)),
            ],
        )
        assert [one.pages for one in saved] == [(b.id, a.id), (c.id,)]
        assert office.store.dossiers.documents("HS-1") == saved
        assert office.store.dossiers.document(saved[0].id) == saved[0]
        assert office.store.dossiers.page(c.id).document_id == saved[1].id

    def test_sorting_again_replaces_the_machines_documents(self, office: Office) -> None:
        office.dossier()
        a, b = office.page(data=b"a"), office.page(data=b"b")
        office.sort(a, b)
        (second,) = office.sort(b, type="form")
        assert office.store.dossiers.documents("HS-1") == (second,)
        assert office.store.dossiers.page(a.id).document_id is None

    def test_the_same_run_of_pages_keeps_its_document_and_values(self, office: Office) -> None:
        document = office.filled()
        pages = office.store.dossiers.pages("HS-1")
        (again,) = office.sort(*pages)
        assert again.id == document.id
        assert len(office.store.dossiers.values("HS-1")) == 1
        (retyped,) = office.sort(*pages, type="form")
        assert retyped.id == document.id
        assert office.store.dossiers.values("HS-1") == ()

    @pytest.mark.parametrize("hand", ["type", "value"])
    def test_what_a_person_decided_stays_with_its_pages(self, office: Office, hand: str) -> None:
        document = office.filled()
        if hand == "type":
            office.store.dossiers.set_type(office.clerk, document.id, "form", "declaration")
        else:
            office.key(text="Đào")
        kept = office.store.dossiers.document(document.id)
        more = office.page(data=b"more")
        after = office.sort(*office.store.dossiers.pages("HS-1"), type="letter")
        assert after[0] == kept
        assert (after[1].type, after[1].pages) == ("letter", (more.id,))

    def test_a_page_of_another_dossier_cannot_be_sorted_into_this_one(self, office: Office) -> None:
        office.dossier("HS-2")
        foreign = office.page("HS-2")
        office.dossier("HS-1")
        with pytest.raises(NotFoundError):
            office.store.dossiers.save_documents(
                "HS-1", [NewDocument(None, 0.0, None, CopyKind.COPY, (foreign.id,))]
            )
        assert office.store.dossiers.documents("HS-1") == ()

    def test_setting_a_type_drops_the_values_of_the_old_one_into_history(
        self, office: Office
    ) -> None:
        document = office.filled()
        value = office.value()
        after = office.store.dossiers.set_type(office.clerk, document.id, "form", "declaration")
        assert (after.type, after.component, after.type_decided_by) == (
            "form",
            "declaration",
            office.clerk.id,
        )
        assert office.store.dossiers.values("HS-1") == ()
        assert len(office.store.dossiers.value_history(value.id)) == 1


def test_findings_are_replaced_as_a_whole(office: Office) -> None:
    document = office.filled()
    first = Finding("date-order", Severity.ERROR, ("born", "issued"), document.id, {"a": "Đ"})
    second = Finding("missing", Severity.WARNING)
    office.store.dossiers.save_findings("HS-1", [first, second])
    assert office.store.dossiers.findings("HS-1") == (first, second)
    office.store.dossiers.save_findings("HS-1", [second])
    assert office.store.dossiers.findings("HS-1") == (second,)


class TestMoves:
    """Moves."""

    def test_a_dossier_goes_there_back_and_on_to_the_warehouse(self, office: Office) -> None:
        document = office.filled()
        assert office.move("clerk", DossierState.VERIFYING).state is DossierState.VERIFYING
        returned = office.move("supervisor", DossierState.RETURNED, reason="Thiếu trang 2")
        assert (returned.state, returned.return_reason) == (
            DossierState.RETURNED,
            "Thiếu trang 2",
        )
        office.page(data=b"page 2")
        assert office.move("clerk", DossierState.VERIFYING).return_reason == ""
        verified = office.move("supervisor", DossierState.VERIFIED, facts=[office.fact(document)])
        assert (verified.state, verified.verified_by) == (
            DossierState.VERIFIED,
            office.supervisor.id,
        )
        assert all(one.verified for one in office.store.dossiers.documents("HS-1"))
        assert [row.field for row in office.store.people.rows(OWNER.personal_id)] == ["full_name"]

    @pytest.mark.parametrize(
        ("by", "to"),
        [
            ("supervisor", DossierState.VERIFYING),
            ("records", DossierState.VERIFYING),
            ("clerk2", DossierState.RETURNED),
            ("clerk2", DossierState.VERIFIED),
            ("records", DossierState.VERIFIED),
            ("quantri", DossierState.VERIFIED),
        ],
    )
    def test_each_move_needs_its_role(self, office: Office, by: str, to: DossierState) -> None:
        office.filled()
        if to is not DossierState.VERIFYING:
            office.move("clerk", DossierState.VERIFYING)
        with pytest.raises(NotAllowedError):
            office.move(by, to, reason="r")

    def test_returning_needs_a_reason(self, office: Office) -> None:
        office.filled()
        office.move("clerk", DossierState.VERIFYING)
        with pytest.raises(ReasonMissingError):
            office.move("supervisor", DossierState.RETURNED, reason=" ")

    def test_facts_that_cannot_enter_stop_the_verification(self, office: Office) -> None:
        document = office.filled()
        other = office.filled("HS-2")
        office.move("clerk", DossierState.VERIFYING)
        with pytest.raises(WrongStateError):
            office.move(
                "supervisor",
                DossierState.VERIFIED,
                facts=[office.fact(document), office.fact(other)],
            )
        assert office.store.dossiers.get("HS-1").state is DossierState.VERIFYING
        assert office.store.people.rows() == ()
        assert office.store.dossiers.hands("HS-1").verified == frozenset()
        with pytest.raises(ValueError, match="verified"):
            office.move("supervisor", DossierState.RETURNED, reason="r", facts=[office.fact(other)])

    def test_facts_put_together_before_the_last_decision_are_stale(self, office: Office) -> None:
        document = office.filled()
        office.move("clerk", DossierState.VERIFYING)
        fact = office.fact(document)
        office.verify_value(by="supervisor2", text="Đảo")
        with pytest.raises(StaleError):
            office.move("supervisor", DossierState.VERIFIED, facts=[fact])
        assert office.store.people.rows() == ()
        office.move("supervisor", DossierState.VERIFIED, facts=[replace(fact, value="Đảo")])

    def test_a_verified_dossier_is_closed_to_everybody(self, office: Office) -> None:
        document = office.verified()
        dossiers = office.store.dossiers
        (page,) = dossiers.pages("HS-1")
        value = office.value()
        text = office.store.vault.put(b"text")
        for attempt in (
            office.page,
            lambda: office.sort(page),
            office.key,
            office.verify_value,
            lambda: office.lay_aside(page),
            lambda: dossiers.page_read(page.id, text),
            lambda: dossiers.set_owner(office.clerk, "HS-1", Owner()),
            lambda: dossiers.set_type(office.clerk, document.id, "form"),
            lambda: dossiers.save_readings(document.id, [reading(basis="new")]),
            lambda: dossiers.save_findings("HS-1", []),
            lambda: dossiers.restore(office.supervisor, value.id, value.version),
            lambda: office.move("clerk", DossierState.VERIFYING),
            lambda: office.move("supervisor", DossierState.RETURNED, reason="r"),
            lambda: office.move("records", DossierState.ISSUED),
        ):
            with pytest.raises(WrongStateError):
                attempt()
        assert office.value() == value

    def test_hands_say_who_did_what(self, office: Office) -> None:
        office.dossier(by="clerk2")
        office.page(by="clerk")
        office.move("chief", DossierState.VERIFYING)
        office.move("supervisor", DossierState.VERIFIED)
        office.sign(office.composed())
        assert office.store.dossiers.hands("HS-1") == Hands(
            frozenset({office.clerk.id, office.clerk2.id}),
            frozenset({office.supervisor.id}),
            frozenset({office.records.id}),
        )


class TestQueues:
    """Queues."""

    def test_a_summary_counts_pages_unread_pages_and_open_values(self, office: Office) -> None:
        document = office.filled("HS-1", reading(), reading("born", sure=True), reading("place"))
        office.store.dossiers.page_failed(document.pages[0], "page-timeout")
        office.page(data=b"unread")
        office.key(text="Đào")
        (summary,) = office.store.dossiers.summaries()
        assert summary.dossier == office.store.dossiers.get("HS-1")
        assert (summary.page_count, summary.unread_count, summary.open_count) == (2, 1, 1)
        assert summary.result_state == ""

    def test_a_sure_value_that_a_finding_names_waits_for_a_person(self, office: Office) -> None:
        names = ("born_at", "bornXat", "sex", "name")
        document = office.filled("HS-1", *(reading(one, sure=True) for one in names))

        def count() -> int:
            return office.store.dossiers.summaries()[0].open_count

        assert count() == 0
        warning = Finding("date-order", Severity.WARNING, ("born_at",), document.id)
        office.store.dossiers.save_findings("HS-1", [warning])
        assert count() == 1
        error = replace(warning, code="sex-mismatch", severity=Severity.ERROR, fields=("sex",))
        elsewhere = replace(warning, fields=("name",), document_id=None)
        office.store.dossiers.save_findings("HS-1", [warning, warning, error, elsewhere])
        assert count() == 2

    def test_a_decided_value_waits_while_a_warning_has_no_reason_or_an_error_stands(
        self, office: Office
    ) -> None:
        document = office.filled()
        office.key(text="Đào")
        warning = Finding("name-odd", Severity.WARNING, ("full_name",), document.id)
        office.store.dossiers.save_findings("HS-1", [warning])
        assert office.store.dossiers.summaries()[0].open_count == 1
        office.key(text="Đào", reason="Đúng như bản chính")
        assert office.store.dossiers.summaries()[0].open_count == 0
        office.store.dossiers.save_findings("HS-1", [replace(warning, severity=Severity.ERROR)])
        assert office.store.dossiers.summaries()[0].open_count == 1

    def test_open_dossiers_come_by_deadline_and_issued_ones_last(self, office: Office) -> None:
        for number, code in enumerate(("HS-C", "HS-A", "HS-B")):
            office.store.dossiers.create(
                office.clerk,
                code=code,
                procedure="p",
                owner=OWNER,
                channel=Channel.POST,
                received_at=NOW,
                due_at=NOW + timedelta(days=number),
            )
        office.move("clerk", DossierState.VERIFYING, "HS-C")
        office.move("supervisor", DossierState.VERIFIED, "HS-C")
        result = office.sign(office.composed("HS-C"))
        office.store.results.release(office.records, result.id)
        summaries = office.store.dossiers.summaries
        assert [one.dossier.code for one in summaries()] == ["HS-A", "HS-B", "HS-C"]
        assert [one.dossier.code for one in summaries(limit=1, offset=1)] == ["HS-B"]
        (issued,) = summaries({DossierState.ISSUED, DossierState.VERIFIED})
        assert (issued.dossier.code, issued.result_state) == ("HS-C", ResultState.RELEASED)

    def test_a_queue_is_two_queries_however_long_it_is(self, office: Office) -> None:
        for number in range(7):
            office.filled(f"HS-{number}")
        statements: list[str] = []
        engine = office.store._database._readers
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        assert len(office.store.dossiers.summaries()) == 7
        assert len([one for one in statements if one.startswith("SELECT")]) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("do thi dao", True),
        ("Đỗ Thị", True),
        ("dao mau", True),
        ("thị đ", True),
        ("ỗ", False),
        ("oanh", False),
        ("001203004567", True),
        ("001 203", True),
        ("203004567", False),
        ("HS-261125", True),
        ("hs-261125-0007", True),
        ("0007", True),
        ("0008", False),
        ('"*) OR 1=1 --', False),
        ("%", False),
        ("", False),
        ("x" * 10_000, False),
    ],
)
def test_a_dossier_is_found_by_words_of_a_name_a_number_or_parts_of_its_code(
    office: Office, typed: str, found: bool
) -> None:
    office.dossier("HS-261125-0007")
    office.dossier("HS-261126-0009", owner=Owner("Trần Văn Khác", "079203004567"))
    codes = [row.dossier.code for row in office.store.dossiers.find(typed)]
    assert codes == (["HS-261125-0007"] if found else [])
    office.store.dossiers.set_owner(office.clerk, "HS-261126-0009", Owner("Lê Oanh", ""))
    assert [row.dossier.code for row in office.store.dossiers.find("oanh le")] == ["HS-261126-0009"]
