"""How each CRM wants its import files: data, one file of ``data/crm`` for each kind of record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import yaml

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import InputError


@dataclass(frozen=True, slots=True)
class CrmPreset:
    """How one CRM wants its import files."""

    key: str
    name: str
    id_column: str
    """heading under which the CRM's own record id stands in updates"""
    columns: Mapping[str, Sequence[str]]
    """heading -> fields that fill it, the first that has a value"""
    required: Mapping[str, str]
    """heading -> what stands there when there is no value, because the CRM refuses an empty one"""
    of: ProfileType = ProfileType.PERSON
    """what its records are: people or companies"""
    account: str = ""
    """heading under which a new record names its account; empty where the CRM gives these records none"""
    ids: str = ".+"
    """the form of the ids of its records, as a regular expression"""
    once: str = ""
    """heading of the e-mail address of which the CRM keeps one record; empty where several may share one"""

    @property
    def system(self) -> str:
        """The CRM, as the keys of all its presets begin."""
        return self.key.partition("-")[0]

    def refuse_other_rows(self, type_: ProfileType) -> None:
        """Raise InputError for rows that no record of this kind can be made of."""
        if type_ is ProfileType.PRODUCT:
            raise InputError(
                "these are products, and a CRM imports people and companies.",
                cure="Take results.csv or results.parquet.",
            )
        if type_ is ProfileType.ACCOUNT and self.of is ProfileType.COMPANY:
            others = [each.key for each in all_presets() if each.account]
            raise InputError(
                f"the rows are people, and {self.name} are companies.", cure=f"Choose --preset {' or '.join(others)}."
            )


def presets() -> tuple[str, ...]:
    """The keys of the presets there are."""
    folder = files("listmatch.exports").joinpath("data/crm")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def all_presets() -> tuple[CrmPreset, ...]:
    """Every preset, in the order of the keys."""
    return tuple(map(load_preset, presets()))


ALSO_CALLED = {"salesforce-leads": "salesforce", "hubspot-contacts": "hubspot"}
"""What the records that a CRM alone stands for are called beside those that are named after it."""


def load_preset(key: str) -> CrmPreset:
    """The preset called *key*. Raises InputError for an unknown one."""
    key = ALSO_CALLED.get(key, key)
    if key not in presets():
        known = ", ".join(sorted({*presets(), *ALSO_CALLED}))
        raise InputError(f"there is no import preset {key!r}.", place="preset", cure=f"Choose one of {known}.")
    given = yaml.safe_load(files("listmatch.exports").joinpath(f"data/crm/{key}.yaml").read_text(encoding="utf-8"))
    return CrmPreset(
        key=key,
        name=given["name"],
        id_column=given["id"],
        columns=given["columns"],
        required=given["required"],
        of=ProfileType(given["of"]),
        account=given.get("account", ""),
        ids=given["ids"],
        once=given.get("once", ""),
    )
