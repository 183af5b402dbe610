"""Owners, API keys, usage, idempotency and the audit log in the catalog."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import inspect, text, update
from sqlalchemy.exc import IntegrityError

from listmatch.catalog import Catalog
from listmatch.catalog.models import Owner
from listmatch.catalog.queries import audit, idempotency, keys, owners
from listmatch.catalog.queries.keys import IssuedKey
from listmatch.domain.jobs import Tier
from listmatch.errors import InputError, NotFound

DAY = date(2026, 5, 1)
LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


def a_key(catalog: Catalog, *, owner_id: str = "ann", label: str = "import") -> IssuedKey:
    with catalog.session() as session:
        owners.ensure(session, owner_id)
        return keys.issue(session, owner_id=owner_id, label=label)


class TestOwners:
    def test_an_owner_is_made_once_and_stays_as_made(self, catalog: Catalog) -> None:
        def ensure(tier: str) -> str:
            with catalog.session() as session:
                return owners.ensure(session, "ann", email="ann@example.com", tier=tier).id

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(ensure, ["pro"] * 4)) == {"ann"}
        ensure("free")
        with catalog.reading() as session:
            assert owners.get(session, owner_id="ann").tier is Tier.PRO

    def test_an_address_belongs_to_one_owner(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann", email="ann@example.com")
        with pytest.raises(InputError, match="Another owner"), catalog.session() as session:
            owners.ensure(session, "bob", email="ann@example.com")

    def test_an_address_is_the_same_in_whatever_case(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann", email="Ann@Example.com")
            assert [owners.by_email(session, email=email) for email in ("ann@example.com", "ANN@EXAMPLE.COM")] == [
                owners.get(session, owner_id="ann")
            ] * 2
        with pytest.raises(InputError, match="Another owner"), catalog.session() as session:
            owners.ensure(session, "bob", email="aNN@example.com")

    def test_of_addresses_kept_in_two_cases_each_finds_its_own_and_others_the_older(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            for owner_id, email in (("ann", "Ann@example.com"), ("bob", "ann@Example.com")):
                owners.ensure(session, owner_id)
                session.execute(update(Owner).where(Owner.id == owner_id).values(email=email))
        with catalog.reading() as session:
            found = [owners.by_email(session, email=email) for email in ("Ann@example.com", "ann@Example.com")]
            assert [owner.id for owner in found if owner] == ["ann", "bob"]
            oldest = owners.by_email(session, email="ANN@EXAMPLE.COM")
        assert oldest is not None
        assert oldest.id == "ann"

    def test_a_plan_can_be_changed(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            assert owners.set_tier(session, owner_id="ann", tier=Tier.FREE)
            assert not owners.set_tier(session, owner_id="bob", tier=Tier.FREE)
            assert owners.get(session, owner_id="ann").tier is Tier.FREE


class TestKeys:
    def test_a_key_opens_the_door_of_its_owner(self, catalog: Catalog) -> None:
        issued = a_key(catalog)
        with catalog.reading() as session:
            bearer = keys.authenticate(session, secret=issued.secret)
        assert bearer is not None
        assert (bearer.owner.id, bearer.key.id) == ("ann", issued.record.id)

    def test_a_key_has_the_documented_form_and_is_never_twice_the_same(self, catalog: Catalog) -> None:
        secrets = {a_key(catalog).secret for _ in range(20)}
        assert len(secrets) == 20
        assert all(keys.is_well_formed(secret) and len(secret) == 41 for secret in secrets)

    @pytest.mark.parametrize(
        "secret", ["", "lmg_live_", "lmg_test_" + "a" * 32, "lmg_live_" + "a" * 33, "lmg_live_" + "/" * 32]
    )
    def test_something_else_is_no_key(self, catalog: Catalog, secret: str) -> None:
        a_key(catalog)
        assert not keys.is_well_formed(secret)
        with catalog.reading() as session:
            assert keys.authenticate(session, secret=secret) is None

    def test_the_secret_is_nowhere_in_the_database(self, catalog: Catalog) -> None:
        issued = a_key(catalog)
        with catalog.reading() as session:
            tables = inspect(catalog.engine).get_table_names()
            content = str([session.execute(text(f"select * from {table}")).all() for table in tables])
        assert issued.record.hint in content
        assert issued.secret not in content
        assert issued.secret.removeprefix(keys.PREFIX) not in content

    def test_a_regenerated_key_kills_the_old_one(self, catalog: Catalog) -> None:
        old = a_key(catalog)
        with catalog.session() as session:
            new = keys.regenerate(session, owner_id="ann", key_id=old.record.id)
            assert keys.authenticate(session, secret=old.secret) is None
            assert keys.authenticate(session, secret=new.secret) is not None
        assert (new.record.id, new.record.label) == (old.record.id, old.record.label)

    def test_a_revoked_key_is_dead_for_good(self, catalog: Catalog) -> None:
        issued = a_key(catalog)
        with catalog.session() as session:
            assert keys.revoke(session, owner_id="ann", key_id=issued.record.id)
            assert keys.authenticate(session, secret=issued.secret) is None
            assert keys.list_for(session, owner_id="ann") == []
            with pytest.raises(NotFound, match="no such API key"):
                keys.regenerate(session, owner_id="ann", key_id=issued.record.id)

    def test_another_owner_s_key_does_not_exist(self, catalog: Catalog) -> None:
        issued = a_key(catalog)
        a_key(catalog, owner_id="bob")
        with catalog.session() as session:
            assert not keys.revoke(session, owner_id="bob", key_id=issued.record.id)
            for call in (keys.get, keys.regenerate):
                with pytest.raises(NotFound, match="no such API key"):
                    call(session, owner_id="bob", key_id=issued.record.id)
            with pytest.raises(NotFound, match="no such API key"):
                keys.usage(session, owner_id="bob", key_id=issued.record.id, since=DAY)
            assert keys.authenticate(session, secret=issued.secret) is not None

    def test_use_is_counted_by_day_from_several_processes(self, catalog: Catalog) -> None:
        key_id = a_key(catalog).record.id

        def count(_: int) -> None:
            with catalog.session() as session:
                keys.count_requests(session, day=DAY, counts={key_id: (3, 1)})

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(count, range(8)))
        with catalog.session() as session:
            keys.count_requests(session, day=DAY + timedelta(days=1), counts={key_id: (1, 0)})
            keys.count_requests(session, day=DAY - timedelta(days=1), counts={key_id: (9, 9)})
            found = keys.usage(session, owner_id="ann", key_id=key_id, since=DAY)
            assert keys.get(session, owner_id="ann", key_id=key_id).last_used_at is not None
        assert [(use.day, use.requests, use.errors) for use in found] == [
            (DAY, 24, 8),
            (DAY + timedelta(days=1), 1, 0),
        ]


class TestIdempotency:
    def test_the_first_request_does_the_work_and_the_next_gets_its_answer(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            assert idempotency.begin(session, owner_id="ann", key="k", request_hash="h") is None
            working = idempotency.begin(session, owner_id="ann", key="k", request_hash="h")
            idempotency.finish(session, owner_id="ann", key="k", status_code=201, response={"job": 1})
            done = idempotency.begin(session, owner_id="ann", key="k", request_hash="other")
        assert working == idempotency.Earlier("h", None, None)
        assert done == idempotency.Earlier("h", 201, {"job": 1})

    def test_an_abandoned_or_forgotten_key_is_new_again(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            for end in (
                lambda: idempotency.abandon(session, owner_id="ann", key="k"),
                lambda: idempotency.forget_before(session, before=LATER, unfinished_before=LONG_AGO),
                lambda: idempotency.forget_before(session, before=LONG_AGO, unfinished_before=LATER),
                lambda: None,
            ):
                assert idempotency.begin(session, owner_id="ann", key="k", request_hash="h") is None
                end()

    def test_two_owners_may_use_the_same_key(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            for owner_id in ("ann", "bob"):
                owners.ensure(session, owner_id)
                assert idempotency.begin(session, owner_id=owner_id, key="k", request_hash="h") is None

    def test_a_key_of_nobody_is_an_error_and_not_taken_for_known(self, catalog: Catalog) -> None:
        with pytest.raises(IntegrityError), catalog.session() as session:
            idempotency.begin(session, owner_id="nobody", key="k", request_hash="h")


class TestAudit:
    def test_entries_are_listed_for_their_owner_the_newest_first(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            for owner_id in ("ann", "bob"):
                owners.ensure(session, owner_id)
            for action in ("file.create", "file.delete"):
                audit.note(session, owner_id="ann", actor="cli", action=action, subject_id="f")
            found = audit.list_recent(session, owner_id="ann")
            assert audit.list_recent(session, owner_id="bob") == []
        assert [entry.action for entry in found] == ["file.delete", "file.create"]
