"""Companies in a column of whole names, as the customers of accounting and payment systems are: what stands behind one.

Its first word is compared as a given name is and its last as a surname, which is as good a comparison as any; the legal
form, which another list leaves out, would be its surname.
"""

from functools import lru_cache

from listmatch.lexicon.words import any_of, folded_set, folded_words

_SHORTEST_FORM = 3
"""letters from which a legal form at the end of a name is no surname (Sa, Co, As and Ag are)"""


def may_be_business(cell: str) -> str:
    """SQL condition: whether the text of a whole name may end in a legal form (`without_legal_form` takes it off)."""
    return f"regexp_matches(lower({cell}), '{_form_behind()}')"


def without_legal_form(text: str) -> str:
    """SQL of *text*, in lower case, without the legal forms behind it."""
    return f"regexp_replace({text}, '{_form_behind()}', '')"


@lru_cache
def _form_behind() -> str:
    """A pattern of one legal form or several behind a name, dots and commas included; those that are names or
    titles too do not count."""
    lists = ("last_names", "first_names", "titles", "degrees", "credentials")
    others = frozenset().union(*map(folded_set, lists))
    forms = [form for form in folded_words("legal_forms") if len(form) >= _SHORTEST_FORM and form not in others]
    written = any_of(forms).replace(" and ", " (?:and|und|&|\\+) ").replace(" ", "[. ]+")
    return rf"(?:[ ,]+{written}\.?)+$"
