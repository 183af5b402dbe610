"""Ways in which files break on their way from one program to another."""

import random
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]


def _place(data: bytes, rng: random.Random) -> int:
    return rng.randrange(len(data) + 1)


def _insert(data: bytes, rng: random.Random, piece: bytes) -> bytes:
    place = _place(data, rng)
    return data[:place] + piece + data[place:]


def truncate(data: bytes, rng: random.Random) -> bytes:
    """The end is missing."""
    return data[: _place(data, rng)]


def behead(data: bytes, rng: random.Random) -> bytes:
    """The beginning is missing."""
    return data[rng.randrange(min(len(data), 200) + 1) :]


def lone_quote(data: bytes, rng: random.Random) -> bytes:
    """A quote where none belongs."""
    return _insert(data, rng, rng.choice((b'"', b"'", b'""', b'\\"', b'"' * 3)))


def lost_quote(data: bytes, rng: random.Random) -> bytes:
    """A quote was lost."""
    places = [index for index, byte in enumerate(data) if byte == 34]
    if not places:
        return data
    place = rng.choice(places)
    return data[:place] + data[place + 1 :]


def nul(data: bytes, rng: random.Random) -> bytes:
    """NUL bytes, one or a block."""
    return _insert(data, rng, b"\0" * rng.choice((1, 1, 2, 7, 512)))


def bom(data: bytes, rng: random.Random) -> bytes:
    """A byte-order mark at the beginning or in the middle."""
    mark = rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0"))
    return mark + data if rng.random() < 0.5 else _insert(data, rng, mark)


def recoded(data: bytes, rng: random.Random) -> bytes:
    """Another encoding than before."""
    text = data.decode("utf-8", errors="replace")
    return text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-32")), errors="replace"
    )


def ragged(data: bytes, rng: random.Random) -> bytes:
    """Cells are missing, or there are too many."""
    mark = rng.choice((b",", b";", b"\t", b"|"))
    if rng.random() < 0.5:
        return _insert(data, rng, mark * rng.randrange(1, 5))
    place = data.find(mark, _place(data, rng))
    return data if place < 0 else data[:place] + data[place + 1 :]


def mixed_newlines(data: bytes, rng: random.Random) -> bytes:
    """Line ends of several systems in one file."""
    ends = (b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r\n", b"\xe2\x80\xa8", b"\x0b", b"\x0c")
    return b"".join(piece + rng.choice(ends) for piece in data.split(b"\n"))


def huge_field(data: bytes, rng: random.Random) -> bytes:
    """One cell of up to a few hundred kilobytes, perhaps of marks that mean something."""
    piece = rng.choice((b"x", b" ", b"\xc3\xa9", b"\\", b'"', b"a\n", b'"\n'))
    return _insert(data, rng, piece * rng.choice((70, 5_000, 300_000)))


def delimiter_storm(data: bytes, rng: random.Random) -> bytes:
    """Delimiters in great number."""
    return _insert(data, rng, bytes(rng.choices(b',;\t|" \n', k=rng.choice((50, 2_000)))))


def binary(data: bytes, rng: random.Random) -> bytes:
    """Bytes of something else in between, or instead."""
    return _insert(data, rng, rng.randbytes(rng.choice((1, 10, 400, 5_000))))


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Single bytes were changed."""
    changed = bytearray(data)
    for _ in range(min(len(changed), rng.randrange(1, 12))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def repeated(data: bytes, rng: random.Random) -> bytes:
    """A stretch is there twice: files glued together, a transfer resumed."""
    start, end = sorted((_place(data, rng), _place(data, rng)))
    return data[:end] + data[start:]


MUTATIONS: tuple[Mutation, ...] = (
    truncate,
    behead,
    lone_quote,
    lost_quote,
    nul,
    bom,
    recoded,
    ragged,
    mixed_newlines,
    huge_field,
    delimiter_storm,
    binary,
    flipped,
    repeated,
)


def mutated(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """*data* after one to three mutations, and their names."""
    chosen = rng.choices(MUTATIONS, k=rng.choice((1, 1, 1, 2, 3)))
    for mutation in chosen:
        data = mutation(data, rng)
    return data, "+".join(mutation.__name__ for mutation in chosen)
