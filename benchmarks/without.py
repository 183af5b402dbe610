"""Every labelled set with each one of its fields taken away: what is left is still worth more than a cleaned VLOOKUP.

    python -m benchmarks.without DIR [DIR ...]           DIR as in ``evaluate``, two lists each

One line per set and field: F1 and precision of `matched`, and the F1 of a VLOOKUP by what is left. Ends with 1 when a
VLOOKUP is better anywhere.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.evaluate import Evaluation, evaluate
from benchmarks.labelled import LabelledSet, open_set
from listmatch.domain.columns import Field
from listmatch.duck import Compute
from listmatch.errors import NothingToCompare


def ablations(labelled: LabelledSet, *, compute: Compute) -> Iterator[tuple[str, Evaluation | None]]:
    """The set as it is (field ""), then without each field that both lists have; None where no match is possible."""
    whole = evaluate(labelled, compute=compute)
    yield "", whole
    for field in whole.fields:
        yield field.value, _without(labelled, field, compute=compute)


def _without(labelled: LabelledSet, field: Field, *, compute: Compute) -> Evaluation | None:
    try:
        return evaluate(labelled, compute=compute, without=[field])
    except NothingToCompare:
        return None


def _line(name: str, field: str, found: Evaluation | None) -> str:
    if found is None:
        return f"{name:<16}{field:<14}nothing left to match by"
    lookup = f"{found.lookup.f1:8.3f}" if found.lookup else ""
    return f"{name:<16}{field:<14}{found.type:<9}{found.ours.f1:7.3f}{found.ours.precision:7.3f}{lookup}"


def _is_below(found: Evaluation | None) -> bool:
    """Whether the VLOOKUP is better, at the three digits that are shown."""
    return found is not None and found.lookup is not None and round(found.ours.f1, 3) < round(found.lookup.f1, 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    below = 0
    print("set             without       type          F1      P  VLOOKUP")
    with tempfile.TemporaryDirectory() as scratch:
        compute = Compute(scratch=Path(scratch), threads=arguments.threads)
        for folder in arguments.folders:
            labelled = open_set(folder)
            for field, found in ablations(labelled, compute=compute):
                below += _is_below(found)
                print(_line(labelled.name, field, found) + ("  below" if _is_below(found) else ""), flush=True)
    sys.exit(min(below, 1))


if __name__ == "__main__":
    main()
