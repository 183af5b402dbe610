"""Profiles, reports and exports in the catalog."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from listmatch.catalog import Catalog
from listmatch.catalog.queries import exports, owners, profiles, reports
from listmatch.catalog.records import ReportRecord
from listmatch.domain.jobs import ExportFormat, ExportStatus, JobStatus
from listmatch.domain.verdicts import ProfileType
from listmatch.errors import NotFound
from tests.unit.catalog.made_up import a_job


def a_report(catalog: Catalog) -> ReportRecord:
    job = a_job(catalog)
    with catalog.session() as session:
        return reports.create(session, owner_id="ann", job_id=job.id, title="Leads")


def a_state(content: dict[str, Any], **other: Any) -> profiles.ProfileState:
    return profiles.ProfileState(**{"name": "p", "profile_type": ProfileType.PERSON} | other, content=content)


class TestProfiles:
    def test_a_saved_profile_is_read_back(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            saved = profiles.create(session, a_state({"b": 1, "a": 2}), owner_id="ann")
        with catalog.reading() as session:
            assert profiles.get(session, owner_id="ann", profile_id=saved.id) == saved
        assert (saved.version, saved.profile_type, list(saved.content)) == (1, ProfileType.PERSON, ["b", "a"])

    def test_a_change_is_a_new_version_and_the_old_one_stays(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            first = profiles.create(session, a_state({"x": 1}), owner_id="ann")
            changed = a_state({"x": 2}, name="q", profile_type=ProfileType.COMPANY)
            second = profiles.change(session, changed, owner_id="ann", profile_id=first.id)
            old = profiles.get(session, owner_id="ann", profile_id=first.id, version=1)
        assert (second.id, second.version, second.name, second.content) == (first.id, 2, "q", {"x": 2})
        assert (old.version, old.content, old.content_hash) == (1, {"x": 1}, first.content_hash)

    def test_the_same_content_in_another_order_is_no_new_version(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            first = profiles.create(session, a_state({"a": 1, "b": 2}), owner_id="ann")
            renamed = a_state({"b": 2, "a": 1}, name="new name")
            again = profiles.change(session, renamed, owner_id="ann", profile_id=first.id)
        assert (again.version, again.name) == (1, "new name")

    def test_another_owner_s_or_a_deleted_profile_does_not_exist(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            saved = profiles.create(session, a_state({}), owner_id="ann")
            assert not profiles.delete(session, owner_id="bob", profile_id=saved.id)
            with pytest.raises(NotFound, match="no such profile"):
                profiles.get(session, owner_id="bob", profile_id=saved.id)
            with pytest.raises(NotFound, match="no such profile"):
                profiles.change(session, a_state({}), owner_id="bob", profile_id=saved.id)
            assert [found.id for found in profiles.list_for(session, owner_id="ann")] == [saved.id]
            assert profiles.delete(session, owner_id="ann", profile_id=saved.id)
            assert profiles.list_for(session, owner_id="ann") == []
            with pytest.raises(NotFound, match="no such profile"):
                profiles.get(session, owner_id="ann", profile_id=saved.id)

    def test_a_version_that_never_was_is_not_found(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            saved = profiles.create(session, a_state({}), owner_id="ann")
            with pytest.raises(NotFound, match="version"):
                profiles.get(session, owner_id="ann", profile_id=saved.id, version=7)


class TestReports:
    def test_a_job_has_one_report_however_often_it_is_begun(self, catalog: Catalog) -> None:
        first = a_report(catalog)
        with catalog.session() as session:
            reports.complete(session, report_id=first.id, rollups_key="k", narrative={"executive": "x"})
            again = reports.create(session, owner_id="ann", job_id=first.job_id, title="Leads, again")
        assert (again.id, again.title, again.status) == (first.id, "Leads, again", JobStatus.PROCESSING)
        assert again.completed_at is None

    def test_a_completed_report_has_its_text_and_figures(self, catalog: Catalog) -> None:
        report = a_report(catalog)
        with catalog.session() as session:
            assert reports.complete(session, report_id=report.id, rollups_key="k", narrative={"executive": "x"})
            assert not reports.fail(session, job_id=report.job_id)
            found = reports.get_by_job(session, owner_id="ann", job_id=report.job_id)
        assert (found.status, found.title) == (JobStatus.COMPLETED, "Leads")
        assert (found.rollups_key, found.narrative) == ("k", {"executive": "x"})

    def test_the_report_of_a_failed_job_failed(self, catalog: Catalog) -> None:
        report = a_report(catalog)
        with catalog.session() as session:
            assert reports.fail(session, job_id=report.job_id)
            assert reports.get_any(session, report_id=report.id).status is JobStatus.FAILED

    def test_reports_are_listed_by_job_and_owner(self, catalog: Catalog) -> None:
        made = [a_report(catalog) for _ in range(2)]
        with catalog.session() as session:
            assert [found.id for found in reports.list_recent(session, owner_id="ann")] == [made[1].id, made[0].id]
            found = reports.list_recent(session, owner_id="ann", job_id=made[0].job_id)
            assert [report.id for report in found] == [made[0].id]
            assert reports.list_recent(session, owner_id="bob", job_id=made[0].job_id) == []
            with pytest.raises(NotFound, match="no such report"):
                reports.get(session, owner_id="bob", report_id=made[0].id)


class TestExports:
    def test_asking_twice_makes_one(self, catalog: Catalog) -> None:
        report = a_report(catalog)

        def ask(_: int) -> None:
            with catalog.session() as session:
                exports.request(session, report_id=report.id, format=ExportFormat.PDF)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(ask, range(8)))
        with catalog.reading() as session:
            found = exports.awaiting(session)
        assert [(export.format, export.status) for export in found] == [(ExportFormat.PDF, ExportStatus.GENERATING)]

    def test_one_worker_makes_it(self, catalog: Catalog) -> None:
        report = a_report(catalog)
        minute = timedelta(minutes=1)
        with catalog.session() as session:
            exports.request(session, report_id=report.id, format=ExportFormat.PDF)
            taken = [
                exports.mark_launched(session, report_id=report.id, format=ExportFormat.PDF, again_after=minute)
                for _ in range(2)
            ]
        assert taken == [True, False]

    def test_what_was_made_is_ready_whether_or_not_it_was_asked_for(self, catalog: Catalog) -> None:
        report = a_report(catalog)
        with catalog.session() as session:
            exports.request(session, report_id=report.id, format=ExportFormat.PDF)
            for format in (ExportFormat.XLSX, ExportFormat.PDF):
                exports.mark_ready(session, report_id=report.id, format=format, key=f"report.{format}")
            assert exports.request(session, report_id=report.id, format=ExportFormat.PDF).key == "report.pdf"
            found = exports.list_for(session, report_id=report.id)
            assert exports.awaiting(session) == []
        assert [(export.format, export.status) for export in found] == [
            (ExportFormat.PDF, ExportStatus.READY),
            (ExportFormat.XLSX, ExportStatus.READY),
        ]

    def test_what_failed_is_made_when_it_is_asked_for_again(self, catalog: Catalog) -> None:
        report = a_report(catalog)
        with catalog.session() as session:
            exports.request(session, report_id=report.id, format=ExportFormat.PDF)
            assert exports.mark_failed(session, report_id=report.id, format=ExportFormat.PDF, error="no fonts")
            assert exports.get(session, report_id=report.id, format=ExportFormat.PDF).error == "no fonts"
            again = exports.request(session, report_id=report.id, format=ExportFormat.PDF)
        assert (again.status, again.error) == (ExportStatus.GENERATING, None)
