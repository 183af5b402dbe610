"""Web domains: the registrable host of a website, else of a work e-mail address."""

from collections.abc import Sequence

from listmatch.cleansing.recipe import Lookup, Recipe, Step
from listmatch.lexicon.words import any_of, read_words

_URL = r"^(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/@]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*)\.?(?:[:/?#].*)?$"
"""a host by its name: an IP address is that of a machine, and a number with a point is none"""

_PAGE = rf"^(?:https?:)?(?://)?(?:[a-z0-9-]+\.)*{any_of(read_words('site_hosts'))}/+[^/?#].*$"
"""a page on a host where everybody has one (``facebook.com/acme``); the host alone is the website of who runs it"""


_PROVIDERS = {"site": "providers_without_sites", "mail": "mail_providers"}
"""whose domains say nothing of a company, as a website and behind an @"""


def domain_recipe(cells: Sequence[str]) -> Recipe:
    """``domain`` from the raw website columns and the e-mail; needs ``email_host`` and ``email_provider``."""
    typed = f"lower(coalesce({', '.join(cells)}))" if cells else "null::varchar"
    steps: list[Step] = [
        {"site_text": typed},
        {
            "site_host": "case when regexp_full_match(site_text, '[a-z0-9-]+\\.[a-z]+') then site_text "
            f"when regexp_full_match(site_text, '{_PAGE}') then null "
            f"else nullif(regexp_extract(site_text, '{_URL}', 1), '') end"
        },
        {"mail_host": "case when site_host is null and email_provider is null then email_host end"},
        *_registrable("site"),
        *_registrable("mail"),
        {"domain_found": "coalesce(site_done, mail_done)"},
    ]
    rules = (
        {"normalizedDomains": f"site_host is not null and site_name <> coalesce({', '.join(cells)})"} if cells else {}
    )
    return Recipe(steps=steps, columns={"domain": "domain_found"}, rules=rules)


def _registrable(kind: str) -> list[Step]:
    """``<kind>_host`` without its subdomains as ``<kind>_name``; ``<kind>_done`` unless it is a mail provider's."""
    return [
        {f"{kind}_labels": f"case when {kind}_host like '%.%.%' then string_split({kind}_host, '.') end"},
        {f"{kind}_ending": f"{kind}_labels[-2] || '.' || {kind}_labels[-1]"},
        Lookup("public_suffixes", {"suffix": f"{kind}_ending"}, {f"{kind}_is_deep": "is_public"}),
        {
            f"{kind}_name": f"case when {kind}_labels is null then {kind}_host "
            f"when {kind}_is_deep then {kind}_labels[-3] || '.' || {kind}_ending else {kind}_ending end",
        },
        Lookup(_PROVIDERS[kind], {"domain": f"{kind}_name"}, {f"{kind}_provider": "kind"}),
        {f"{kind}_done": f"case when {kind}_provider is null then {kind}_name end"},
    ]
