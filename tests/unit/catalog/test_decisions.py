"""Review decisions in the catalog, and the cursors by which long lists are read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from listmatch.catalog import Catalog
from listmatch.catalog.models import DecisionMark
from listmatch.catalog.pages import Cursor, CursorInvalid, Page
from listmatch.catalog.queries import decisions, files, jobs, owners
from listmatch.catalog.queries.decisions import Mark, NewDecision
from tests.unit.catalog.made_up import a_file

SOURCE = (Mark("s-row", 3), Mark("s-says", 1))
MASTER = (Mark("m-row", 3), Mark("m-id", 2))


def a_decision(**changes: object) -> NewDecision:
    values = {"source_marks": SOURCE, "master_marks": MASTER, "is_match": True, "decided_by": "ann", **changes}
    return NewDecision(**values)


class TestDecisions:
    def test_the_last_word_on_a_pair_holds(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            for is_match in (True, False):
                decisions.remember(session, owner_id="ann", new=a_decision(is_match=is_match))
            assert [one.is_match for one in decisions.all_of(session, owner_id="ann")] == [False]
            assert decisions.all_of(session, owner_id="bob") == []

    def test_the_strongest_mark_tells_the_pair_and_the_others_follow_the_last_word(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            decisions.remember(session, owner_id="ann", new=a_decision())
            kept = decisions.remember(session, owner_id="ann", new=a_decision(source_marks=[Mark("s-row", 3)]))
            found = decisions.marks_of(session, owner_id="ann")
        expected = {(True, "s-row", 3), (False, "m-row", 3), (False, "m-id", 2)}
        assert {mark[1:] for mark in found} == expected
        assert {mark[0] for mark in found} == {kept.id}

    def test_a_decision_can_be_taken_back_by_its_owner_with_all_its_marks(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            decision = decisions.remember(session, owner_id="ann", new=a_decision())
            assert not decisions.forget(session, owner_id="bob", decision_id=decision.id)
            assert decisions.list_recent(session, owner_id="ann") == [decision]
            assert len(decisions.marks_of(session, owner_id="ann")) == 4
            assert decisions.forget(session, owner_id="ann", decision_id=decision.id)
            assert decisions.list_recent(session, owner_id="ann") == []
            assert session.execute(select(func.count()).select_from(DecisionMark)).scalar_one() == 0


class TestPages:
    def test_a_cursor_goes_on_where_the_page_ended_whatever_came_in_between(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            made = [a_file(session, name=f"{number}.csv") for number in range(5)]
            first = files.list_recent(session, owner_id="ann", page=Page(2))
            a_file(session, name="new.csv")
            after = Cursor(first[-1].created_at, first[-1].id)
            rest = files.list_recent(session, owner_id="ann", page=Page(after=after))
        assert {file.id for file in [*first, *rest]} == {file.id for file in made}
        assert len(first) + len(rest) == 5

    def test_entries_of_the_same_instant_are_told_apart_by_their_ids(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            source = a_file(session)
            made = sorted(
                jobs.create(session, jobs.NewJob(owner_id="ann", source_file_id=source.id)).id for _ in range(3)
            )
            instant = jobs.get_any(session, job_id=made[0]).created_at
            for job_id in made:
                jobs.change(session, jobs.Job, jobs.Job.id == job_id, created_at=instant)
            rest = jobs.list_recent(session, owner_id="ann", page=Page(after=Cursor(instant, made[0])))
        assert [job.id for job in rest] == made[1:]


def test_a_cursor_reads_back_what_it_printed() -> None:
    cursor = Cursor(datetime(2026, 11, 21, 4, 5, 6, 789, tzinfo=UTC), "b1c9f3a0")
    assert Cursor.parse(str(cursor)) == cursor
    assert Cursor.parse(str(Cursor(cursor.at.astimezone(timezone(timedelta(hours=5))), "b1c9f3a0"))) == cursor


@pytest.mark.parametrize("text", ["", "%", "bm90aGluZw", "MjAyNi0xMS0yMSBh", "MDAwMS0wMS0wMVQwMDowMDowMCsyMzo1OSBh"])
def test_a_cursor_that_is_none_of_ours_is_refused(text: str) -> None:
    with pytest.raises(CursorInvalid, match="nextCursor"):
        Cursor.parse(text)
