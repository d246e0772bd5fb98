"""``digitizer neighbours``, ``outbox``, ``inbox`` and ``tell`` against a province on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import INTERRUPTED, main
from digitizer.commands import exchanging
from digitizer.exchange import known_connectors
from digitizer.exchange.connector import tables_of
from digitizer.exchange.transport import pin_of
from digitizer.model.dossier import Channel, DossierState
from digitizer.model.message import DeliveryKind, DeliveryState, Received
from digitizer.store import Store
from tests.digitizer.exchange.at_the_command import Ring, opened, pdf
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.province import PASSWORD, USER, Province
from tests.digitizer.store.office import KEY, OWNER, Office


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    authority = Authority.make()
    context, certificate = authority.server(tmp_path)
    made = Province(context)
    with made.running():
        (tmp_path / "lien-thong.toml").write_text(
            f"""
[tinh]
connector = "province-json"
address = "{made.address}"
pins = ["{pin_of(certificate)}"]
roots = '''{authority.pem}'''
settings = {{ username = "{USER}", unit = "H00.01.01" }}
""",
            encoding="utf-8",
        )
        yield made


def test_a_province_is_set_up_told_everything_and_asked_for_new_dossiers(
    office: Office, province: Province, ring: Ring, run: Any, tmp_path: Path
) -> None:
    assert run("quantri", "neighbours", "set", tmp_path / "lien-thong.toml")[0] == 0
    code, answer = run("quantri", "neighbours", "check", "tinh")
    assert (code, answer["failures"][0]["code"]) == (1, "secret-missing")
    assert run("quantri", "neighbours", "secret", "tinh", "password")[0] == 0
    assert run("quantri", "neighbours", "check", "tinh") == (
        0,
        {"neighbour": "tinh", "well": True, "said": "", "failures": []},
    )
    opened(office, "HS-1")
    (document,) = office.sort(office.page("HS-1", pdf()))
    office.store.dossiers.save_readings(document.id, [])
    office.move("clerk", DossierState.VERIFYING, "HS-1")
    assert run("clerk", "tell", "HS-1", "supplement", "--reason", "Thiếu tờ khai")[1]["told"] == 1
    answer = run("quantri", "outbox")[1]
    assert [one["kind"] for one in answer["messages"]] == ["state", "state", "state"]
    assert answer["queues"][0]["waiting"] == 3
    assert OWNER.name not in json.dumps(answer, ensure_ascii=False)
    assert run("clerk", "outbox", "send")[1]["sent"] == 3
    assert province.complaints == []
    assert province.states("HS-1") == ["2", "4", "5"]
    assert [one["TrangThai"] for one in province.steps] == ["2", "4", "5"]
    answer = run("quantri", "outbox", "list", "--state", "sent")[1]
    assert [bool(one["receipt"]["number"]) for one in answer["messages"]] == [True] * 3
    province.offered = [[province.offer("000.00.19.H26-260302-0001", 1, owner="Lê A", data=pdf())]]
    assert run("clerk", "inbox", "collect")[1]["received"] == 1
    assert run("clerk", "inbox", "collect")[1]["received"] == 0
    (item,) = run("clerk", "inbox")[1]["items"]
    assert (item["state"], item["files"]) == ("waiting", ["to-khai.pdf"])
    code, answer = run("clerk", "inbox", "open", item["id"])
    assert (code, answer["pages"]) == (0, 1)
    assert office.store.dossiers.get(answer["dossier"]).channel is Channel.ONLINE
    assert run("clerk", "inbox", "open", item["id"])[0] == 1
    # the province knows the dossier by the code it gave it
    assert run("clerk", "outbox", "send")[1]["sent"] == 1
    assert province.states("000.00.19.H26-260302-0001") == ["2"]
    office.store.close()
    for path in (*office.folder.rglob("*"), tmp_path / "lien-thong.toml"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()
    office.store = Store.open(office.folder, key=KEY)
    assert office.store.journal.verify() is None


def test_files_that_came_in_are_saved_once_and_an_official_document_is_then_done_with(
    office: Office, province: Province, run: Any, tmp_path: Path
) -> None:
    run("quantri", "neighbours", "set", tmp_path / "lien-thong.toml")
    files = {"cong-van.pdf": office.store.vault.put(pdf())}
    came = Received("V-1", DeliveryKind.DOCUMENT, "V-1", "1", {"subject": "Về việc"}, "d", files)
    item = office.store.inbox.add(office.clerk, "tinh", came)
    out = tmp_path / "saved"
    code, answer = run("clerk", "inbox", "save", item.id, "--out", out)
    assert (code, answer["files"]) == (0, [str(out / "cong-van.pdf")])
    assert (out / "cong-van.pdf").read_bytes() == office.store.vault.get(files["cong-van.pdf"])
    (listed,) = run("clerk", "inbox")[1]["items"]
    assert listed["state"] == "done"
    # what lies there already is not replaced by what somebody else named so
    code, answer = run("clerk", "inbox", "save", item.id, "--out", out)
    assert (code, answer["failures"][0]["code"]) == (1, "would-overwrite")
    assert run("clerk", "inbox", "save")[0] == 2


def test_a_list_of_the_inbox_shows_the_newest_where_there_is_more_than_it_shows(
    office: Office, province: Province, run: Any, tmp_path: Path
) -> None:
    run("quantri", "neighbours", "set", tmp_path / "lien-thong.toml")
    for number in range(1, 4):
        came = Received(f"V-{number}", DeliveryKind.DOCUMENT, f"V-{number}", "1", {}, f"d{number}")
        office.store.inbox.add(office.clerk, "tinh", came)
    inbox = office.store.inbox
    assert [one.received.key for one in inbox.items(office.clerk, limit=2)] == ["V-2", "V-3"]
    waiting = inbox.items(office.clerk, states=[DeliveryState.WAITING], limit=2)
    assert [one.received.key for one in waiting] == ["V-1", "V-2"]


def test_a_word_in_place_of_a_number_does_not_send_everything_again(
    office: Office, run: Any
) -> None:
    code, answer = run("quantri", "outbox", "retry", "tinh")
    assert (code, answer["failures"][0]["code"]) == (2, "wrong-use")
    assert run("quantri", "outbox", "retry")[1]["retried"] == 0


def test_a_machine_without_a_window_goes_on_sending_until_it_is_stopped(
    office: Office,
    province: Province,
    ring: Ring,
    run: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("quantri", "neighbours", "set", tmp_path / "lien-thong.toml")
    run("quantri", "neighbours", "secret", "tinh", "password")
    opened(office, "HS-1")
    rounds: list[float] = []

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            raise KeyboardInterrupt
        opened(office, "HS-2")

    monkeypatch.setattr(exchanging.time, "sleep", sleep)
    capsys.readouterr()
    assert main(["outbox", "send", "--every", "30", "--officer", "clerk"]) == INTERRUPTED
    assert rounds == [30, 30]
    assert (province.states("HS-1"), province.states("HS-2")) == (["2"], ["2"])
    assert "Đã gửi 1" in capsys.readouterr().err


def test_what_is_given_up_is_listed_with_its_reason_sent_again_or_dropped(
    office: Office, province: Province, ring: Ring, run: Any, tmp_path: Path
) -> None:
    run("quantri", "neighbours", "set", tmp_path / "lien-thong.toml")
    run("quantri", "neighbours", "secret", "tinh", "password")
    office.dossier("HS-1")  # of a procedure nobody has defined
    answer = run("clerk", "outbox", "send")[1]
    assert (answer["sent"], answer["given_up"]) == (0, 1)
    (message,) = run("quantri", "outbox", "list")[1]["messages"]
    assert (message["state"], message["problem"]) == ("dead", "message-incomplete")
    assert message["details"]["field"] == "MaTTHC"
    assert run("clerk", "outbox", "retry")[0] == 1
    assert run("quantri", "outbox", "retry", message["id"])[1]["retried"] == 1
    assert run("clerk", "outbox", "send")[1]["given_up"] == 1
    assert run("quantri", "outbox", "drop", message["id"], "--reason", "Tỉnh đã nhập")[0] == 0
    assert run("quantri", "outbox", "list")[1]["messages"] == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[tinh]\nconnector = 'provinse-json'", "tinh.connector"),
        ("[tinh]\nconnector = 'province-json'\naddress = 'http://tinh.example'", "address"),
        ("[tinh]\nconnector = 'province-json'\nsettings = {password = 'x'}", "settings.password"),
        ("[tinh]\nconnector = 'province-json'\nkinds = ['stat']", "tinh.kinds"),
        ("[tinh]\nconnector = 'province-json'\npin = ['x']", "tinh.pin"),
        ("[tinh\n", ""),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_nearest_word(
    office: Office, run: Any, tmp_path: Path, text: str, key: str
) -> None:
    path = tmp_path / "lien-thong.toml"
    path.write_text(text, encoding="utf-8")
    code, answer = run("quantri", "neighbours", "set", path)
    assert (code, answer["failures"][0]["code"]) == (1, "definition-wrong")
    assert key in answer["failures"][0]["details"]["key"]
    assert office.store.outbox.neighbours() == ()


def test_every_connector_says_what_is_unconfirmed(run: Any) -> None:
    found = run("quantri", "neighbours", "describe")[1]["connectors"]
    for name, one in found.items():
        assert one["legal_source"], name
        assert one["confirmed"] or one["unconfirmed"], name


@pytest.mark.parametrize("connector", known_connectors.connectors())
def test_every_connector_is_explained(connector: str) -> None:
    text = Path("resources/handbook/handbook.md").read_text(encoding="utf-8")
    chapter = text.split("## Quản trị: các hệ thống bên cạnh")[1].split("\n## ")[0]
    tables = tables_of(connector)
    for name in (connector, *tables.get("settings", {}), *tables["secrets"]):
        assert f"`{name}`" in chapter or f"{name} =" in chapter, name
    assert tables["unconfirmed"]
    assert "Chưa xác nhận" in chapter
