"""Seeded chance and the raw material of made-up lists: names by frequency, places, streets, phones, companies.

Names and their frequencies are those of the US census 1990 (package ``names``), nicknames come from ``nicknames``,
words for companies, streets and states from ``faker``.
"""

import itertools
import random
from collections.abc import Sequence
from functools import cache
from importlib import resources

from faker.providers.address.en_US import Provider as Addresses
from faker.providers.company import Provider as Companies
from nicknames import NickNamer

Row = dict[str, str]

FREE_MAIL = ("gmail.com", "gmail.com", "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com")
STREET_SHORT = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Drive": "Dr", "Lane": "Ln", "Court": "Ct", "Way": "Way"}
TRADES = (
    *("Dental", "Plumbing", "Logistics", "Software", "Consulting", "Insurance", "Catering", "Printing", "Realty"),
    *("Motors", "Pharmacy", "Electric", "Travel", "Media", "Foods", "Analytics", "Robotics", "Marine", "Optics"),
)
LEGAL_FORMS = {
    "Inc": ("Inc", "Inc.", ", Inc.", "Incorporated", ""),
    "LLC": ("LLC", ", LLC", "L.L.C.", ""),
    "Corp": ("Corp", "Corporation", "Corp.", ""),
    "Ltd": ("Ltd", "Limited", "Ltd.", ""),
    "": ("", "", "Inc", "LLC"),
}


@cache
def _census(file: str) -> tuple[list[str], list[float]]:
    lines = resources.files("names").joinpath(file).read_text().splitlines()
    pairs = [(line.split()[0].title(), float(line.split()[1])) for line in lines]
    return [name for name, _ in pairs], list(itertools.accumulate(max(share, 3e-4) for _, share in pairs))


@cache
def _short_names(first: str) -> tuple[str, ...]:
    return tuple(sorted(name.title() for name in _namer().nicknames_of(first.lower()) if name != first.lower()))


@cache
def _namer() -> NickNamer:
    return NickNamer()


class Chance(random.Random):
    """A seeded source of everything that is drawn."""

    def happens(self, share: float) -> bool:
        """True in *share* (0-1) of the calls."""
        return self.random() < share

    def _named(self, file: str) -> str:
        names, weights = _census(file)
        return self.choices(names, cum_weights=weights)[0]

    def first_name(self, *, is_female: bool) -> str:
        return self._named("dist.female.first" if is_female else "dist.male.first")

    def last_name(self) -> str:
        return self._named("dist.all.last")

    def nickname(self, first: str) -> str:
        """A short form of *first*, or itself when it has none."""
        known = _short_names(first)
        return self.choice(known) if known else first

    def digits(self, count: int) -> str:
        return "".join(self.choices("0123456789", k=count))

    def phone(self) -> str:
        """Ten digits of a North American number."""
        return f"{self.randrange(2, 10)}{self.digits(2)}{self.randrange(2, 10)}{self.digits(6)}"

    def phone_text(self, digits: str) -> str:
        """One of the ways people write *digits*."""
        area, middle, rest = digits[:3], digits[3:6], digits[6:]
        formats = ("({0}) {1}-{2}", "{0}-{1}-{2}", "{0}{1}{2}", "+1 {0} {1} {2}", "{0}.{1}.{2}", "1-{0}-{1}-{2}")
        return self.choice(formats).format(area, middle, rest)

    def typo(self, text: str) -> str:
        """*text* with one letter left out, doubled, changed, or changed places with the next."""
        if len(text) < 4:
            return text
        at = self.randrange(1, len(text) - 1)
        head, letter, tail = text[:at], text[at], text[at + 1 :]
        other = self.choice("abcdefghijklmnopqrstuvwxyz")
        return self.choice(
            (head + tail, head + letter + letter + tail, head + other + tail, head + tail[0] + letter + tail[1:])
        )

    def blank(self, row: Row, shares: dict[str, float]) -> Row:
        """*row* with each named column emptied in that share of the calls."""
        return {name: "" if self.happens(shares.get(name, 0.0)) else value for name, value in row.items()}

    def pick(self, shares: dict[str, float]) -> str:
        """A key, in proportion to its share."""
        return self.choices(list(shares), list(shares.values()))[0]


class World(Chance):
    """A country: towns of uneven size, and addresses and companies in them."""

    def __init__(self, seed: int, *, towns: int = 400) -> None:
        super().__init__(seed)
        self.towns = [self._town() for _ in range(towns)]
        self.town_weights = list(itertools.accumulate(1 / (rank + 6) for rank in range(towns)))

    def _town(self) -> tuple[str, str, int]:
        state = self.choice(sorted(Addresses.states_postcode))
        low, high = Addresses.states_postcode[state]
        return self.last_name() + self.choice(Addresses.city_suffixes), state, self.randrange(low, high + 1)

    def address(self) -> Row:
        city, state, postcode = self.choices(self.towns, cum_weights=self.town_weights)[0]
        street = f"{self.randrange(1, 9900)} {self._named('dist.all.last')} {self.choice(list(STREET_SHORT))}"
        return {"street": street, "city": city, "state": state, "zip": f"{postcode + self.randrange(12):05d}"}

    def street_text(self, street: str) -> str:
        """*street* with its last word shortened half of the time."""
        head, _, kind = street.rpartition(" ")
        return f"{head} {STREET_SHORT[kind]}" if self.happens(0.5) else street

    def company(self) -> Row:
        word = self.choice(tuple(Companies.catch_phrase_words[0]))
        name = self.choice(
            (
                f"{self.last_name()} {self.choice(TRADES)}",
                f"{self.last_name()} & {self.last_name()}",
                f"{word} {self.choice(TRADES)}",
            )
        )
        return {
            "company": name,
            "legal": self.choice(list(LEGAL_FORMS)),
            "domain": self.site_of(name),
            "office": self.phone(),
        } | {f"office_{part}": value for part, value in self.address().items()}

    def site_of(self, name: str) -> str:
        """A domain made from a company name; numbered so that namesakes differ."""
        letters = "".join(letter for letter in name.lower() if letter.isalpha())
        ending = self.choice(("", "", "", "usa", "co", self.digits(2)))
        return f"{letters}{ending}.{self.choice(('com', 'com', 'com', 'net', 'io'))}"

    def company_text(self, company: Row, *, is_dirty: bool) -> str:
        """The company as somebody writes it."""
        legal = self.choice(LEGAL_FORMS[company["legal"]]) if is_dirty and self.happens(0.5) else company["legal"]
        name = company["company"]
        if is_dirty and self.happens(0.1):
            name = name.replace(" & ", " and ")
        if is_dirty and self.happens(0.04):
            name = self.typo(name)
        return f"{name}{legal}" if legal.startswith(",") else f"{name} {legal}".strip()

    def mail_name(self, first: str, last: str) -> str:
        first, last = first.lower(), last.lower()
        return self.choice(
            (f"{first}.{last}", f"{first[0]}{last}", f"{first}{last}", f"{first}_{last}", f"{first}{last[0]}")
        )

    def free_mail(self, first: str, last: str) -> str:
        return f"{self.mail_name(first, last)}{self.choice(('', self.digits(2)))}@{self.choice(FREE_MAIL)}"


def weighted(items: Sequence[Row], world: Chance, *, skew: float) -> Row:
    """One of *items*, early ones more often (*skew* 1: all alike)."""
    return items[int(len(items) * world.random() ** skew)]
