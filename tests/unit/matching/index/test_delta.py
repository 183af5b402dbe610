"""The index of a changed master, brought up to date: the very files that a full build writes, whatever changed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.matching.index import delta as index_delta
from listmatch.matching.index.build import build_index
from listmatch.matching.index.delta import IndexedBefore, update_index
from listmatch.matching.index.plan import FILES, IndexPlan, plan_index
from tests.unit.matching.index.test_plan import bytes_of, people
from tests.unit.matching.standard_lists import Row, profile_of, write_list

CAP = 3
"""rows behind a key from which it is hot: low, so that keys become hot and cool down in lists of this size"""


@dataclass(frozen=True)
class Desk:
    """A place to build indexes in."""

    folder: Path

    @property
    def compute(self) -> Compute:
        return Compute(scratch=self.folder / "scratch", threads=2)

    def master(self, rows: list[Row], name: str) -> Path:
        return write_list(self.folder / f"{name}.parquet", rows)

    def plan(self, profile_type: ProfileType = ProfileType.PERSON) -> IndexPlan:
        source = write_list(self.folder / "source.parquet", people(5, seed=9))
        plan = plan_index(profile_of(profile_type), source)
        assert plan is not None
        return replace(plan, passes=replace(plan.passes, cap=CAP))

    def built(self, master: Path, plan: IndexPlan, name: str) -> Path:
        into = self.folder / name
        into.mkdir()
        build_index(master, plan=plan, into=into, compute=self.compute)
        return into

    def updated(self, before: list[Row], now: list[Row], plan: IndexPlan) -> tuple[bool, Path, Path]:
        """Whether the index was updated, the folder of the update and that of a full build."""
        was, is_now = self.master(before, "was"), self.master(now, "now")
        known = IndexedBefore(was, self.built(was, plan, "index_before"))
        into = self.folder / "updated"
        into.mkdir()
        done = update_index(is_now, before=known, plan=plan, into=into, compute=self.compute)
        return done, into, self.built(is_now, plan, "full")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def any_change_is_few() -> Iterator[None]:
    """Lists of this size change by a large share at once; when to give up has a test of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_delta, "MOST_CHANGED", 10.0)
        yield


@st.composite
def states(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """A master, and what became of it: rows deleted, added, changed, doubled and in another order."""
    before = people(draw(st.integers(1, 60)), seed=draw(st.integers(0, 999)))
    dice = random.Random(draw(st.integers(0, 999)))
    others = people(60, seed=draw(st.integers(0, 999)))
    now = [dict(row) for row in before if dice.random() > draw(st.sampled_from([0.0, 0.1, 0.9]))]
    for row in now:
        if dice.random() < draw(st.sampled_from([0.0, 0.2])):
            row[dice.choice(["email", "phone", "last", "city"])] = dice.choice(
                ["", "dover", "a@acme.com", "5550000000"]
            )
    now += others[: draw(st.integers(0, 20))]
    now += now[: draw(st.integers(0, 6))]
    if draw(st.booleans()):
        dice.shuffle(now)
    return before, [{name: value for name, value in row.items() if value} for row in now] or [{}]


@given(states(), st.sampled_from([ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_update_equals_a_full_build_to_the_byte(
    changed: tuple[list[Row], list[Row]], profile_type: ProfileType
) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        done, updated, full = desk.updated(*changed, desk.plan(profile_type))
        if done:
            assert bytes_of(updated) == bytes_of(full)
        else:
            assert not bytes_of(updated)


def test_keys_that_become_hot_and_cool_down_are_moved(desk: Desk) -> None:
    crowd = [{"first": "ann", "last": "lee", "city": f"town {n}", "email": f"{n}@acme.com"} for n in range(CAP + 1)]
    pair = [{"first": "bob", "last": "ray", "city": f"town {n}", "email": f"b{n}@acme.com"} for n in range(CAP)]
    other = [{"first": "bob", "last": "ray", "city": "dover", "email": "bob@acme.com"}]
    done, updated, full = desk.updated(crowd + pair, crowd[1:] + pair + other, desk.plan())
    assert done
    assert bytes_of(updated) == bytes_of(full)
    assert set(bytes_of(updated)) == set(FILES)


def test_too_many_changes_and_newly_filled_columns_ask_for_a_full_build(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, plan = people(20, seed=1), desk.plan()
    done, updated, _ = desk.updated(rows, [{**row, "zip": "99999"} for row in rows], plan)
    assert not done
    assert not bytes_of(updated)
    monkeypatch.setattr(index_delta, "MOST_CHANGED", 0.2)
    elsewhere = Desk(desk.folder / "elsewhere")
    assert not elsewhere.updated(rows, rows[:15], elsewhere.plan())[0]
    third = Desk(desk.folder / "third")
    assert third.updated(rows, rows[:18], third.plan())[0]


def test_an_index_of_another_type_is_no_base(desk: Desk) -> None:
    master = desk.master(people(20, seed=1), "master")
    before = IndexedBefore(master, desk.built(master, desk.plan(ProfileType.COMPANY), "companies"))
    with pytest.raises(ContractBroken, match="another version or type"):
        update_index(master, before=before, plan=desk.plan(), into=desk.folder, compute=desk.compute)
