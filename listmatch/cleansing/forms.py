"""Words that are written in several ways, in one form each: street words, unit words, words of company names."""

from listmatch.cleansing.recipe import Step
from listmatch.lexicon.words import any_of, folded_forms


def changed_words(name: str) -> dict[str, str]:
    """The single words of the table *name* of the lexicon that have another form: folded word -> form."""
    return {word: form for word, form in folded_forms(name).items() if " " not in word and word != form}


def in_one_form(text: str, name: str, *, result: str) -> list[Step]:
    """Steps that make *result*: the folded *text*, each word of it that the table *name* knows in its one form.

    The connection must know ``<name>_forms``, one row with a map (``listmatch.cleansing.lookups``): a map in a table
    is made once, one written out in the query for every chunk of rows, at twice the cost. Only cells that have one of
    the words are taken apart.
    """
    forms = f"{text}_forms"
    mended = f"array_to_string(list_transform(string_split({text}, ' '), lambda w: coalesce({forms}[w], w)), ' ')"
    return [
        {forms: f"(select forms from {name}_forms)"},
        {
            result: f"case when regexp_matches({text}, '\\b{any_of(changed_words(name))}\\b') then {mended} "
            f"else {text} end"
        },
    ]
