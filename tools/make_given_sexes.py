"""Writes the given names that tell a woman or a man to the lexicon; a test keeps them equal.

Sources: the names of the US census of 1990 (package names) with their frequencies, Faker's locales in alphabets where a
given name is a word of its own, nicknames by the names that they stand for. Jan, Chris and Francis tell nothing.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module, resources
from pkgutil import iter_modules

import faker.providers.person

from listmatch.lexicon.folding import fold, fold_lines
from listmatch.lexicon.words import folded_set
from tools.make_phone_plans import FILE as PHONE_PLANS

FILE = PHONE_PLANS.with_name("given_sexes.csv")
HEADER = ("name", "sex")

PLAIN = 25
"""of so many people with the name all but one have one sex: fewer are errors of the census, more are people"""

DISSENTING = 1 / 8
"""share of the voices that a name still tells one sex against: Karen is a man in Armenian, Andrea in Italian"""

ENGLISH_VOICES = 5
"""voices of English, whose census is of everybody; each other language has one, and so have nicknames"""

SYLLABLES = frozenset({"ar", "fa", "he", "ja", "ko", "th", "vi", "zh"})
"""languages whose names lose in Latin letters what tells their sex, and languages that write no vowels"""

WIDELY_SPOKEN = frozenset({"da", "de", "es", "fr", "it", "nl", "no", "pl", "pt", "ru", "sv"})
"""languages any of which is believed against all others: whoever has a list of Italians has a Mr Andrea"""

UNSORTED = frozenset({"en", "en_US"})
"""lists with every name that anybody has had; the census says how many"""

Sexes = dict[str, set[str]]


def told_by_census() -> Sexes:
    """Name -> its sexes, of those that more than a few have."""
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for sex, word in (("f", "female"), ("m", "male")):
        text = resources.files("names").joinpath(f"dist.{word}.first").read_text(encoding="utf-8")
        for line in text.splitlines():
            name, share, *_ = line.split()
            shares[fold(name)][sex] += float(share)  # type: ignore[assignment]  # a Counter counts anything
    return {name: {sex for sex, share in of.items() if share * PLAIN > max(of.values())} for name, of in shares.items()}


def told_by_languages() -> dict[str, Sexes]:
    """Language -> name -> its sexes."""
    found: dict[str, Sexes] = defaultdict(lambda: defaultdict(set))
    for module in iter_modules(faker.providers.person.__path__):
        language = module.name[:2]
        if module.name in UNSORTED or language in SYLLABLES:
            continue
        provider = import_module(f"{faker.providers.person.__name__}.{module.name}").Provider
        for sex, word in (("f", "female"), ("m", "male")):
            for name in fold_lines(tuple(getattr(provider, f"first_names_{word}", None) or ())):
                found[language][name].add(sex)
    for name, told in told_by_census().items():
        found["en"][name] |= told
    return found


def told_by_nicknames(plain: Mapping[str, str]) -> Sexes:
    """Nickname -> the sexes of the names that it stands for, as far as those are *plain*."""
    found: Sexes = defaultdict(set)
    with resources.files("nicknames").joinpath("names.csv").open(encoding="utf-8") as file:
        for name, _, nickname in list(csv.reader(file))[1:]:
            if fold(name) in plain:
                found[fold(nickname)].add(plain[fold(name)])
    return found


def agreed(languages: Mapping[str, Sexes]) -> dict[str, str]:
    """Name -> the sex that nearly all voices give it."""
    voices: dict[str, Counter[str]] = defaultdict(Counter)
    for language, names in languages.items():
        for name, told in names.items():
            voices[name].update(dict.fromkeys(told, ENGLISH_VOICES if language == "en" else 1))
    found = {name: count.most_common(1)[0] for name, count in voices.items()}
    return {
        name: sex
        for name, (sex, most) in found.items()
        if voices[name].total() - most <= DISSENTING * voices[name].total()
        and all(sex in languages[language].get(name, sex) for language in WIDELY_SPOKEN)
    }


def given_sexes() -> Iterator[tuple[str, str]]:
    """The names that tell one sex, in order, of those that are known as given names at all."""
    languages = told_by_languages()
    found = agreed(languages | {"nicknames": told_by_nicknames(agreed(languages))})
    yield from (
        (name, sex) for name, sex in sorted(found.items()) if len(name) > 2 and name in folded_set("first_names")
    )


def main() -> None:
    """Write the file."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *given_sexes()])


if __name__ == "__main__":
    main()
