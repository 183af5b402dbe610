"""A population of companies: branches, groups on one domain, namesakes, neighbours in one building."""

from benchmarks.generators.chance import TRADES, Row, World

SITE = ("street", "city", "state", "zip")


class Accounts:
    """Supplier names as typed, against an account master; 60 % of them are in it, at that very place."""

    kind = "company"
    negatives = {"branch": 0.25, "group": 0.2, "namesake": 0.15, "neighbour": 0.15, "stranger": 0.25}
    source_headers = {"Account": "company", "Web": "domain", "Tel": "phone"}

    def __init__(self, world: World, _size: int) -> None:
        self.world = world
        self.last: Row = {}

    def entity(self) -> Row:
        """A company; now and then a branch or a sister of the one before."""
        if self.last and self.world.happens(0.2):
            return self.related(self.last, self.world.choice(("branch", "group")))
        self.last = self._located(self.world.company())
        return self.last

    def _located(self, company: Row) -> Row:
        return company | {part: company[f"office_{part}"] for part in SITE}

    def related(self, near: Row, kind: str) -> Row:
        fresh = self._located(self.world.company())
        if kind == "branch":
            return near | {part: fresh[part] for part in (*SITE, "office")}
        if kind == "group":
            return fresh | {
                "company": f"{near['company'].split(' ')[0]} {self.world.choice(TRADES)}",
                "domain": near["domain"],
            }
        if kind == "namesake":
            return fresh | {"company": near["company"], "domain": f"my{near['domain']}"}
        return fresh | ({part: near[part] for part in SITE} if kind == "neighbour" else {})

    def negative(self, near: Row) -> tuple[Row, str]:
        kind = self.world.pick(self.negatives)
        return self.related(near, kind), kind

    def row(self, company: Row, *, is_source: bool) -> Row:
        world = self.world
        if is_source and world.happens(0.06):
            company = company | {part: value for part, value in world.address().items() if part in ("street", "zip")}
        name = world.company_text(company, is_dirty=is_source)
        if is_source and world.happens(0.04):
            name = f"{world.last_name()} {world.choice(TRADES)} dba {name}"
        phone = world.phone() if is_source and world.happens(0.1) else company["office"]
        site = f"{world.choice(('', 'www.', 'https://www.')) if is_source else ''}{company['domain']}"
        values = {
            "company": name,
            "domain": site,
            "phone": world.phone_text(phone),
            "street": world.street_text(company["street"]),
        }
        values |= {part: company[part] for part in SITE[1:]}
        found = world.blank(values, {"domain": 0.45, "phone": 0.3, "street": 0.15, "zip": 0.12, "city": 0.05})
        back = {field: header for header, field in self.source_headers.items()}
        return {back.get(name, name) if is_source else name: value for name, value in found.items()}
