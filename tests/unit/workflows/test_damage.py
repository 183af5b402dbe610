"""A damaged object is named with its place and the cure by whoever cannot read it; any other fault stays what it is."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.summaries import CandidateSummary
from listmatch.errors import ContractBroken, InputError
from listmatch.workflows.artifacts import opened, read_as, read_json, write_json
from listmatch.workflows.services import Services
from tests.unit.workflows.told import CANDIDATES

KEY = "owners/local/files/f/prepared/standard.parquet"


@pytest.fixture
def key(services: Services) -> str:
    """A sound table of some size."""
    with services.store.write(KEY) as path:
        pq.write_table(pa.table({"n": list(range(10_000))}), path)
    return KEY


@pytest.mark.parametrize("harm", [lambda whole: whole[:3000], lambda whole: b"", lambda whole: b"\0" * len(whole)])
def test_a_table_that_cannot_be_read_is_named(services: Services, key: str, harm: Callable[[bytes], bytes]) -> None:
    services.store.put_bytes(key, harm(services.store.get_bytes(key)))
    told = pytest.raises(ContractBroken, match=f"{key}: .* damaged. Run listmatch doctor --read --fix")
    with told, opened(services.store, key) as [path]:
        pq.read_table(path)


def test_another_fault_over_a_sound_table_stays_what_it_is(services: Services, key: str) -> None:
    with pytest.raises(ZeroDivisionError), opened(services.store, key):
        assert 1 / 0


def test_an_error_that_has_its_sentence_keeps_it(services: Services, key: str) -> None:
    services.store.put_bytes(key, b"")
    with pytest.raises(InputError, match="no such column"), opened(services.store, key):
        raise InputError("no such column.")


def test_a_document_that_cannot_be_read_is_named(services: Services) -> None:
    services.store.put_bytes("owners/local/jobs/j/rollups/rollups.json", b'{"totals": ')
    with pytest.raises(ContractBroken, match=r"rollups/rollups.json: .* damaged"):
        read_json(services.store, "owners/local/jobs/j/rollups/rollups.json")


def test_a_document_that_is_read_back_is_what_was_written(services: Services) -> None:
    key = "owners/local/jobs/j/candidate_pairs/summary.json"
    with services.store.write(key) as path:
        write_json(path, CANDIDATES)
    assert read_as(services.store, key, CandidateSummary) == CANDIDATES


def test_a_document_of_something_else_is_named_as_damaged(services: Services) -> None:
    key = "owners/local/jobs/j/candidate_pairs/summary.json"
    services.store.put_bytes(key, b'{"pairs": 3}')
    with pytest.raises(ContractBroken, match="damaged"):
        read_as(services.store, key, CandidateSummary)
