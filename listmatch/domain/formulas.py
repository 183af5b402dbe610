"""Cells that a spreadsheet would run as formulas when it opens a CSV, and how they are made harmless."""

import re

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""Beginnings that make a spreadsheet run a cell (OWASP, *CSV Injection*)."""

PLAIN_NUMBER = r"^[+\-]?[0-9]+([.,][0-9]+)?$"
"""Signed numbers begin like formulas and are harmless."""


def neutralised_text(text: str) -> str:
    """*text* with ``'`` before it where a spreadsheet would run it as a formula."""
    is_run = re.match(FORMULA, text) and not re.match(PLAIN_NUMBER, text)
    return f"'{text}" if is_run else text
