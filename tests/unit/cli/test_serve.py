"""Where `listmatch serve` listens, and what it says when it cannot."""

import socket

import pytest

from listmatch.cli.serve import _listen, _name_of
from listmatch.errors import InputError


def test_an_address_that_another_program_has_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            InputError, match=rf"nobody can listen on 127.0.0.1 port {port} \(Address already in use\)."
        ):
            _listen("127.0.0.1", port)


def test_port_zero_is_any_free_one() -> None:
    with _listen("127.0.0.1", 0) as listening:
        assert listening.getsockname()[1] > 0


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("fd00::1", "[fd00::1]"),
        ("lists", "lists"),
    ],
)
def test_the_address_that_is_shown_is_one_to_go_to(host: str, name: str) -> None:
    assert _name_of(host) == name
