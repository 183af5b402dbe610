"""Every column of the tables between the stages is described, and nothing is described that there is not."""

import pytest

from listmatch.domain.stages import StageName
from listmatch.tables.contracts import STANDARD_COLUMNS, contract_of
from listmatch.tables.dictionary import STANDARD, _dictionary, descriptions

TABLES = (StageName.CANDIDATE_PAIRS, StageName.SCORED_MATCHES, StageName.VERDICTS, StageName.CLUSTERS)


@pytest.mark.parametrize("stage", TABLES)
def test_every_column_of_a_contract_is_described(stage: StageName) -> None:
    names = tuple(contract_of(stage.value, ("evidence_name", "evidence_street")).columns)
    assert all(descriptions(stage, names)), names


def test_the_standard_columns_and_no_others_are_described() -> None:
    assert tuple(_dictionary()[STANDARD]) == STANDARD_COLUMNS


def test_a_list_and_its_standard_columns_are_told_apart() -> None:
    names = ("_lmg_row_id", "_lmg_line", "city", "Notes", *STANDARD_COLUMNS)
    told = descriptions(StageName.PREPARED_FILE, names)
    assert len(told) == len(names)
    assert told[2] == told[3] == "As in the list, unchanged"
    assert told[4 + STANDARD_COLUMNS.index("city")].startswith("City, folded")


def test_columns_that_begin_alike_share_a_description_and_unknown_ones_have_none() -> None:
    told = descriptions(StageName.SCORED_MATCHES, ("evidence_email", "gamma_email", "new_column"))
    assert [text[:16] for text in told] == ["Comparison level", "Splink's compari", ""]
    [own, of_a_list] = descriptions(StageName.EXPORTS, ("_lmg_excluded", "Email"))
    assert own.startswith("Whether the row is on an exclusion list")
    assert of_a_list == "A column of the lists, unchanged"


def test_descriptions_fit_a_cell() -> None:
    for table in _dictionary().values():
        assert all(0 < len(text) <= 130 for text in table.values())
