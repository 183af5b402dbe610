"""Populations of people: contacts at companies, donors in households, badges scanned at an event."""

from benchmarks.generators.chance import Row, World, weighted

CONTACT_COLUMNS = {
    "first_name": "first",
    "last_name": "last",
    "email": "email",
    "phone": "phone",
    "company": "company_text",
    "website": "site",
    "street": "street",
    "city": "city",
    "state": "state",
    "zip": "zip",
}
HOME = ("street", "city", "state", "zip")


def person(world: World, **given: str) -> Row:
    """Somebody; what is *given* holds, the rest is drawn."""
    is_female = world.happens(0.5)
    drawn = world.address() | {"first": world.first_name(is_female=is_female), "last": world.last_name()}
    drawn |= {
        "middle": world.first_name(is_female=is_female),
        "suffix": "",
        "mobile": world.phone(),
        "home_phone": world.phone(),
    }
    drawn |= {"birth": f"{world.randrange(1935, 2004)}-{world.randrange(1, 13):02d}-{world.randrange(1, 29):02d}"}
    drawn |= given
    return drawn | {"own_mail": given.get("own_mail") or world.free_mail(drawn["first"], drawn["last"])}


def written_name(world: World, someone: Row) -> tuple[str, str]:
    """First and last name as another person writes them."""
    first, last = someone["first"], someone["last"]
    if world.happens(0.13):
        first = world.nickname(first)
    if world.happens(0.03):
        first = world.typo(first)
    if world.happens(0.02):
        first = first[0]
    if world.happens(0.035):
        last = world.typo(last)
    if world.happens(0.025):
        last = world.choice((world.last_name(), f"{last}-{world.last_name()}"))
    if world.happens(0.06):
        first, last = (part.upper() for part in (first, last))
    return (last, first) if world.happens(0.012) else (first, last)


class Contacts:
    """Leads against a CRM: 60 % of the leads are in it; the others are colleagues, relatives, namesakes, strangers."""

    kind = "person"
    negatives = {"colleague": 0.3, "relative": 0.2, "namesake": 0.2, "stranger": 0.3}

    def __init__(self, world: World, size: int) -> None:
        self.world = world
        self.companies = [world.company() for _ in range(max(10, size // 11))]

    def entity(self, **given: str) -> Row:
        company = weighted(self.companies, self.world, skew=2.0)
        return self.employed(company, **given)

    def employed(self, company: Row, **given: str) -> Row:
        at_office = {part: company[f"office_{part}"] for part in HOME} if self.world.happens(0.55) else {}
        someone = person(self.world, **{**at_office, **given}) | company
        mail = f"{self.world.mail_name(someone['first'], someone['last'])}@{company['domain']}"
        uses = {
            "uses_work_mail": "yes" if self.world.happens(0.65) else "",
            "uses_office": "yes" if self.world.happens(0.2) else "",
        }
        return someone | uses | {"work_mail": mail}

    def negative(self, near: Row) -> tuple[Row, str]:
        kind = self.world.pick(self.negatives)
        if kind == "colleague":
            return self.employed({part: near[part] for part in self.companies[0]}), kind
        if kind == "relative":
            return self.entity(**{part: near[part] for part in (*HOME, "last", "mobile")}), kind
        return self.entity(**({"first": near["first"], "last": near["last"]} if kind == "namesake" else {})), kind

    def changed(self, someone: Row) -> Row:
        """The same person some years on: another employer, another home, another number."""
        world = self.world
        if world.happens(0.07):
            moved = self.employed(
                weighted(self.companies, world, skew=2.0), first=someone["first"], last=someone["last"]
            )
            someone = someone | {part: moved[part] for part in (*self.companies[0], "work_mail")}
        if world.happens(0.08):
            someone = someone | world.address()
        if world.happens(0.07):
            someone = someone | {"mobile": world.phone()}
        if world.happens(0.18):
            someone = someone | {"uses_work_mail": "" if someone["uses_work_mail"] else "yes"}
        if world.happens(0.14):
            someone = someone | {"uses_office": "" if someone["uses_office"] else "yes"}
        return someone

    def row(self, someone: Row, *, is_source: bool) -> Row:
        world = self.world
        first, last = someone["first"], someone["last"]
        if is_source:
            someone = self.changed(someone)
            first, last = written_name(world, someone)
        mail = someone["work_mail"] if someone["uses_work_mail"] else someone["own_mail"]
        values = someone | {
            "first": first,
            "last": last,
            "email": world.typo(mail) if is_source and world.happens(0.015) else mail,
            "phone": world.phone_text(someone["office"] if someone["uses_office"] else someone["mobile"]),
            "company_text": world.company_text(someone, is_dirty=is_source),
            "site": someone["domain"],
            "street": world.street_text(someone["street"]),
        }
        missing = {"email": 0.06, "phone": 0.15, "company": 0.06, "website": 0.35 if is_source else 0.1, "street": 0.2}
        return world.blank(
            {name: values[part] for name, part in CONTACT_COLUMNS.items()}, missing | {"city": 0.06, "zip": 0.12}
        )


class Badges(Contacts):
    """Badge scans (one name column, company as typed) against contacts that have neither phone nor address."""

    negatives = {"colleague": 0.4, "namesake": 0.3, "stranger": 0.3}
    source_headers = {"Badge Name": "full_name", "Organisation": "company", "Mail": "email"}

    def row(self, someone: Row, *, is_source: bool) -> Row:
        found = super().row(someone, is_source=is_source)
        if not is_source:
            return {name: found[name] for name in ("first_name", "last_name", "email", "company", "website")}
        first, last = found["first_name"], found["last_name"]
        forms = ("{0} {1}", "{0} {1}", "{0} {1}", "{1}, {0}", "{0} {2}. {1}", "Dr. {0} {1}", "{0} {1}, PhD")
        name = self.world.choice(forms).format(first, last, someone["middle"][0])
        return {
            "Badge Name": name,
            "Organisation": found["company"].lower(),
            "Mail": self.world.blank(found, {"email": 0.2})["email"],
        }


class Donors:
    """Donors in households: one landline, shared surnames, Jr and Sr, birth dates partly missing."""

    kind = "person"
    negatives = {"relative": 0.35, "junior": 0.12, "namesake": 0.2, "stranger": 0.33}

    def __init__(self, world: World, _size: int) -> None:
        self.world = world
        self.head: Row = {}

    def entity(self, **given: str) -> Row:
        """Somebody; half of the time a relative of the one before."""
        if not given and self.head and self.world.happens(0.5):
            return self.relative(self.head)
        self.head = person(self.world, **given)
        return self.head

    def relative(self, of: Row) -> Row:
        shared = {part: of[part] for part in (*HOME, "home_phone")}
        return person(self.world, **shared, last=of["last"] if self.world.happens(0.88) else self.world.last_name())

    def negative(self, near: Row) -> tuple[Row, str]:
        kind = self.world.pick(self.negatives)
        if kind == "relative":
            return self.relative(near), kind
        if kind == "junior":
            return self.relative(near) | {"first": near["first"], "last": near["last"], "suffix": "Jr"}, kind
        return person(
            self.world, **({"first": near["first"], "last": near["last"]} if kind == "namesake" else {})
        ), kind

    def row(self, someone: Row, *, is_source: bool) -> Row:
        world = self.world
        first, last = written_name(world, someone) if is_source else (someone["first"], someone["last"])
        if is_source and world.happens(0.14):
            someone = someone | world.address() | {"home_phone": world.phone()}
        year, month, day = someone["birth"].split("-")
        if is_source and world.happens(0.05) and int(day) <= 12:
            month, day = day, month
        values = {
            "first_name": first, "middle_name": someone["middle"][0], "last_name": last, "suffix": someone["suffix"],
            "birth_date": f"{month}/{day}/{year}" if is_source else f"{year}-{month}-{day}",
            "email": someone["own_mail"], "phone": world.phone_text(someone[world.choice(("home_phone", "mobile"))]),
            "street": world.street_text(someone["street"]), "city": someone["city"], "state": someone["state"],
            "zip": someone["zip"],
        }  # fmt: skip
        missing = {
            "middle_name": 0.55,
            "suffix": 0.2,
            "birth_date": 0.4,
            "email": 0.4,
            "phone": 0.3,
            "street": 0.12,
            "zip": 0.1,
        }
        return world.blank(values, missing)
