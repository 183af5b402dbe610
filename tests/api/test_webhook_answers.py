"""What an address answers to a message, or does not, and what its owner is told of that."""

import http.client
import socket
import ssl
from typing import Any

import pytest

from listmatch.workflows.notices import messages, outbound
from tests.api.conftest import Api
from tests.api.receiver import HOST, NOW, Receiver, anywhere, deliveries, subscribe
from tests.api.test_jobs import a_file


def test_an_address_that_is_silent_is_said_not_to_have_answered_in_time(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hook = subscribe(api, f"https://{HOST}:{silent.getsockname()[1]}/", "file.ready")
        a_file(api)
        monkeypatch.setattr(outbound, "WHOLE_S", 0.2)
        assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    (delivery,) = deliveries(api, hook)
    assert delivery["error"] == "The address could not be reached: it did not answer in time (TimeoutError)."


def test_an_address_with_another_host_s_certificate_is_told_so(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo

    def resolve_all(host: str, *rest: Any, **named: Any) -> Any:
        return resolve(host if named.get("flags") else "127.0.0.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_all)
    hook = subscribe(api, receiver.url.replace(HOST, "other.example.com"), "file.ready")
    a_file(api)
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    (delivery,) = deliveries(api, hook)
    assert (receiver.received, "its certificate is not valid" in delivery["error"]) == ([], True)


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (socket.gaierror(), "its host name is unknown (gaierror)"),
        (ConnectionRefusedError(), "it refused the connection (ConnectionRefusedError)"),
        (ConnectionResetError(), "the connection broke off (ConnectionResetError)"),
        (http.client.RemoteDisconnected(), "the connection broke off (RemoteDisconnected)"),
        (http.client.BadStatusLine("SSH-2.0"), "its answer is not HTTP (BadStatusLine)"),
        (ssl.SSLError(), "no TLS connection could be made (SSLError)"),
        (OSError(), "no connection could be made (OSError)"),
    ],
)
def test_why_an_address_gave_no_answer_is_said(
    api: Api, monkeypatch: pytest.MonkeyPatch, problem: Exception, reason: str
) -> None:
    def fail(*_: Any, **__: Any) -> int:
        raise problem

    hook = subscribe(api, f"https://{HOST}/", "file.ready")
    a_file(api)
    monkeypatch.setattr(messages, "post", fail)
    assert messages.send_due(api.services, now=NOW) == 0
    (delivery,) = deliveries(api, hook)
    assert delivery["error"] == f"The address could not be reached: {reason}."


def test_an_address_that_is_gone_is_left_alone(api: Api, receiver: Receiver) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    receiver.status = 410
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    (delivery,) = deliveries(api, hook)
    assert (delivery["attempts"], delivery["responseStatus"], delivery["nextAttemptAt"]) == (1, 410, None)
    assert "switched off" in delivery["error"]


def test_a_webhook_whose_address_is_gone_is_switched_off_with_its_reason(
    api: Api, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    a_file(api)  # waits behind the one that is refused
    receiver.status = 410
    messages.send_due(api.services, now=NOW, reach=anywhere)
    (shown,) = api.client.get("/api/v1/webhooks").json()["webhooks"]
    assert (hook["webhook"]["isActive"], shown["isActive"], shown["inactiveReason"]) == (
        True,
        False,
        messages.SWITCHED_OFF,
    )
    assert f"webhook {shown['id']} is switched off" in caplog.text
    assert [each["nextAttemptAt"] for each in deliveries(api, hook)] == [None, None]
    a_file(api)
    assert (len(deliveries(api, hook)), len(receiver.received)) == (2, 1)


def test_a_redirect_is_said_not_to_be_followed(api: Api, receiver: Receiver) -> None:
    hook = subscribe(api, receiver.url, "file.ready")
    a_file(api)
    receiver.status = 307
    assert messages.send_due(api.services, now=NOW, reach=anywhere) == 0
    (delivery,) = deliveries(api, hook)
    assert (len(receiver.received), "Redirects are not followed" in delivery["error"]) == (1, True)
