"""Who gives mailboxes to anybody is nobody's employer, but may have a website."""

import pytest

from listmatch.lexicon.mail_providers import free_providers, mail_providers
from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize(
    "host", ["gmail.com", "seznam.cz", "docomo.ne.jp", "takas.lt", "mail.telepac.pt", "example.com"]
)
def test_a_private_address_says_nothing_of_an_employer(run: Standardise, host: str) -> None:
    [row], _ = run(email=[f"ana@{host}"])
    assert (row["email_class"], row["domain"]) == ("free", None)


def test_who_gives_people_a_mailbox_may_have_a_website(run: Standardise) -> None:
    [row], _ = run(domain=["www.vodafone.de"], email=["ana@vodafone.de"])
    assert (row["email_class"], row["domain"]) == ("free", "vodafone.de")


def test_domains_are_written_as_they_are_looked_up() -> None:
    assert all(domain == domain.strip().lower() and "." in domain for domain in free_providers() - {"domain"})
    assert mail_providers()["mailinator.com"] == "disposable"
