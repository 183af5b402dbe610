"""Legal forms at the end of companies' names, and which of them contradict each other.

Ltd is Limited, UG a kind of GmbH, and a GmbH & Co. KG is shortened to either; but one name is not given to a GmbH and a
KG, or to an Inc. and an LLC, without a reason: they are two companies of a group, or namesakes. Forms of two countries'
laws contradict nothing, since names are translated (S.A., Inc.). A missing one says nothing.
"""

from listmatch.duck import Compute
from listmatch.lexicon.words import any_of, read_table
from listmatch.matching.arrays import load_arrays
from listmatch.matching.engines.engine import Engine

FORMS = "company_forms"
"""table of names that end in a legal form: key, a ``company_full``; ``forms``, what the form stands for; ``systems``,
the countries to whose law it belongs"""

LEGAL_SYSTEMS = "legal_systems"
"""table of legal forms as folding leaves them: form, stands_for, systems"""


def load_legal_systems(engine: Engine, compute: Compute) -> None:
    """The table ``legal_systems``, from the lexicon."""
    forms, stands_for, systems = zip(*read_table(LEGAL_SYSTEMS), strict=True)
    load_arrays(engine.local, compute, LEGAL_SYSTEMS, {"form": forms, "stands_for": stands_for, "systems": systems})
    engine.send(LEGAL_SYSTEMS)


def create_forms(engine: Engine, rows: str) -> None:
    """The table ``company_forms``, about the companies of *rows*."""
    form = any_of(row[0] for row in read_table(LEGAL_SYSTEMS))
    engine.run(
        f"""create or replace temp table {FORMS} as
        select key, str_split(stands_for, ' ') as forms, str_split(systems, ' ') as systems
        from (select distinct company_full as key, regexp_extract(company_full, ' ({form})$', 1) as form
            from {rows}) told join {LEGAL_SYSTEMS} using (form)"""
    )
