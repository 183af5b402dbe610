"""Identifiers of texts in the form in which they are compared: an ISBN of ten figures is that of thirteen.

Which it is its check digit tells; a zero that a spreadsheet took from its front is put back first.
"""

_BOOK = "[0-9]{8,9}[0-9X]"
_DIGITS = range(1, 10)


def comparable_key(key: str) -> str:
    """SQL of the standard column *key* as it is compared."""
    padded = f"lpad({key}, 10, '0')"
    weighted = " + ".join(f"{11 - place} * {_digit(padded, place)}" for place in _DIGITS)
    last = f"case when {padded}[10] = 'X' then 10 else {_digit(padded, 10)} end"
    body = f"'978' || {padded}[1:9]"
    odd_and_even = " + ".join(f"{1 if place % 2 else 3} * {_digit(body, place)}" for place in range(1, 13))
    check = f"((10 - ({odd_and_even}) % 10) % 10)::varchar"
    return (
        f"case when regexp_full_match({key}, '{_BOOK}') and ({weighted} + {last}) % 11 = 0 "
        f"then {body} || {check} else {key} end"
    )


def key_match(left: str, right: str) -> str:
    """SQL of the agreement of two standard columns *key*: 2 the same, 1 but for one character, 0 different."""
    return f"""case when {comparable_key(left)} = {comparable_key(right)} then 2
        when levenshtein({left}, {right}) <= 1 then 1 when {left} <> {right} then 0 end"""


def _digit(text: str, place: int) -> str:
    return f"try_cast(({text})[{place}] as integer)"
