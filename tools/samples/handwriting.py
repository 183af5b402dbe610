"""How other people write a person down: nicknames, slips, other formats, gaps. What is true stays in `world`."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources

from tools.samples.world import Company, Person, World, ascii_letters, work_mail

LEGAL_VARIANTS: Mapping[str, tuple[str, ...]] = {
    "Inc.": ("Inc", "Inc.", ", Inc.", "Incorporated", "INC", ""),
    "LLC": ("LLC", ", LLC", "L.L.C.", ""),
    "Corp.": ("Corp", "Corp.", "Corporation", ""),
    "Ltd.": ("Ltd", "Limited", ""),
    "": ("", "", "Inc", "LLC"),
}
STREET_SHORT = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Drive": "Dr", "Lane": "Ln", "Court": "Ct"}
DOMAIN_SLIPS = {"gmail.com": "gmial.com", "yahoo.com": "yaho.com", ".example": ".exmaple"}
HONORIFICS = ("Mr. ", "Ms. ", "Dr. ")


def nicknames() -> dict[str, list[str]]:
    """First name -> what its bearers are called (package `nicknames`, Apache-2.0)."""
    table: dict[str, list[str]] = {}
    for row in csv.reader((resources.files("nicknames") / "names.csv").read_text(encoding="utf-8").splitlines()[1:]):
        if len(row) > 2:
            table.setdefault(row[0].title(), []).append(row[2].title())
    return table


class Handwriting:
    """One clumsy hand; draws from the world's random numbers."""

    def __init__(self, world: World) -> None:
        self.world, self.random, self.chance = world, world.random, world.chance
        self.nicknames = nicknames()

    def slip(self, text: str) -> str:
        """*text* with one letter lost, doubled, replaced or swapped; short texts stay."""
        if len(text) < 4:
            return text
        at, letter = self.random.randrange(1, len(text) - 1), self.random.choice("aeinorstl")
        head, rest = text[:at], text[at:]
        return self.random.choice(
            (head + rest[1:], head + letter + rest, head + letter + rest[1:], head + rest[1] + rest[0] + rest[2:])
        )

    def name(self, person: Person) -> tuple[str, str]:
        """First and last name as heard, half remembered, or from before a wedding."""
        first, last = person.first, person.last
        if self.chance(0.14) and first in self.nicknames:
            first = self.random.choice(self.nicknames[first])
        elif self.chance(0.03):
            first = f"{first[0]}."
        elif self.chance(0.035):
            first = self.slip(first)
        if person.female and self.chance(0.04):
            last = self.random.choice((f"{last}-{self.world.name(self.world.last)}", self.world.name(self.world.last)))
        elif self.chance(0.035):
            last = self.slip(last)
        if self.chance(0.5) and not (first + last).isascii():
            first, last = ascii_letters(first).title(), ascii_letters(last).title()
        if self.chance(0.03):
            first = self.random.choice(HONORIFICS) + first
        if self.chance(0.012):
            first, last = last, first
        return first, last

    def company(self, company: Company) -> str:
        """The employer's name with another legal form, abbreviated, or misspelt."""
        name, form = company.name, company.legal_form
        if self.chance(0.45):
            form = self.random.choice(LEGAL_VARIANTS[form])
        if self.chance(0.06):
            name = name.replace("Consulting", "Consultants").replace("Landscaping", "Landscape").replace(" & ", " and ")
        if self.chance(0.025):
            name = self.slip(name)
        return f"{name}{form}" if form.startswith(",") else f"{name} {form}".strip()

    def email(self, person: Person, *, works_elsewhere: bool) -> str:
        """The address given this time: the other one in a fifth of the cases, now and then with a slip."""
        uses_work = person.gives_work_mail != self.chance(0.16) or works_elsewhere
        address = work_mail(person) if uses_work else person.free_mail
        if self.chance(0.015):
            for right, wrong in DOMAIN_SLIPS.items():
                address = address.replace(right, wrong)
        elif self.chance(0.012):
            local, _, domain = address.partition("@")
            address = f"{self.slip(local)}@{domain}"
        return address.upper() if self.chance(0.04) else address

    def phone(self, person: Person) -> str:
        """The mobile or the switchboard, in one of the ways people type them."""
        number = person.company.switchboard if person.gives_switchboard != self.chance(0.12) else person.mobile
        return self.phone_text(number)

    def phone_text(self, number: str) -> str:
        """Ten digits as people type them."""
        area, head, line = number[:3], number[3:6], number[6:]
        usual, extension = f"({area}) {head}-{line}", self.random.randrange(10, 99)
        others = (
            f"{area}-{head}-{line}",
            number,
            f"+1 {area} {head} {line}",
            f"{area}.{head}.{line}",
            f"1-{area}-{head}-{line}",
        )
        return self.random.choice((usual, usual, *others, f"{usual} x{extension}"))

    def street(self, street: str) -> str:
        """A street, its kind often abbreviated."""
        head, _, kind = street.rpartition(" ")
        return f"{head} {STREET_SHORT[kind]}" if self.chance(0.4) else street

    def zip(self, code: str) -> str:
        """A ZIP that a spreadsheet took for a number in half of the cases, or with its extension."""
        if self.chance(0.06):
            return f"{code}-{self.random.randrange(1000, 9999)}"
        return code.lstrip("0") if self.chance(0.5) else code

    def shout(self, *texts: str) -> tuple[str, ...]:
        """All of one row in capitals or in small letters, rarely."""
        draw = self.random.random()
        return (
            tuple(t.upper() for t in texts)
            if draw < 0.07
            else tuple(t.lower() for t in texts)
            if draw < 0.12
            else texts
        )

    def elsewhere(self, person: Person, company: Company) -> Person:
        """The same person in a new job."""
        return replace(
            person, company=company, title=self.random.choice((person.title, "Director", "Head of Operations"))
        )
