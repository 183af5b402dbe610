"""Details that say the same with words cut short: ``Smith, J. A.; Li C`` and ``John Andrew Smith and Chen Li``.

Their cosine is that of two works by people of one surname. So words are looked at one by one: an initial stands for a
word that begins with it, initials may run together (``Smith JA``), and a journal has its words cut (``J. Educ.``).
"""

LONGEST = 600
"""letters of a list of authors; longer details are descriptions"""
CUT = 3
"""letters of a word cut short; shorter ones are initials"""
JOINING = ("and", "und", "et", "y", "e", "en", "al", "others")
"""what stands between authors and behind the last one that is named"""
SAME, FIRST_NAMED = 0.8, 0.6
"""how alike such details are, on the scale of cosines: all authors, and those before "et al." """
_OTHERS_LEFT_OUT = r"\b(et al|and others|u a)$"


def likeness(cosine: str, left: str, right: str) -> str:
    """SQL of how alike two folded details are: by their *cosine*, or as lists of the same names that are contracted."""
    mine, theirs = _words(left), _words(right)
    is_short = f"greatest(length({left}), length({right})) < {LONGEST} and len({mine}) + len({theirs}) > 2"
    within, around = _all_stand_for(mine, theirs), _all_stand_for(theirs, mine)
    first_named = f"""(({within}) and regexp_matches({left}, '{_OTHERS_LEFT_OUT}'))
        or (({around}) and regexp_matches({right}, '{_OTHERS_LEFT_OUT}'))"""
    share_a_word = f"len(list_filter({mine}, lambda w: length(w) > 1 and list_contains({theirs}, w))) > 0"
    is_looked_at = f"{cosine} < {SAME} and ({is_short}) and ({share_a_word})"
    return f"""case when not coalesce({is_looked_at}, false) then {cosine}
        when ({within}) and ({around}) then {SAME}
        when {cosine} < {FIRST_NAMED} and ({first_named}) then {FIRST_NAMED} else {cosine} end"""


def _words(text: str) -> str:
    return f"list_filter(string_split({text}, ' '), lambda w: w not in {JOINING})"


def _all_stand_for(mine: str, theirs: str) -> str:
    """SQL of whether each word of *mine* is one of *theirs*, or what is left of one, or stands for its initial."""
    initials = f"list_transform({theirs}, lambda v: v[1])"
    short = f"array_to_string(list_filter({theirs}, lambda v: length(v) < {CUT}), '')"
    stands = f"""list_contains({theirs}, w)
        or (length(w) < {CUT} and list_has_all({initials}, string_split(w, '')))
        or contains({short}, w[1])
        or (length(w) >= {CUT} and len(list_filter({theirs},
            lambda v: length(v) >= {CUT} and (starts_with(v, w) or starts_with(w, v)))) > 0)"""
    return f"len(list_filter({mine}, lambda w: not ({stands}))) = 0"
