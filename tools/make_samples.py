"""Makes sample_data/leads.csv and crm_master.csv, and in tests/golden who is who (sample_truth, sample_duplicates).

Everything is made up (see `samples`), drawn from one seed: the same versions of the name packages give the same bytes.
Of the leads, 55 % are in the master (some have changed jobs); the others are strangers, or colleagues, relatives and
namesakes of people who are. Both lists hold duplicates, and each a few lines that no CSV writer would have written.
"""

import argparse
import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tools.samples.handwriting import Handwriting
from tools.samples.world import Company, Person, World, work_mail

SEED = 20240229
COMPANIES, PEOPLE, MASTER_DUPLICATES, LEADS, LEAD_DUPLICATES = 620, 7600, 400, 1160, 40
LEAD_HEADER = (
    "Lead ID",
    "First Name",
    "Last Name",
    " E-Mail Address ",
    "Phone #",
    "Company / Account",
    "Job Title",
    "City",
    "ST",
    "ZIP",
    "Lead Source",
    "Event",
)
MASTER_HEADER = (
    "Contact ID",
    "Salutation",
    "First Name",
    "Last Name",
    "Title",
    "Account Name",
    "Email",
    "Phone",
    "Mailing Street",
    "Mailing City",
    "Mailing State/Province",
    "Mailing Zip/Postal Code",
    "Mailing Country",
    "Website",
    "Contact Owner",
    "Created Date",
)
KINDS = {"in_master": 0.55, "colleague": 0.13, "relative": 0.06, "namesake": 0.05, "stranger": 0.21}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list, and whom it speaks of."""

    person: Person
    kind: str
    cells: tuple[str, ...]


class Lists:
    """Writes the same people into two lists."""

    def __init__(self, seed: int) -> None:
        self.world = World(seed)
        self.hand = Handwriting(self.world)
        self.random, self.chance = self.world.random, self.world.chance
        self.companies = [self.world.company() for _ in range(COMPANIES)]

    def company(self) -> Company:
        """An employer; a few employ many."""
        return self.companies[int(COMPANIES * self.random.random() ** 2.2)]

    def relative_of(self, person: Person) -> Person:
        """Somebody with the same last name and home, often on the same telephone, mostly employed elsewhere."""
        phone = person.mobile if self.chance(0.6) else self.world.free_phones.pop()
        company = person.company if self.chance(0.1) else self.company()
        return self.world.person(company, last=person.last, home=person.home, mobile=phone, gives_switchboard=False)

    def population(self) -> list[Person]:
        """Everybody in the master: mostly single, one in sixteen together with a relative."""
        people: list[Person] = []
        while len(people) < PEOPLE:
            people.append(self.world.person(self.company()))
            if self.chance(0.06):
                people.append(self.relative_of(people[-1]))
        return people[:PEOPLE]

    def newcomer(self, kind: str, known: Person) -> Person:
        """A lead who is not in the master, but looks like *known*, who is."""
        draw: dict[str, Callable[[], Person]] = {
            "colleague": lambda: self.world.person(
                known.company, home=known.company.place, gives_switchboard=self.chance(0.45)
            ),
            "relative": lambda: self.relative_of(known),
            "namesake": lambda: self.world.person(
                self.company(), first=known.first, last=known.last, female=known.female
            ),
            "stranger": lambda: self.world.person(self.company()),
        }
        return draw[kind]()

    def lead(self, person: Person, kind: str) -> Entry:
        """One line of the lead list, without its id."""
        if kind == "in_master" and self.chance(0.07):
            person, kind = self.hand.elsewhere(person, self.company()), "job_changer"
        first, last = self.hand.name(person)
        place = person.home if self.chance(0.9) else self.world.place()
        company = self.hand.company(person.company)
        first, last, company, city = self.hand.shout(first, last, company, place.city)
        email = self.unless(0.06, self.hand.email(person, works_elsewhere=kind == "job_changer"))
        if self.chance(0.02):
            email = f"info@{person.company.domain}"
        where = (city, place.state, self.hand.zip(place.zip)) if self.chance(0.85) else ("", "", "")
        cells = (
            first,
            last + " " * self.chance(0.02),
            email,
            self.unless(0.15, self.hand.phone(person)),
            self.unless(0.07, company),
            self.unless(0.2, person.title),
            *where,
            self.world.word("lead_sources"),
            self.world.word("events"),
        )
        return Entry(person, kind, cells)

    def contact(self, person: Person) -> Entry:
        """One line of the master, without its id: entered with care, from what the person said."""
        phone = person.company.switchboard if person.gives_switchboard else person.mobile
        email = work_mail(person) if person.gives_work_mail else person.free_mail
        company = f"{person.company.name} {person.company.legal_form}".strip()
        return self._contact(person, (person.first, person.last), company, email, self.hand.phone_text(phone))

    def second_contact(self, person: Person) -> Entry:
        """The same person entered once more, by somebody in a hurry."""
        hand = self.hand
        email = hand.email(person, works_elsewhere=False)
        return self._contact(person, hand.name(person), hand.company(person.company), email, hand.phone(person))

    def _contact(self, person: Person, name: tuple[str, str], company: str, email: str, phone: str) -> Entry:
        home, address = person.home, ("", "", "", "")
        if not self.chance(0.1):
            address = (self.hand.street(home.street), home.city, home.state, home.zip)
        created = date(2018, 1, 1) + timedelta(self.random.randrange(2900))
        salutation = "Ms." if person.female else "Mr."
        cells = (
            self.unless(0.6, salutation),
            *name,
            self.unless(0.1, person.title),
            self.unless(0.03, company),
            self.unless(0.05, email),
            self.unless(0.1, phone),
            *address,
            "USA" if self.chance(0.1) else "United States",
            self.unless(0.25, f"www.{person.company.domain}"),
            self.world.word("owners"),
            created.isoformat(),
        )
        return Entry(person, "contact", cells)

    def unless(self, missing: float, text: str) -> str:
        """*text*, or nothing in *missing* of the cases."""
        return "" if self.chance(missing) else text

    def master(self, people: list[Person]) -> list[Entry]:
        """Everybody once, some twice, in no order."""
        entries = [self.contact(person) for person in people]
        entries += [self.second_contact(person) for person in self.random.sample(people, MASTER_DUPLICATES)]
        self.random.shuffle(entries)
        return entries

    def leads(self, people: list[Person]) -> list[Entry]:
        """Leads of every kind, some twice, in no order."""
        known = iter(self.random.sample(people, LEADS))
        kinds = [kind for kind, share in KINDS.items() for _ in range(round(share * LEADS))]
        chosen = [
            (person if kind == "in_master" else self.newcomer(kind, person), kind)
            for kind, person in zip(kinds, known, strict=False)
        ]
        entries = [self.lead(person, kind) for person, kind in chosen]
        again = self.random.sample(entries, LEAD_DUPLICATES)
        entries += [self.lead(entry.person, entry.kind) for entry in again]
        self.random.shuffle(entries)
        return entries


def numbered(entries: Iterable[Entry], prefix: str) -> list[tuple[str, Entry]]:
    """Every entry with the id it has in its list."""
    return [(f"{prefix}{number:06d}", entry) for number, entry in enumerate(entries, start=1)]


def csv_lines(header: tuple[str, ...], rows: list[tuple[str, Entry]]) -> list[str]:
    """The physical lines of a well-formed CSV file, without their ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows((key, *entry.cells) for key, entry in rows)
    return out.getvalue().splitlines()


def break_leads(lines: list[str]) -> list[str]:
    """Five accidents of hand-edited exports, at fixed places: each costs at most its own line."""
    lines[150] = lines[150].replace(",", ',"', 1)  # a quote that nothing closes
    lines[420] = lines[420] + ",call back,do not mail"  # more cells than the header has
    lines[640] = ",".join(lines[640].split(",")[:5])  # the end of the row is missing
    lines.insert(800, "")  # a blank line
    lines.insert(1001, ",".join([""] * len(LEAD_HEADER)))  # a line of commas
    return lines


def break_master(lines: list[str]) -> list[str]:
    """Two accidents of the same sort in the master."""
    lines[2600] = lines[2600].replace(",", ',"', 3).replace(',"', ",", 2)
    lines[5100] = lines[5100] + ",,duplicate?"
    return lines


def truth_lines(leads: list[tuple[str, Entry]], master: list[tuple[str, Entry]]) -> list[str]:
    """lead_id,contact_id,kind: one line per right pair, an empty contact_id where there is none."""
    contacts: dict[int, list[str]] = {}
    for key, entry in master:
        contacts.setdefault(entry.person.number, []).append(key)
    lines = ["lead_id,contact_id,kind"]
    for key, entry in leads:
        lines += [f"{key},{contact},{entry.kind}" for contact in contacts.get(entry.person.number, [""])]
    return lines


def duplicate_lines(master: list[tuple[str, Entry]]) -> list[str]:
    """contact_id,duplicate_of: one line per contact whose person stands further up already."""
    first: dict[int, str] = {}
    pairs = [(key, first.setdefault(entry.person.number, key)) for key, entry in master]
    return ["contact_id,duplicate_of", *(f"{key},{earlier}" for key, earlier in pairs if key != earlier)]


def write(root: Path) -> None:
    """Write the four files below *root*."""
    lists = Lists(SEED)
    people = lists.population()
    master, leads = numbered(lists.master(people), "003EX"), numbered(lists.leads(people), "L-")
    files = {
        "sample_data/leads.csv": "\ufeff" + "\r\n".join([*break_leads(csv_lines(LEAD_HEADER, leads)), ""]),
        "sample_data/crm_master.csv": "\n".join([*break_master(csv_lines(MASTER_HEADER, master)), ""]),
        "tests/golden/sample_truth.csv": "\n".join([*truth_lines(leads, master), ""]),
        "tests/golden/sample_duplicates.csv": "\n".join([*duplicate_lines(master), ""]),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(__file__).resolve().parent.parent,
        help="where to write (default: this checkout)",
    )
    write(parser.parse_args().root)
