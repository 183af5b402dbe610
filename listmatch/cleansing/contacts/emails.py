"""E-mail addresses: found in the cell, checked, in one spelling, and classed by provider and local part.

Syntax by RFC 5321 as far as real mailboxes go; addresses in other scripts are settled by email-validator (RFC 6531).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from listmatch.cleansing.recipe import Lookup, Recipe, Step, count_of
from listmatch.duck import literal
from listmatch.lexicon.words import any_of, read_words

_ATOM = r"[a-z0-9!#$%&''*+/=?^_`{|}~-]+"
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])"
_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*@{_HOST}"
_LOOSE = rf"[a-z0-9._%+''&=_-]+@{_HOST}"
"""an address inside other text ("Jo <jo@x.com>; jo@y.com")"""
_NOBODY = (
    r"(?:(?:none|no|noemail|no-email|no_email|nomail|na|n\.a|unknown|"
    r"null)@.*|(?:test|email|name|user|asdf|abc|xxx?)@(?:test|example|"
    r"email|mail|asdf|abc|xxx?|none)\.[a-z]+)"
)


RENAMED: Mapping[str, str] = MappingProxyType({"googlemail.com": "gmail.com"})
"""providers whose mailboxes answer under an older name too"""


def has_second_email(cell: str) -> str:
    """SQL that is true where *cell* could hold two addresses."""
    return f"{cell} like '%@%@%'"


def email_recipe(cells: Sequence[str], *, has_second: bool) -> Recipe:
    """``email``, ``email_2`` and ``email_class`` from the raw e-mail columns, the main one first.

    *has_second*: whether any cell could hold two (`has_second_email`); where none does, none is looked for.
    """
    if not cells:
        return Recipe(
            columns={"email": "null", "email_2": "null", "email_class": "null"},
            steps=({"email_host": "null::varchar", "email_provider": "null::varchar"},),
        )
    found = [_found(n, has_second=has_second) for n in range(len(cells))]
    steps: list[Step] = [
        {f"email_text_{n}": _text(cell) for n, cell in enumerate(cells)},
        {f"email_is_plain_{n}": f"regexp_full_match(email_text_{n}, '{_ADDRESS}')" for n in range(len(cells))},
        {name: sql for columns in found for name, sql in columns.items()},
    ]
    names = [f"email_{which}_{n}" for which in ("found", "other")[: 1 + has_second] for n in range(len(cells))]
    for name in names:
        steps += _spelling(name)
    steps.append({"email": f"coalesce({', '.join(f'{name}_done' for name in names)})"})
    steps.append({"email_2": _first_other(names), "email_host": _of_first(names, "at")})
    steps += [{"email_provider": _of_first(names, "kind")}, {"email_class": _class()}]
    rules = {
        "invalidEmails": count_of(
            f"{cell} is not null and email_found_{n}_done is null" for n, cell in enumerate(cells)
        ),
        "normalizedEmails": count_of(f"email_found_{n}_done <> {cell}" for n, cell in enumerate(cells)),
        "typoEmailDomains": count_of(f"{name}_meant is not null" for name in names),
        **{f"{kind}Emails": f"email_class = '{kind}'" for kind in ("role", "free", "disposable")},
    }
    columns = {"email": "email", "email_2": "email_2", "email_class": "email_class"}
    return Recipe(steps=steps, columns=columns, rules=rules)


def check_international(address: str) -> str | None:
    """*address* in its ASCII or normalised form, None where it is not a valid address (email-validator, no look-up)."""
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    return (checked.ascii_email or checked.normalized).lower()


def _text(cell: str) -> str:
    """The cell in lower case; nothing but one address with a blank beside its @ (``jo@ x.com``) without that."""
    return (
        f"case when contains({cell}, ' ') and regexp_full_match({cell}, '[^\\s@]+ *@ *[^\\s@]+') "
        f"then lower(replace({cell}, ' ', '')) else lower({cell}) end"
    )


def _found(n: int, *, has_second: bool) -> dict[str, str]:
    text = f"email_text_{n}"
    every = f"regexp_extract_all({text}, '{_LOOSE}')"
    plain = f"email_is_plain_{n}"
    first = (
        f"case when {plain} then {text} when {text} is null then null "
        f"when regexp_full_match({text}, '[ -~]*') then ({every})[1] else lmg_check_email({text}) end"
    )
    other = f"case when {text} is null or {plain} or not contains({text}, '@') then null else ({every})[2] end"
    return {f"email_found_{n}": first} | ({f"email_other_{n}": other} if has_second else {})


def _spelling(name: str) -> list[Step]:
    """Typing errors of large providers mended, tags and dots removed where the provider ignores them."""
    local = f"split_part({name}, '@', 1)"
    return [
        {f"{name}_host": f"split_part({name}, '@', 2)"},
        Lookup(
            "mail_hosts",
            {"host": f"{name}_host"},
            {f"{name}_{what}": what for what in ("meant", "plus", "kind")} | {f"{name}_known": "provider"},
        ),
        {f"{name}_at": f"coalesce({name}_known, {name}_host)"},
        {f"{name}_is_respelt": f"coalesce({name}_plus, false) or {name}_at <> {name}_host"},
        {
            f"{name}_local": f"case when not {name}_is_respelt then null "
            f"when {name}_plus then split_part({local}, '+', 1) else {local} end"
        },
        {
            f"{name}_done": (
                f"case when {name} is null or regexp_full_match({name}, '{_NOBODY}') or {name}_local = '' then null "
                f"when not {name}_is_respelt then {name} "
                f"when {name}_at = 'gmail.com' then replace({name}_local, '.', '') || '@gmail.com' "
                f"else {name}_local || '@' || {name}_at end"
            )
        },
    ]


def _first_other(names: Sequence[str]) -> str:
    others = ", ".join(f"case when {name}_done <> email then {name}_done end" for name in names)
    return f"coalesce({others})"


def _of_first(names: Sequence[str], what: str) -> str:
    """What is known about the address that became ``email``."""
    return f"case {' '.join(f'when {name}_done is not null then {name}_{what}' for name in names)} end"


def _class() -> str:
    """A role is told by the letters of the local part alone; an address that is none fails at its first letters."""
    aside = "[0-9._-]*"
    roles = any_of({word.replace("-", "") for word in read_words("role_words")}, between=aside)
    return (
        "case when email is null then null when email_provider = 'disposable' then 'disposable' "
        f"when regexp_full_match(email, {literal(f'{aside}{roles}{aside}@.*')}) then 'role' "
        "when email_provider = 'free' then 'free' else 'work' end"
    )
