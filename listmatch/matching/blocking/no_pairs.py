"""Why blocking found no pair, in a sentence, and which columns a pass lacks."""

from collections.abc import Collection, Sequence

from listmatch.domain.summaries import IdlePass
from listmatch.matching.filled import Filled
from listmatch.matching.passes import Key, Pass


def lacking(keys: Sequence[Key], filled: Filled) -> tuple[str, ...]:
    """The columns of *keys* that a list does not fill; a second e-mail or address only where it has the first."""
    empty = {column for key in keys for column in key.columns - filled.columns}
    return tuple(sorted(column for column in empty if column.removesuffix("_2") not in empty - {column}))


def why_nothing(running: Sequence[Pass], idle: Sequence[IdlePass], crowded: Collection[str], *, is_dedupe: bool) -> str:
    """One sentence: which comparisons were possible and found nothing, or what the lists lack.

    *crowded* names the passes that found values, all of them too common.
    """
    if crowded:
        rows, others = ("Rows", "rows") if is_dedupe else ("Rows of the source", "rows of the master")
        shared = _alternatives([one.says for one in running if one.name in crowded])
        return f"{rows} share {shared} only with too many {others} to go by."
    if running:
        shared = _alternatives([one.says for one in running])
        if is_dedupe:
            return f"No two rows share {shared}."
        return f"No row of the source shares {shared} with a row of the master."
    if is_dedupe:
        columns = sorted({column for one in idle for column in one.source_lacks})
        return f"No pass could run, because the list has no values for {', '.join(columns)}."
    lacks = sorted({column for one in idle for column in (*one.source_lacks, *one.master_lacks)})
    return f"No pass could run, because one list or the other has no values for {', '.join(lacks)}."


def _alternatives(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
