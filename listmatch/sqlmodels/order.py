"""Which models a set of wanted tables needs, and in which order they can be made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from listmatch.errors import ContractBroken
from listmatch.sqlmodels.folder import Model


@dataclass(frozen=True, slots=True)
class Plan:
    """Models in an order in which each finds what it reads, and the tests that can then be run."""

    models: tuple[Model, ...]
    tests: tuple[Model, ...]


def plan(models: Sequence[Model], *, sources: Collection[str], wanted: Collection[str] | None = None) -> Plan:
    """The models that *wanted* tables need (None: all of them), dependencies first, ties by name.

    *sources* are the qualified tables that the caller has registered. A test is run when everything it reads is a
    source or one of the chosen models; with *wanted* None an unknown reference in a test is an error as well.
    Raises ContractBroken for a reference to something unknown, an unknown wanted table, or a cycle.
    """
    by_name = {model.name: model for model in models if not model.is_test}
    tests = [model for model in models if model.is_test]
    names = _needed(by_name, sources=sources, wanted=by_name if wanted is None else wanted)
    if wanted is None:
        for test in tests:
            _check_known(test, {*by_name, *sources})
    available = {*names, *sources}
    return Plan(
        models=tuple(by_name[name] for name in _ordered({name: by_name[name].references for name in names})),
        tests=tuple(test for test in tests if test.references <= available),
    )


def _needed(by_name: dict[str, Model], *, sources: Collection[str], wanted: Collection[str]) -> set[str]:
    for name in wanted:
        if name not in by_name:
            raise ContractBroken(f"there is no SQL model {name!r}.", cure="Known: " + ", ".join(sorted(by_name)) + ".")
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            _check_known(by_name[name], {*by_name, *sources})
            waiting.extend(by_name[name].references & by_name.keys())
    return needed


def _check_known(model: Model, known: Collection[str]) -> None:
    unknown = sorted(model.references - set(known))
    if unknown:
        raise ContractBroken(f"reads {', '.join(unknown)}, which is neither a model nor a source.", place=model.name)


def _ordered(references: dict[str, frozenset[str]]) -> list[str]:
    sorter = TopologicalSorter({name: sorted(references[name] & references.keys()) for name in sorted(references)})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        cycle = " → ".join(error.args[1])
        raise ContractBroken(f"SQL models read each other in a circle: {cycle}.") from error
