"""Expectations of recurring lists: a suite per family in the object store, proposed from the first good one."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord, FileSummary
from listmatch.domain.artifacts import Scalar
from listmatch.storage import keys
from listmatch.workflows.drops.rulebook import rules_of
from listmatch.workflows.lists.families import family_of_name, slug
from listmatch.workflows.lists.files import PreparedFile, open_preparation
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.expectations import Finding, Suite


@dataclass(frozen=True, slots=True)
class Checked:
    """A list checked against its family's suite; without personal data unless the settings allow it."""

    family: str
    findings: tuple["Finding", ...]
    is_new: bool = False
    """the suite was proposed from this very list"""
    is_model: bool = True
    """False for a first list that is too poor to measure the next one by: no suite was proposed"""
    list_name: str = ""

    @property
    def unmet(self) -> tuple["Finding", ...]:
        """The expectations that the list does not meet."""
        return tuple(finding for finding in self.findings if not finding.is_met)

    def sentence(self) -> str:
        """What was found, in words."""
        if not self.is_model:
            return f"The family {self.family} has no expectations yet: this list is too poor to propose them from."
        if self.is_new:
            return f"The expectations of the family {self.family} were proposed from this list."
        named = "; ".join(_named(finding) for finding in self.unmet[:5])
        met = f"{len(self.findings) - len(self.unmet)} of {len(self.findings)} expectations are met."
        return f"{met} Not met: {named}." if named else met

    def figures(self) -> dict[str, Scalar]:
        """Which list, and counts worth a plot."""
        counts = {"expectations": len(self.findings), "unmet": len(self.unmet)}
        return {"lists": self.list_name, **counts, "family": self.family}


def check_expectations(services: Services, file_id: str) -> Checked:
    """Check a prepared file against the suite of its family; the first good one of a family makes the suite.

    Raises NotFound, and InputError for a suite that was edited into something unreadable.
    """
    from listmatch.expectations import is_good
    from listmatch.expectations.checking import check

    with open_preparation(services, file_id) as prepared:
        family = family_of(services, prepared.record)
        is_new = not services.store.exists(suite_key(prepared.record.owner_id, family))
        if is_new and not is_good(prepared.profile):
            return Checked(family, (), is_model=False, list_name=prepared.record.name)
        suite = _suite(services, prepared, family)
        findings = check(
            prepared.rows,
            profile=prepared.profile,
            suite=suite,
            compute=services.compute,
            shows_values=services.settings.show_values,
        )
    return Checked(family, tuple(findings), is_new=is_new, list_name=prepared.record.name)


def newly_prepared(services: Services, *, after: tuple[datetime, str], limit: int) -> list[FileSummary]:
    """Recurring lists that became ready after (instant, id), in that order."""
    with services.catalog.reading() as session:
        return file_rows.ready_after(session, after=after, limit=limit)


def suite_key(owner_id: str, family: str) -> str:
    """Where the suite of a family lies."""
    return f"{keys.owner_folder(owner_id)}expectations/{family}.yaml"


def family_of(services: Services, file: FileRecord) -> str:
    """The family of a file: its drop rule's, else its name without dates and numbers."""
    with services.catalog.reading() as session:
        name = drop_rows.rules_of(session, file_ids=[file.id]).get(file.id)
    rule = next((rule for rule in rules_of(services) if rule.name == name), None)
    return slug(rule.family or rule.name) if rule else family_of_name(file.name)


def _suite(services: Services, prepared: PreparedFile, family: str) -> "Suite":
    """The suite of the family; if there is none yet, one is proposed from this list and stored."""
    from listmatch.expectations import Suite, propose_suite

    key = suite_key(prepared.record.owner_id, family)
    if services.store.exists(key):
        return Suite.from_yaml(services.store.get_bytes(key).decode(), place=services.store.uri(key))
    suite = propose_suite(prepared.profile, family=family)
    services.store.put_bytes(key, suite.to_yaml().encode())
    return suite


def _named(finding: "Finding") -> str:
    """What is expected and how far the list is from it: ``rows to be between 599 and 2398 (observed: 298)``."""
    arguments = finding.expectation.arguments
    kind = finding.expectation.type.removeprefix("expect_column_values_").removeprefix("expect_")
    bounds = " and ".join(str(arguments[bound]) for bound in ("min_value", "max_value") if bound in arguments)
    expected = f"{finding.expectation.column} {kind.replace('_', ' ')} {bounds}".strip()
    if finding.observed:
        return f"{expected} (observed: {finding.observed})"
    if finding.unexpected_share:
        return f"{expected} ({finding.unexpected_share:.0%} are otherwise)"
    return expected
