"""A wife under her husband's name: "Mrs John Smith" belongs to his household, but is not him.

Envelopes and older lists write married women so. What her own given name is they do not say.
"""

from listmatch.cleansing.recipe import Lookup, Step
from listmatch.lexicon.sexes import sex_sql


def husband_steps() -> list[Step]:
    """Steps that make ``own_first`` and ``own_middle`` of ``spelt_first`` and ``spelt_middle``.

    Where a title in the name tells a woman and the given name is one that men alone have, it is his: she has none, and
    his stands where that of the other one of a couple does.
    """
    return [
        Lookup("given_sexes", on={"name": "spelt_first"}, values={"sex_named": "sex"}),
        {"is_his_name": f"coalesce(sex_named = 'm' and {sex_sql('name_titles')} = 'f', false)"},
        {
            "own_first": "case when not is_his_name then spelt_first end",
            "own_middle": "case when is_his_name then 'and ' || spelt_first else spelt_middle end",
        },
    ]
