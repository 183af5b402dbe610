"""Long numbers as a spreadsheet shows them (``3.03555E+09``), in Python and in SQL.

A spreadsheet that takes phone numbers or identifiers for amounts saves them as shown; the digits that it does not show
are lost.
"""

import re

_FORM = r"^\s*([0-9])[.,]([0-9]+)[eE][+]([0-9]{1,2})\s*$"


def is_scientific(value: str) -> bool:
    """Whether *value* is a long number as a spreadsheet shows it."""
    return "+" in value and re.match(_FORM, value) is not None


def is_whole(value: str) -> bool:
    """Whether *value* is one with all its figures (``3.035550143E+09``)."""
    found = re.match(_FORM, value)
    return found is not None and len(found[2]) == int(found[3])


def in_all_figures(cell: str) -> str:
    """SQL of a cell, a long number written out (3.035550143E+09 as 3035550143); NULL if its last digits are lost."""
    first, rest, exponent = (f"regexp_extract({cell}, '{_FORM}', {group})" for group in (1, 2, 3))
    return f"""case when not contains(upper({cell}), 'E+') or not regexp_matches({cell}, '{_FORM}') then {cell}
        when length({rest}) = {exponent}::integer then {first} || {rest} end"""
