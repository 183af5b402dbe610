"""What is counted over a whole list: how many people share a phone, an e-mail, a domain, and how frequent a name is;
of companies also how many have one address, and in how many places a name, an identifier or a phone is found.

The same counts are made over candidate values only (``records``) or once for a master and kept (``index_build``).
"""

from dataclasses import dataclass

from listmatch.domain.verdicts import ProfileType

PHONE = "right(ltrim(phone, '+'), 9)"
"""a phone as it is compared: country code, trunk zero and extension are written as people please"""


ADDRESS = "rows.street || ' ' || coalesce(rows.zip, rows.city)"
"""a house, as it is written"""


def _site(shared: str) -> str:
    """SQL of the place of a row, for counting the places that share the column *shared*.

    Without a place, another phone or domain is taken for another one; a shared phone itself cannot tell.
    """
    if shared == "phone":
        return "coalesce(rows.zip, rows.city, rows.street)"
    return "coalesce(rows.zip, rows.city, rows.phone, rows.domain)"


NUMBER = """coalesce(right(nullif(regexp_replace(regexp_replace(rows.key, '^[A-Z]+|[A-Z].*$', '', 'g'),
    '^.{0,7}$', '', 'g'), ''), 8), rows.key)"""
"""an identifier as it is met: with and without its country, a branch's number behind it"""


@dataclass(frozen=True, slots=True)
class Counting:
    """A count per value of something: ``key`` is SQL of the value, ``count`` SQL of what is counted behind it."""

    name: str
    key: str
    count: str

    def query(self, table: str, *, among: str = "") -> str:
        """SQL of key and n over *table*, for values behind which there is more than one; only values that *among* has.

        Both are SQL that can stand after ``from``.
        """
        wanted = f"in (select {self.key} from {among} as rows)" if among else "is not null"
        return f"""select {self.key} as key, {self.count} as n from {table} as rows
            where {self.key} {wanted} group by 1 having n > 1"""


def frequencies(profile_type: ProfileType) -> tuple[Counting, ...]:
    """How many rows have a name; of people and accounts also how many have a domain."""
    names = ("company", "domain") if profile_type is ProfileType.ACCOUNT else ("first", "last", "company")
    if profile_type is ProfileType.PERSON:
        names = (*names, "domain")
    return tuple(Counting(f"rows_{name}", f"rows.{name}", "count(*)") for name in names)


def sharing_counts(profile_type: ProfileType) -> tuple[Counting, ...]:
    """How many people (companies) share what they may share without being the same."""
    keys = {"email": "rows.email", "phone": PHONE, "domain": "rows.domain"}
    of_companies: tuple[Counting, ...] = ()
    if profile_type in (ProfileType.COMPANY, ProfileType.ACCOUNT):
        keys["address"] = ADDRESS
        where = {"company": "rows.company", "key": NUMBER, "phone": PHONE}
        of_companies = tuple(
            Counting(f"sites_{name}", key, f"count(distinct {_site(name)})") for name, key in where.items()
        )
    count = f"count(distinct {_who(profile_type)})"
    return (*(Counting(f"shared_{name}", key, count) for name, key in keys.items()), *of_companies)


def countings(profile_type: ProfileType) -> tuple[Counting, ...]:
    """Everything that is counted over a whole master."""
    return (*sharing_counts(profile_type), *frequencies(profile_type))


def _who(profile_type: ProfileType) -> str:
    """SQL of what counts as one when sharers are counted; spellings of a first name do not."""
    if profile_type in (ProfileType.COMPANY, ProfileType.ACCOUNT):
        return "company"
    return "last" if profile_type is ProfileType.HOUSEHOLD else "coalesce(last, '') || left(coalesce(first, ''), 1)"
