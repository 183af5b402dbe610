"""Addresses as Spain, Portugal and Latin America write them: ``C/ Mayor, n.º 12, 3.º B``, ``Av. Juárez #25``.

They are told by the word they begin with. Behind the street stand a word for the number, which says nothing, the floor
with its door, and the quarter, which only one list in two gives. Texts are raw, in lower-case ASCII.
"""

from listmatch.cleansing.recipe import Step
from listmatch.lexicon.words import any_of, folded_words

_NUMBER = r"^(.*?[a-z.])[ ,]+(?:(?:n\.? ?o|nro|num|numero|n)[. ]*|# *)([0-9])"
"""nº 12, n.º 12, No. 12, #12: behind a name, since a sign behind a number is that of a door or of another number"""

_CROSSING = "([0-9][a-z]?) *# *([0-9]+[a-z]? ?- ?[0-9])"
"""Calle 45 # 12-30 of Colombia: thirty metres from the corner with street 12"""

_DOOR = r"^(.*?[a-z].*?[0-9]+[a-z]?)[ ,-]+(?:piso )?([0-9]{1,2})(?:\.?[oa])?[ .-]*(?:(iz|dc|der|ct)[a-z]*\.?|([a-h]))$"
"""48, 2.º B; 48, 2-B; 48 2º izda.: the floor and its door"""

_QUARTERS = "col|colonia|fracc|fraccionamiento|bairro|barrio|urb|urbanizacion"
_QUARTER = rf"^(.*[0-9].*?)(?:[ ,-]+(?:{_QUARTERS})[. ] *[a-z].*| +- +[a-z][a-z '']+[a-z])$"
"""behind a word for it, or in Brazil behind a dash"""


def iberian_steps(text: str, result: str) -> list[Step]:
    """Steps that make *result* of *text*: where it is such an address, without quarter, ``apt 2b`` for the door."""
    head = f"^{any_of(folded_words('iberian_streets'))}[ ./]"
    told, housed, bare = (f"{result}_{part}" for part in ("is_iberian", "housed", "bare"))
    return [
        {told: f"coalesce(regexp_matches({text}, '{head}'), false)"},
        {
            housed: f"case when {told} then "
            f"regexp_replace(regexp_replace({text}, '{_CROSSING}', '\\1 \\2'), '{_NUMBER}', '\\1 \\2') end"
        },
        {bare: f"regexp_replace({housed}, '{_QUARTER}', '\\1')"},
        {result: f"case when {told} then regexp_replace({bare}, '{_DOOR}', '\\1 apt \\2\\3\\4') else {text} end"},
    ]
