"""Reading the word lists of profiling's ``data/``."""

from functools import lru_cache
from importlib import resources

from listmatch.lexicon.folding import fold_lines


@lru_cache
def folded_lines(name: str) -> frozenset[str]:
    """The lines of ``data/<name>.txt`` as folding leaves them, without comments."""
    text = resources.files("listmatch.profiling").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(filter(None, fold_lines(lines)))
