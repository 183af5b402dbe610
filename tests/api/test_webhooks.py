"""Webhooks: made over the API, told of what happens, signed, tried again, and never sent into the own network."""

import base64
import hashlib
import hmac
import json
import socket
import time
from datetime import timedelta
from typing import Any

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import webhooks as webhook_rows
from listmatch.errors import InputError
from listmatch.workflows.notices import messages, outbound
from tests.api.conftest import Api
from tests.api.receiver import HOST, NOW, Receiver, anywhere, deliveries, subscribe
from tests.api.test_jobs import a_file


def test_a_message_arrives_signed(api: Api, receiver: Receiver) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    file_id = a_file(api)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 1
    ((headers, body),) = receiver.received
    message = json.loads(body)
    assert (message["type"], message["data"]["fileId"]) == ("file.ready", file_id)
    key = base64.b64decode(hook["secret"].removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    (delivery,) = deliveries(api, hook)
    assert (delivery["attempts"], delivery["responseStatus"], delivery["error"]) == (1, 204, None)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0


@pytest.mark.parametrize("status", [302, 404, 429, 500])
def test_an_attempt_that_fails_is_made_again_after_growing_pauses(api: Api, receiver: Receiver, status: int) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    receiver.status = status
    now = NOW
    for pause in messages.PAUSES:
        assert messages.send_due(api.services, now=now, reach=anywhere) == 0
        assert messages.send_due(api.services, now=now + pause - timedelta(seconds=1), reach=anywhere) == 0
        now += pause
    assert len(receiver.received) == len(messages.PAUSES)
    messages.send_due(api.services, now=now, reach=anywhere)
    (delivery,) = deliveries(api, hook)
    assert (delivery["attempts"], delivery["responseStatus"]) == (len(messages.PAUSES) + 1, status)
    assert delivery["nextAttemptAt"] is None  # given up


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.1",
        "::1",
        "fd00::1",
        "0.0.0.0",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_a_name_that_leads_into_the_own_network_gets_nothing(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    public = (2, 1, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [public, (2, 1, 6, "", (address, 443))])
    assert messages.send_due(api.services, now=NOW) == 0
    assert receiver.received == []
    (delivery,) = deliveries(api, hook)
    assert "public addresses only" in delivery["error"]
    assert address not in delivery["error"]


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let HOST mean these addresses, in this order; returns the list of addresses that are connected to."""
    resolve, connect, tried = socket.getaddrinfo, socket.create_connection, list[str]()

    def resolve_ours(host: str, port: int, *rest: Any, **named: Any) -> Any:
        if host == HOST and not named.get("flags"):
            assert not tried, "the name was asked for once more"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]
        return resolve(host, port, *rest, **named)

    def connect_and_note(address: tuple[str, int], **named: Any) -> socket.socket:
        tried.append(address[0])
        return connect(address, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_ours)
    monkeypatch.setattr(socket, "create_connection", connect_and_note)
    return tried


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (["127.0.0.0", "127.0.0.1"], ["127.0.0.0", "127.0.0.1"]),  # nothing can listen on the first
        (["127.0.0.1", "127.0.0.0"], ["127.0.0.1"]),
        (["127.0.0.0", "127.0.0.0", "127.0.0.1"], ["127.0.0.0", "127.0.0.1"]),
    ],
)
def test_the_addresses_of_a_name_are_tried_in_the_order_of_the_resolver_until_one_answers(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, addresses: list[str], expected: list[str]
) -> None:
    tried = resolve_to(monkeypatch, *addresses)
    subscribe(api, receiver.url, "file.ready")
    a_file(api)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 1
    assert (tried, len(receiver.received)) == (expected, 1)


@pytest.mark.parametrize("private", ["127.0.0.0", "127.0.0.1"])
def test_where_one_address_of_a_name_is_not_public_none_is_connected_to(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, private: str
) -> None:
    tried = resolve_to(monkeypatch, "127.0.0.0", "127.0.0.1")
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    assert messages.send_due(api.services, now=NOW, reach=lambda address: address != private) == 0
    assert tried == []
    (delivery,) = deliveries(api, hook)
    assert "public addresses only" in delivery["error"]


def test_a_name_of_which_no_address_answers_is_out_of_reach(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = resolve_to(monkeypatch, "127.0.0.0", "127.255.255.255")
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    assert (tried, receiver.received) == (["127.0.0.0", "127.255.255.255"], [])
    (delivery,) = deliveries(api, hook)
    assert "could not be reached" in delivery["error"]


def test_a_connection_that_took_all_of_the_time_is_given_up_before_anything_is_said(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = socket.create_connection

    def connect_late(*address: Any, **named: Any) -> socket.socket:
        time.sleep(0.3)
        return connect(*address, **named)

    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    monkeypatch.setattr(outbound, "WHOLE_S", 0.1)
    monkeypatch.setattr(socket, "create_connection", connect_late)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    assert receiver.received == []
    (delivery,) = deliveries(api, hook)
    assert "TimeoutError" in delivery["error"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0x7f.1", "169.254.169.254", "10.0.0.1",
        "0.0.0.0", "0", "100.64.0.1", "224.0.0.1", "localhost", "LOCALHOST.", "printer.local", "metadata.internal",
    ],
)  # fmt: skip
def test_a_host_that_is_plainly_not_of_the_internet_is_refused_at_once(api: Api, host: str) -> None:
    with pytest.raises(InputError, match="public addresses only"):
        outbound.check_host(f"https://{host}/")
    answer = api.client.post("/api/v1/webhooks", json={"url": f"https://{host}/", "events": ["file.ready"]})
    assert (answer.status_code, answer.json()["error"][:3]) == (400, "url")


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
def test_a_host_that_no_name_can_be_is_refused_at_once(api: Api, host: str) -> None:
    with pytest.raises(InputError, match="host name is not valid"):
        outbound.check_host(f"https://{host}/")
    answer = api.client.post("/api/v1/webhooks", json={"url": f"https://{host}/", "events": ["file.ready"]})
    assert (answer.status_code, answer.json()["field"]) == (400, "url")


def test_an_address_that_answers_in_drops_is_hung_up_on(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    receiver.drops.set()
    monkeypatch.setattr(outbound, "WHOLE_S", 0.2)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    (delivery,) = deliveries(api, hook)
    assert "could not be reached" in delivery["error"]


def test_an_address_that_fails_is_left_alone_and_holds_up_no_other_one(api: Api, receiver: Receiver) -> None:
    failing = subscribe(api, receiver.url, "file.ready")
    working = subscribe(api, receiver.url.replace("/hooks?", "/works?"), "file.ready")
    for _ in range(3):
        a_file(api)
    receiver.status = 500
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 3
    assert sorted(one["attempts"] for one in deliveries(api, failing)) == [0, 0, 1]
    assert [one["attempts"] for one in deliveries(api, working)] == [1, 1, 1]


def test_what_waits_for_one_address_keeps_no_other_one_out(api: Api) -> None:
    crowded = subscribe(api, "https://crowded.example.com", "file.ready")
    for _ in range(12):
        a_file(api)
    subscribe(api, "https://quiet.example.com", "file.ready")
    a_file(api)
    with api.services.catalog.reading() as session:
        due = [hook.url for _, hook in webhook_rows.due(session, now=NOW, limit=11)]
    assert (due.count(crowded["webhook"]["url"]), due.count("https://quiet.example.com")) == (10, 1)


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "https://", "https://user:pw@example.com", "ftp://example.com", "https://exa mple.com", "x"],
)
def test_an_address_that_is_not_https_is_refused(api: Api, url: str) -> None:
    answer = api.client.post("/api/v1/webhooks", json={"url": url, "events": ["file.ready"]})
    assert (answer.status_code, answer.json().get("field", "url")) == (400, "url")


@pytest.mark.parametrize("events", [[], ["file.eaten"], None])
def test_unknown_events_are_refused(api: Api, events: object) -> None:
    answer = api.client.post("/api/v1/webhooks", json={"url": "https://example.com", "events": events})
    assert answer.status_code == 400


def test_only_what_was_asked_for_is_told_and_the_secret_is_shown_once(api: Api) -> None:
    hook = subscribe(api, "https://example.com/hook", "file.failed")
    a_file(api)
    failing = a_file(api, is_ready=False)
    with api.services.catalog.session() as session:
        file_rows.mark_failed(session, file_id=failing, error="The file is empty.")
        file_rows.mark_failed(session, file_id=failing, error="The file is empty.")
    (delivery,) = deliveries(api, hook)
    assert delivery["payload"]["data"]["prepareError"] == "The file is empty."
    assert hook["secret"] not in api.client.get("/api/v1/webhooks").text
    assert api.client.delete(f"/api/v1/webhooks/{hook['webhook']['id']}").status_code == 204
    assert api.client.get("/api/v1/webhooks").json() == {"webhooks": []}
