"""Candidate pairs: what shares a key, what is too frequent, and what is said about it."""

from pathlib import Path

import pytest

from listmatch.domain.summaries import CandidateSummary
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.lists import ListPaths
from tests.unit.matching.standard_lists import Row, profile_of, read, write_list


def find(
    folder: Path, source: list[Row], master: list[Row] | None, *, threads: int = 2, **profile: object
) -> tuple[list[tuple[object, object]], CandidateSummary]:
    left = write_list(folder / "source.parquet", source)
    right = write_list(folder / "master.parquet", master) if master is not None else None
    summary = find_candidates(
        ListPaths(left, right),
        profile=profile_of(dedupe=master is None, **profile),
        into=folder,
        compute=Compute(scratch=folder / "scratch", threads=threads),
    )
    lines = read(folder / "candidate_pairs.parquet")
    return [(line["source_row_id"], line["master_row_id"]) for line in lines], summary


def test_rows_that_share_a_key_are_a_pair_once_however_many_keys_they_share(tmp_path: Path) -> None:
    row = {"first": "ann", "last": "lee", "email": "ann@lee.org", "zip": "01234"}
    pairs, summary = find(tmp_path, [row], [row, {"first": "bob", "last": "ray"}])
    assert pairs == [(1, 1)]
    assert {one.name for one in summary.passes if one.pairs} >= {"email_exact", "name_exact", "name_zip"}
    assert sum(one.pairs_alone for one in summary.passes) == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"email": "a@x.org"}, {"email": "b@x.org", "email_2": "a@x.org"}),
        ({"phone": "+15551234567"}, {"phone_2": "5551234567"}),
        ({"first": "ann", "last": "lee"}, {"first": "lee", "last": "ann"}),
        ({"birth": "19700102", "last": "lee"}, {"birth": "19700102", "last": "lee", "first": "ann"}),
    ],
)
def test_rows_meet_through_second_columns_and_swapped_names(tmp_path: Path, left: Row, right: Row) -> None:
    assert find(tmp_path, [left], [right])[0] == [(1, 1)]


def test_companies_among_people_meet_at_their_place(tmp_path: Path) -> None:
    acme = {"company": "acme", "zip": "01234"}
    person = {"first": "ann", "last": "lee"}
    pairs, _ = find(tmp_path, [acme, person], [acme, {**acme, "zip": "99999"}, {**acme, "first": "bob", "last": "ray"}])
    assert pairs == [(1, 1)]


@pytest.mark.parametrize("is_turned", [False, True])
def test_customers_meet_the_contacts_of_their_company(tmp_path: Path, *, is_turned: bool) -> None:
    ledger = [{"first": "acme", "last": "tools", "party": "acme tools"}, {"last": "roe", "party": "roe"}]
    shop = [{"first": "ann", "last": "lee", "company": "acme tools"}, {"first": "bob", "last": "ray", "company": "zed"}]
    lists = (shop, ledger) if is_turned else (ledger, shop)
    pairs, summary = find(tmp_path, *lists)
    assert pairs == [(1, 1)]
    assert [one.name for one in summary.passes if one.pairs] == ["party"]


def test_colleagues_do_not_meet_as_customers_do(tmp_path: Path) -> None:
    staff = [{"first": "ann", "last": "lee", "company": "acme"}, {"first": "bob", "last": "ray", "company": "acme"}]
    pairs, summary = find(tmp_path, staff[:1], staff[1:])
    assert pairs == []
    assert "party" not in {one.name for one in (*summary.passes, *summary.idle)}


def test_one_list_is_compared_with_itself_in_ascending_order(tmp_path: Path) -> None:
    row = {"email": "a@x.org"}
    pairs, summary = find(tmp_path, [row, {"email": "b@x.org"}, row, row], None)
    assert pairs == [(1, 3), (1, 4), (3, 4)]
    assert summary.source_rows_reached == 2


def test_a_value_that_too_many_rows_carry_blocks_only_together_with_another_column(tmp_path: Path) -> None:
    master = [{"phone": "5550000000", "last": f"name{i}"} for i in range(150)]
    pairs, summary = find(tmp_path, [{"phone": "5550000000", "last": "name7"}], master)
    assert pairs == [(1, 8)]
    [hot] = summary.hot
    assert (hot.name, hot.values, hot.largest, hot.source_rows) == ("phone_normalized", 1, 150, 1)
    assert (hot.pairs_kept, hot.pairs_left_out) == (1, 149)


def test_a_frequent_value_of_one_list_is_narrowed_too(tmp_path: Path) -> None:
    rows = [{"phone": "5550000000", "last": f"name{i // 2}"} for i in range(220)]
    pairs, summary = find(tmp_path, rows, None)
    assert pairs == [(i, i + 1) for i in range(1, 220, 2)]
    assert summary.hot[0].pairs_kept == 110


def test_a_pass_whose_column_a_list_lacks_does_not_run_and_says_so(tmp_path: Path) -> None:
    _, summary = find(tmp_path, [{"email": "a@x.org"}], [{"email": "a@x.org", "phone": "5551234567"}])
    idle = {one.name: one for one in summary.idle}
    assert idle["phone_normalized"].source_lacks == ("phone",)
    assert "email_exact" not in idle


@pytest.mark.parametrize(
    ("source", "master", "words"),
    [
        ([{"email": "a@x.org"}], [{"email": "b@y.org"}], "No row of the source shares email"),
        ([{"email": "a@x.org"}], [{"phone": "5551234567"}], "No pass could run"),
        ([], [{"email": "a@x.org"}], "No pass could run"),
        ([{"email": "a@x.org"}, {"email": "b@y.org"}], None, "No two rows share email or email name."),
        ([{"city": "ayton"}], None, "No pass could run, because the list has no values for "),
        (
            [{"email": "a@x.org", "phone": "5551234567"}],
            [{"email": "b@y.org", "phone": "5557654321"}],
            "No row of the source shares email, phone or email name with a row of the master.",
        ),
    ],
)
def test_no_pair_is_an_answer_with_a_reason(
    tmp_path: Path, source: list[Row], master: list[Row] | None, words: str
) -> None:
    pairs, summary = find(tmp_path, source, master)
    assert pairs == []
    assert words in summary.note


def test_a_list_of_emails_meets_names_at_the_same_domain(tmp_path: Path) -> None:
    source = [{"email": "jlee@acme.com", "domain": "acme.com"}, {"email": "boss@acme.com", "domain": "acme.com"}]
    master = [
        {"first": "jane", "last": "lee", "domain": "acme.com"},
        {"first": "jane", "last": "lee", "domain": "brix.com"},
    ]
    pairs, summary = find(tmp_path, source, master)
    assert pairs == [(1, 1)]
    assert [one.name for one in summary.passes if one.pairs] == ["mailbox_name"]


def test_a_nickname_is_looked_for_in_the_city_where_there_are_no_zips(tmp_path: Path) -> None:
    source = [{"first": "kathy", "last": "lee", "city": "rome"}]
    master = [{"first": "catherine", "last": "lee", "city": "rome"}, {"first": "kathy", "last": "law", "city": "rome"}]
    pairs, _ = find(tmp_path / "without", source, master)
    assert pairs == [(1, 1), (1, 2)]
    zips = {"zip": "00100"}, {"zip": "00200"}
    pairs, _ = find(tmp_path / "with", [row | zips[0] for row in source], [row | zips[1] for row in master])
    assert pairs == []


def test_where_both_lists_have_names_mailboxes_are_not_searched_for_them(tmp_path: Path) -> None:
    _, summary = find(tmp_path, [{"first": "ann", "last": "lee"}], [{"first": "ann", "last": "lee"}])
    assert "mailbox_name" not in [one.name for one in summary.passes]


def test_only_the_passes_of_the_profile_run(tmp_path: Path) -> None:
    row = {"email": "a@x.org", "phone": "5551234567"}
    _, summary = find(tmp_path, [row], [row], passes=["phone_normalized"])
    assert [one.name for one in summary.passes] == ["phone_normalized"]
    assert read(tmp_path / "candidate_pairs.parquet")[0]["passes"] == 1


def test_companies_meet_through_domain_and_address(tmp_path: Path) -> None:
    source = [{"company": "acme", "domain": "acme.com"}, {"company": "brix", "street": "1 main st", "city": "rome"}]
    master = [
        {"company": "acme tools", "domain": "acme.com"},
        {"company": "other", "street": "1 main st", "city": "rome"},
    ]
    assert find(tmp_path, source, master, profile_type=ProfileType.COMPANY)[0] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"company": "weimer", "company_2": "skycast"}, {"company": "skycast"}),
        ({"company": "skycast"}, {"company": "weimer", "company_2": "skycast"}),
        ({"company": "annos augsburg"}, {"company": "annos", "city": "augsburg"}),
    ],
)
def test_companies_meet_through_another_name_and_a_city_behind_it(tmp_path: Path, mine: Row, theirs: Row) -> None:
    assert find(tmp_path, [mine], [theirs], profile_type=ProfileType.COMPANY)[0] == [(1, 1)]


@pytest.mark.parametrize(
    ("mine", "theirs", "meet"),
    [
        ("GB572906787", "572906787", True),
        ("944455533", "944455533RC0001", True),
        ("29AAHCD8888F1Z5", "29AADCD1948F1Z6", False),
        ("C100007", "D100007", False),
    ],
)
def test_companies_meet_through_a_number_with_and_without_its_country(
    tmp_path: Path, mine: str, theirs: str, meet: bool
) -> None:
    pairs, _ = find(tmp_path, [{"key": mine}], [{"key": theirs}], profile_type=ProfileType.COMPANY)
    assert bool(pairs) is meet


def test_bytes_do_not_depend_on_the_number_of_threads(tmp_path: Path) -> None:
    rows = [{"first": f"f{i % 7}", "last": f"l{i % 11}", "zip": f"{i % 5}"} for i in range(300)]
    bytes_of = []
    for threads in (1, 4):
        find(tmp_path / str(threads), rows[:50], rows, threads=threads)
        bytes_of.append((tmp_path / str(threads) / "candidate_pairs.parquet").read_bytes())
    assert bytes_of[0] == bytes_of[1]


@pytest.mark.parametrize("is_dedupe", [False, True], ids=["match", "dedupe"])
def test_rows_that_share_only_what_is_too_frequent_are_counted(tmp_path: Path, is_dedupe: bool) -> None:
    crowd = [{"phone": "5550000000", "last": f"name{i}"} for i in range(150)]
    source = [{"phone": "5550000000", "last": "new"}, {"phone": "5550000000", "last": "name7"}, {"last": "alone"}]
    pairs, summary = find(tmp_path, *([crowd + source[1:], None] if is_dedupe else [source, crowd]))
    assert pairs == ([(8, 151)] if is_dedupe else [(2, 8)])
    assert summary.source_rows_left_out == (149 if is_dedupe else 1)


def test_where_every_shared_value_is_too_frequent_that_is_why_there_is_no_pair(tmp_path: Path) -> None:
    pairs, summary = find(tmp_path, [{"phone": "5550000000"}], [{"phone": "5550000000"}] * 150)
    assert pairs == []
    assert summary.note.startswith("Rows of the source share phone only with too many rows of the master")


def test_a_common_value_brings_rows_together_that_share_something_else(tmp_path: Path) -> None:
    neighbours = [{"first": f"{chr(97 + number)}na", "last": "lee", "zip": "10115"} for number in range(26)]
    same = {"first": "jane", "last": "lee", "zip": "10115", "phone": "5551234567"}
    moved = {"first": "jane", "last": "lee", "zip": "20095"}
    source = [{**same, "first": "janine"}, {"first": "vera", "last": "lee", "zip": "10115"}]
    pairs, summary = find(tmp_path, source, [*neighbours, same, moved])
    assert pairs == [(1, 27)], "the phone is one reason, the surname in the ZIP another"
    [crowded] = [one for one in summary.passes if one.pairs_left_out]
    assert (crowded.name, crowded.pairs_left_out) == ("name_zip", 26 + 27)
    assert summary.source_rows_left_out == 1


def test_a_common_value_is_a_reason_while_few_rows_carry_it(tmp_path: Path) -> None:
    master = [{"first": f"{chr(97 + number)}na", "last": "lee", "zip": "10115"} for number in range(25)]
    pairs, summary = find(tmp_path, [{"first": "vera", "last": "lee", "zip": "10115"}], master)
    assert len(pairs) == 25
    assert not any(one.pairs_left_out for one in summary.passes)


def test_where_all_that_is_shared_is_common_that_is_why_there_is_no_pair(tmp_path: Path) -> None:
    master = [{"first": f"{chr(97 + number)}na", "last": "lee", "zip": "10115"} for number in range(26)]
    _, summary = find(tmp_path, [{"first": "vera", "last": "lee", "zip": "10115"}], master)
    assert "only with too many rows of the master to go by" in summary.note


def test_passes_whose_values_were_too_common_are_named(tmp_path: Path) -> None:
    master = [{"first": f"anna{i}", "last": f"lee{i}", "zip": "01234", "phone": "5550000000"} for i in range(150)]
    source = {"first": "anna", "last": "ray", "zip": "01234", "phone": "5550000000"}
    assert find(tmp_path, [source], master)[1].crowded == ("phone_normalized", "name_zip")
    assert find(tmp_path, [source], master[:20])[1].crowded == ()
