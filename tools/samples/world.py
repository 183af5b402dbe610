"""The people, companies and places of one seed. What they are; not how somebody types them (see `handwriting`)."""

import csv
import importlib
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from itertools import accumulate
from pathlib import Path

import phonenumbers
import yaml

LOCALES = ("de_DE", "es_ES", "fr_FR", "pl_PL")


@dataclass(frozen=True, slots=True)
class Place:
    """A street address."""

    street: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True, slots=True)
class Company:
    """An employer; everybody there shares its switchboard."""

    name: str
    legal_form: str
    domain: str
    switchboard: str
    place: Place
    mail_style: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as they are."""

    number: int
    female: bool
    first: str
    last: str
    title: str
    company: Company
    home: Place
    mobile: str
    free_mail: str
    gives_work_mail: bool
    gives_switchboard: bool


def ascii_letters(text: str) -> str:
    """*text* in lower case without accents, blanks and signs: what people make addresses of."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ł", "l"))
    return re.sub("[^a-z]", "", plain)


def work_mail(person: Person) -> str:
    """The address that the person's employer gives out, in its one style."""
    first, last = ascii_letters(person.first), ascii_letters(person.last)
    local = (f"{first}.{last}", f"{first[0]}{last}", f"{first}{last[0]}")[person.company.mail_style]
    return f"{local}@{person.company.domain}"


class Table:
    """Names with their frequency, from a file of the `names` package (US census of 1990)."""

    def __init__(self, file: str) -> None:
        rows = [line.split() for line in (resources.files("names") / file).read_text(encoding="ascii").splitlines()]
        self.names = [row[0].title() for row in rows]
        self.weights = list(accumulate(max(float(row[1]), 4e-4) for row in rows))


def foreign_names() -> tuple[Sequence[str], Sequence[str]]:
    """First and last names of four other countries, diacritics and all."""
    first: set[str] = set()
    last: set[str] = set()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        first.update(provider.first_names)
        last.update(getattr(provider, "last_names", ()) or provider.unisex_last_names)
    return sorted(n for n in first if " " not in n), sorted(n for n in last if " " not in n)


class World:
    """Draws companies and people; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.last, self.female, self.male = (
            Table(f"dist.{part}") for part in ("all.last", "female.first", "male.first")
        )
        self.foreign_first, self.foreign_last = foreign_names()
        with (Path(__file__).parent / "places.csv").open(encoding="ascii", newline="") as file:
            self.cities = list(csv.DictReader(file))
        self.words: dict[str, list[str]] = yaml.safe_load(
            (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
        )
        self.free_phones = self._phones()
        self.taken_names: set[str] = set()
        self.people = 0

    def _phones(self) -> list[str]:
        """Every number 555-0100 to 555-0199 of every area code of the United States, shuffled."""
        codes = [
            area
            for area in range(201, 990)
            if phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{area}5550100")) == "US"
        ]
        numbers = [f"{area}55501{line:02d}" for area in codes for line in range(100)]
        self.random.shuffle(numbers)
        return numbers

    def chance(self, share: float) -> bool:
        """True in *share* of the cases."""
        return self.random.random() < share

    def word(self, kind: str) -> str:
        """One of the words of words.yaml."""
        return self.random.choice(self.words[kind])

    def name(self, table: Table) -> str:
        """A name as frequent as its bearers."""
        return self.random.choices(table.names, cum_weights=table.weights)[0]

    def place(self) -> Place:
        """An address; big cities are not likelier than small ones, the list is short enough."""
        city = self.random.choice(self.cities)
        number, street, kind = (
            self.random.randrange(1, 2400),
            self.word("streets"),
            self.word("street_kinds"),
        )
        return Place(
            f"{number} {street} {kind}",
            city["city"],
            city["state"],
            f"{city['zip3']}{self.random.randrange(1, 40):02d}",
        )

    def company(self) -> Company:
        """An employer whose name nobody else has (some differ in their trade only)."""
        while True:
            core = self.word("stems") + self.word("endings")
            name = f"{core} {self.word('trades')}"
            if self.chance(0.12):
                name = f"{core} & {self.name(self.last)}"
            if name not in self.taken_names:
                break
        self.taken_names.add(name)
        domain = "-".join(ascii_letters(word) for word in name.split() if word != "&") + ".example"
        return Company(
            name,
            self.word("legal_forms"),
            domain,
            self.free_phones.pop(),
            self.place(),
            self.random.randrange(3),
        )

    def person(self, company: Company, **given: object) -> Person:
        """Somebody who works at *company*; *given* fixes single traits (a relative's last name and home)."""
        female = self.chance(0.5)
        foreign = self.chance(0.06)
        first = self.random.choice(self.foreign_first) if foreign else self.name(self.female if female else self.male)
        last = self.random.choice(self.foreign_last) if foreign else self.name(self.last)
        self.people += 1
        person = Person(
            number=self.people,
            female=female,
            first=first,
            last=last,
            title=self.word("titles"),
            company=company,
            home=company.place if self.chance(0.5) else self.place(),
            mobile=self.free_phones.pop(),
            free_mail="",
            gives_work_mail=self.chance(0.68),
            gives_switchboard=self.chance(0.18),
        )
        person = replace(person, **given)  # type: ignore[arg-type]
        return person if person.free_mail else replace(person, free_mail=self._free_mail(person))

    def _free_mail(self, person: Person) -> str:
        first, last = ascii_letters(person.first), ascii_letters(person.last)
        local = self.random.choice((f"{first}-{last}", f"{first[0]}-{last}", f"{last}-{first}"))
        return f"{local}{self.random.randrange(1, 99)}@{self.word('free_mail')}"
