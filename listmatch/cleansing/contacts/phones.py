"""Phone numbers in E.164 where the country is known, else digits; extensions dropped.

North American numbers, numbers with a calling code, and national numbers of countries whose trunk prefix is plain
digits are settled in SQL by the number plans of libphonenumber's metadata; all others by phonenumbers itself.
"""

from collections.abc import Sequence

from listmatch.cleansing.recipe import Lookup, Recipe, Step, count_of
from listmatch.lexicon.scientific import in_all_figures

NANP = r"[2-9]\d\d[2-9]\d{6}"
"""area code and exchange of the North American plan (NANPA: neither begins with 0 or 1)"""

POSSIBLE_NANP = r"[2-9]\d{9}"
"""as long as one, though its exchange is given to nobody: kept as it is behind a +1, so that both spellings agree"""

_EXTENSION = (
    r"(?i)(^|[^a-z\s,;.-])[\s,;.-]*(?:ext(?:ension|n)?|x|#|durchwahl|dw|poste|interno|toestel|ramal)[\s.:]*\d{1,6}\s*$"
)
"""with the last character of the number before it, as ``555-0143x12`` has no boundary of words there"""
_NOTE = r"(?i)^(?:(.*[0-9][^(]*?)\s*\([^0-9()]*\)|((?:[^0-9a-z]*[0-9]){9,})[\s,]+[^0-9\s][^0-9]*)\s*$"
"""whose number it is, in brackets or behind a whole number; of fewer digits the letters are some (1 800 555 CALL)"""
_BETWEEN = r"(?i)\s*(?:;|\||\n|\bor\b|\boder\b|\bou\b|\s/\s|,)\s*"
_SECOND = rf"{_BETWEEN}([+(0-9].*)$"
"""a second number in the cell, and what stands between the two"""
_AREA = r"^((?:[^0-9/]*[0-9]){1,6}[^0-9/]*|\s*(?:[+]|00)(?:[^0-9/]*[0-9]){1,8}[^0-9/]*)\s/\s"
"""an area code and the slash behind it (``089 / 55 52 30``, ``+49 711 / 12345``): too short to be a whole number"""
_GROUPS = "^[^0-9]*([0-9]+)" + "(?:[^0-9]+([0-9]+)" * 3 + ")?" * 3 + "$"
"""up to four groups of digits, which RE2 finds in one pass (it takes no more): half the cost of going gap by gap"""
_USUAL = r"^\(?([2-9]\d\d)\)?[ .-]{0,2}([2-9]\d\d)[ .-]?(\d{4})$"
"""an American number as nearly all are written"""
_SERIAL = ("1234567", "12345678", "123456789", "1234567890", "11234567890", "0123456789", "9876543210")
_NO_TRUNK = ("39", "378", "225", "241", "242")
"""calling codes after which a zero belongs to the number (ITU-T E.164 national plans)"""


def has_second_phone(cell: str) -> str:
    """SQL that is true where *cell* could hold two numbers."""
    return f"regexp_matches({cell}, '{_BETWEEN}')"


def phone_recipe(cells: Sequence[str], *, has_second: bool) -> Recipe:
    """``phone`` and ``phone_2`` from the raw phone columns; needs ``home_country`` (the row's, else the list's).

    *has_second*: whether any cell could hold two (`has_second_phone`); where none does, none is looked for.
    """
    if not cells:
        return Recipe(columns={"phone": "null", "phone_2": "null"})
    names = [f"phone_{n}" for n in range(len(cells))]
    pairs = list(zip(names, cells, strict=True))
    plan = {f"plan_{part}": part for part in ("code", "trunk", "is_simple", "lengths")}
    steps: list[Step] = [Lookup("phone_plans", {"country": "home_country"}, plan)]
    steps += [step for name, cell in pairs for step in _number(name, cell)]
    seconds = [f"{name}_second" for name in names] if has_second else []
    if seconds:
        steps.append({f"{name}_more": _second(name, cell) for name, cell in pairs})
        steps += [step for name in names for step in _number(f"{name}_second", f"{name}_more")]
    done = [f"{name}_done" for name in (*names, *seconds)]
    steps.append({"phone": f"coalesce({', '.join(done)})"})
    others = ", ".join(f"case when {name} <> phone then {name} end" for name in done)
    rules = {
        "normalizedPhones": count_of(f"{name}_done <> {cell}" for name, cell in pairs),
        "invalidPhones": count_of(f"{cell} is not null and {name}_done is null" for name, cell in pairs),
        "removedExtensions": count_of(f"{name}_bare <> {name}_unnoted" for name in names),
        "secondPhones": count_of(f"{name}_done is not null" for name in seconds) or "false",
    }
    return Recipe(steps=steps, columns={"phone": "phone", "phone_2": f"coalesce({others})"}, rules=rules)


def parse_national(number: str, country: str) -> str | None:
    """E.164 of a national *number* of *country* (ISO code), None where the number is impossible there."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _number(name: str, typed: str) -> list[Step]:
    """``<name>_done`` from the cell *typed*; what is not an American number as usual goes the long way."""
    unusual = f"{name}_unusual"
    return [
        {f"{name}_usual": f"case when home_is_nanp then regexp_replace({typed}, '{_USUAL}', '+1\\1\\2\\3') end"},
        {
            f"{name}_short": f"case when {name}_usual <> {typed} and "
            f"not regexp_full_match({name}_usual, '[+]1(?:{_nobodys()})') then {name}_usual end"
        },
        {unusual: f"case when {name}_short is null then {in_all_figures(typed)} end"},
        *_without_notes(name, unusual),
        *_digits(name),
        {f"{name}_nanp": _nanp(name)},
        {f"{name}_national": _without_trunk(name)},
        {f"{name}_done": f"coalesce({name}_short, {_e164(name)})"},
    ]


def _without_notes(name: str, cell: str) -> list[Step]:
    """``<name>_bare`` from *cell*: its first number, without extension and words; ``<name>_plain``: it has neither."""
    return [
        {
            f"{name}_plain": f"regexp_full_match({cell}, '[0-9() .+/-]*') and not contains({cell}, ' / ') "
            f"and not ends_with({cell}, '.0')"
        },
        {
            f"{name}_unnoted": f"case when {name}_plain then {cell} else regexp_replace(regexp_replace("
            f"{_dialled(cell)}, '{_SECOND}', ''), '{_NOTE}', '\\1\\2') end",
        },
        {
            f"{name}_bare": f"case when {name}_plain then {cell} "
            f"else regexp_replace({name}_unnoted, '{_EXTENSION}', '\\1') end",
        },
    ]


def _digits(name: str) -> list[Step]:
    """``<name>_digits`` of ``<name>_bare``, null where it is none; ``<name>_abroad``: those behind ``+`` or 00."""
    return [
        {
            f"{name}_text": f"case when ends_with({name}_bare, '.0') then left({name}_bare, -2) "
            f"when contains({name}_bare, '(0)') then replace({name}_bare, '(0)', '') else {name}_bare end"
        },
        {f"{name}_joined": f"regexp_replace({name}_text, '{_GROUPS}', '\\1\\2\\3\\4')"},
        {
            f"{name}_typed": f"case when regexp_full_match({name}_joined, '[0-9]*') then {name}_joined "
            f"else regexp_replace({name}_joined, '[^0-9]+', '', 'g') end"
        },
        {
            f"{name}_digits": (
                f"case when not {name}_plain and regexp_matches({name}_bare, '(?i)[a-z]{{3}}') and not "
                f"regexp_matches({name}_bare, '(?i)^[a-z. :()]+[+(0-9]') then null "
                f"when length({name}_typed) < 7 or length({name}_typed) > 17 then null "
                f"when regexp_full_match({name}_typed, '{_nobodys()}') then null "
                f"else {name}_typed end"
            )
        },
        {
            f"{name}_abroad": (
                f"case when {name}_digits is null then null "
                f"when case when contains({name}_bare, '+') then regexp_matches({name}_bare, '^[^0-9]*[+]') end "
                f"then {name}_digits "
                f"when starts_with({name}_digits, '00') and length({name}_digits) > 9 then ltrim({name}_digits, '0') "
                f"when starts_with({name}_digits, '011') and length({name}_digits) > 12 then "
                f"substr({name}_digits, 4) end"
            )
        },
    ]


def _second(name: str, cell: str) -> str:
    """SQL for what stands behind a good number in the cell; what stands behind a broken one is a part of it."""
    found = f"nullif(regexp_extract({_dialled(cell)}, '{_SECOND}', 1), '')"
    return f"case when not {name}_plain and {name}_done is not null then {found} end"


def _dialled(cell: str) -> str:
    """SQL for *cell* without the slash behind an area code, which else would stand between two numbers."""
    return f"regexp_replace({cell}, '{_AREA}', '\\1 ')"


def _nobodys() -> str:
    """One digit over and over, a single 1 among them or not, and the digits in a row: typed to get past a form."""
    repeated = [f"{digit}*1?{digit}+" for digit in "023456789"]
    return "|".join([*_SERIAL, "1+", *repeated])


def _nanp(name: str) -> str:
    """Ten digits of the North American plan, where the list or row does not belong elsewhere."""
    digits = f"{name}_digits"
    return (
        f"case when {name}_abroad is not null or not coalesce(home_is_nanp, true) then null "
        f"when regexp_full_match({digits}, '1?{NANP}') then "
        f"case when strlen({digits}) = 10 then {digits} else substr({digits}, 2) end end"
    )


def _without_trunk(name: str) -> str:
    digits, trunk, code = f"{name}_digits", "plan_trunk", "plan_code"
    return (
        f"case when {name}_abroad is not null or {code} is null or home_is_nanp then null "
        f"when {trunk} <> '' and starts_with({digits}, {trunk}) then substr({digits}, length({trunk}) + 1) "
        f"when starts_with({digits}, {code}) and not {_is_possible(f'length({digits})')} "
        f"and {_is_possible(f'length({digits}) - length({code})')} then substr({digits}, length({code}) + 1) "
        f"else {digits} end"
    )


def _is_possible(length: str) -> str:
    """Whether a national number may have so many digits; the plan's lengths are the bits of a number."""
    return f"((plan_lengths >> ({length})) & 1) = 1"


def _e164(name: str) -> str:
    digits, national, abroad = f"{name}_digits", f"{name}_national", f"{name}_abroad"
    trunkless = " or ".join(f"starts_with({abroad}, '{code}')" for code in _NO_TRUNK)
    return (
        f"case when {digits} is null then null "
        f"when {name}_nanp is not null and home_is_nanp then '+1' || {name}_nanp "
        f"when {abroad} is not null then case when length({abroad}) not between 8 and 15 then null "
        f"when {trunkless} then '+' || {abroad} "
        f"else '+' || regexp_replace({abroad}, "
        "'^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|"
        "(?:2[1-69]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])[0-9])0', '\\1') end "
        f"when plan_code is null then coalesce({name}_nanp, {digits}) "
        f"when home_is_nanp then case when regexp_full_match({digits}, '1?{POSSIBLE_NANP}') "
        f"then '+1' || right({digits}, 10) end "
        f"when not plan_is_simple then lmg_parse_phone({digits}, home_country) "
        f"when {_is_possible(f'length({national})')} then '+' || plan_code || {national} end"
    )
