"""Web domains: the registrable host of a website, else of a work e-mail address."""

from collections.abc import Sequence

from listmatch.cleansing.recipe import Lookup, Recipe, Step

_URL = r"^(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/@]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\.?(?:[:/?#].*)?$"


def domain_recipe(cells: Sequence[str]) -> Recipe:
    """``domain`` from the raw website columns and the standard e-mail; needs ``email`` and ``email_provider``."""
    typed = f"lower(coalesce({', '.join(cells)}))" if cells else "null::varchar"
    work = "case when email_provider is null then nullif(split_part(email, '@', 2), '') end"
    steps: list[Step] = [
        {"site_text": typed},
        {
            "site_host": "case when regexp_full_match(site_text, '[a-z0-9-]+\\.[a-z]+') then site_text else "
            f"regexp_extract(site_text, '{_URL}', 1) end"
        },
        {"site_full": f"coalesce(nullif(site_host, ''), {work})"},
        {"site_labels": "string_split(site_full, '.')"},
        {"site_ending": "case when len(site_labels) > 2 then site_labels[-2] || '.' || site_labels[-1] end"},
        Lookup("public_suffixes", {"suffix": "site_ending"}, {"site_is_deep": "is_public"}),
        {
            "site": "case when len(site_labels) <= 2 then site_full "
            "when site_is_deep then site_labels[-3] || '.' || site_ending else site_ending end",
        },
        Lookup("mail_providers", {"domain": "site"}, {"site_provider": "kind"}),
    ]
    rules = (
        {"normalizedDomains": f"nullif(site_host, '') is not null and site <> coalesce({', '.join(cells)})"}
        if cells
        else {}
    )
    return Recipe(steps=steps, columns={"domain": "case when site_provider is null then site end"}, rules=rules)
