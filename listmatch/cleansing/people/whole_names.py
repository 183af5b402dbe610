"""A whole name in one text: given name, what stands between, surname, generation."""

from listmatch.cleansing.people.name_order import NameOrder
from listmatch.cleansing.people.name_words import bared, degrees, generations, without_degrees
from listmatch.cleansing.recipe import Step
from listmatch.lexicon.folding import squeeze_sql
from listmatch.lexicon.romanised_names import may_have_family_ahead
from listmatch.lexicon.words import any_of, folded_words


def whole_name_steps(who: str, text: str, *, order: NameOrder) -> list[Step]:
    """Steps that make ``<who>_first``, ``_spare``, ``_last`` and ``_generation`` of the raw *text*.

    The family stands before a comma, unless a degree follows it; without one, surname particles go with the last word
    ("ludwig van beethoven"), or with the first one of a list that has the family first. ``<who>_is_turned`` says
    whether a comma told; what was found before it is in ``<who>_back_*``, the rest, or all, in ``<who>_front_*``.
    """
    kept, turned, front, back = f"{who}_kept", f"{who}_is_turned", f"{who}_front", f"{who}_back"
    return [
        {
            kept: without_degrees(text),
            f"{who}_generation": f"regexp_extract({text}, '[\\s,]({generations()})\\.?\\s*(?:,.*)?$', 1)",
        },
        {turned: f"contains({kept}, ',')"},
        {
            f"{who}_ahead": f"case when {turned} then substr({kept}, position(',' in {kept}) + 1) else {kept} end",
            f"{who}_behind": f"case when {turned} then split_part({kept}, ',', 1) end",
        },
        *bared(front, f"{who}_ahead", known="first_names"),
        *bared(back, f"{who}_behind", known="last_names"),
        *_split_front(front, f"{who}_ahead", turned=turned, order=order),
        {
            f"{who}_given": f"case when {turned} then {front}_body "
            f"else coalesce({front}_given, case when not {front}_had_title then {front}_body end) end",
            f"{who}_last": f"nullif(case when {turned} then {back}_body "
            f"else coalesce({front}_family, case when {front}_had_title then {front}_body end) end, '')",
        },
        {f"{who}_first": f"split_part({who}_given, ' ', 1)"},
        {f"{who}_spare": after_first(f"{who}_given", f"{who}_first")},
    ]


def after_first(text: str, first: str) -> str:
    """SQL for the words of *text* behind the *first*."""
    return f"case when length({text}) > length({first}) then nullif(trim(substr({text}, length({first}) + 2)), '') end"


def _split_front(front: str, text: str, *, turned: str, order: NameOrder) -> list[Step]:
    """Steps that make ``<front>_given`` and ``<front>_family`` of a name without a comma; *text* has its hyphens.

    A Vietnamese given name is put before what stands between it and the family. In a list with the given name first a
    name may itself show that it has the family there (`family_ahead`).
    """
    family = f"((?:{any_of(folded_words('particles'))} )*[a-z0-9_]+)"
    shape, given, surname = {
        NameOrder.GIVEN_FIRST: (f"^(.+?) {family}$", (1,), 2),
        NameOrder.FAMILY_FIRST: (f"^{family} (.+)$", (2,), 1),
        NameOrder.VIETNAMESE: ("^([a-z0-9_]+) (?:(.+) )?([a-z0-9_]+)$", (3, 2), 1),
    }[order]
    double, tied, ahead = f"{front}_double", f"{front}_tied", f"{front}_family_ahead"
    is_asked = (
        f"regexp_matches({front}_body, '{may_have_family_ahead()}')" if order is NameOrder.GIVEN_FIRST else "false"
    )
    return [
        {double: squeeze_sql(_double_family(text, order=order))},
        {
            tied: f"case when {double} = '' then {front}_body "
            f"else replace({front}_body, {double}, replace({double}, ' ', '_')) end"
        },
        {ahead: f"case when not {turned} and {is_asked} then lmg_family_ahead({front}_body) end"},
        {
            part: f"case when not {turned} then case when {ahead} is not null then {found_ahead} "
            f"else nullif(trim(replace({found}, '_', ' ')), '') end end"
            for part, found, found_ahead in (
                (
                    f"{front}_given",
                    " || ' ' || ".join(f"regexp_extract({tied}, '{shape}', {n})" for n in given),
                    after_first(f"{front}_body", ahead),
                ),
                (f"{front}_family", f"regexp_extract({tied}, '{shape}', {surname})", ahead),
            )
        },
    ]


def _double_family(text: str, *, order: NameOrder) -> str:
    """The surname with hyphens at the end of a whole name, or at its beginning ("anthony-jones"), else ''."""
    tail = f"(?:[\\s,]+(?:{degrees()}|{generations()})\\.?)*"
    shape = (
        r"^\s*([a-z]+(?:-[a-z]+)+)\s" if order is not NameOrder.GIVEN_FIRST else rf"\s([a-z]+(?:-[a-z]+)+){tail}\s*$"
    )
    return f"case when contains({text}, '-') then regexp_extract({text}, '{shape}', 1) else '' end"
