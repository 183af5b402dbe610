"""Training from a model that Splink saved: the file, and which of its columns is what in these lists."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from listmatch.domain.columns import ColumnType, Field
from listmatch.errors import FileUnreadable
from listmatch.workflows.matches.open_lists import OpenLists

_STANDARD: Mapping[Field, tuple[str, ...]] = {
    Field.FULL_NAME: ("first", "last"),
    Field.FIRST_NAME: ("first",),
    Field.LAST_NAME: ("last",),
    Field.POSTCODE: ("zip",),
    Field.BIRTH_DATE: ("birth",),
    Field.LINKEDIN_URL: ("linkedin",),
    **{
        field: (field.value,)
        for field in (Field.EMAIL, Field.PHONE, Field.COMPANY, Field.DOMAIN, Field.STREET, Field.CITY, Field.KEY)
    },
}
"""The standard columns that a field fills, as far as a Splink comparison can speak about them."""


@dataclass(frozen=True, slots=True)
class FromSplink:
    """The kinds of evidence whose rates came from a Splink model, and what of it was left out, with the reason."""

    taken: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def take_over(splink: Path, lists: OpenLists, *, model: Path) -> FromSplink:
    """Lay the Splink model in the file *splink* over the model.json *model*, which was fitted to *lists*.

    Raises FileUnreadable when there is no JSON in the file, InputError when nothing of it fits.
    """
    from listmatch.matching.model.document import ScoringModel
    from listmatch.matching.model.splink_models import overlay
    from listmatch.matching.model.splink_saved import read_splink_model

    found = read_splink_model(_read(splink))
    fitted = ScoringModel.from_dict(json.loads(model.read_text("utf-8")), profile_type=lists.profile.type)
    laid = overlay(fitted, found, columns=columns_of(lists, found.columns))
    laid.model.write(model)
    return FromSplink(laid.taken, laid.left_out)


def columns_of(lists: OpenLists, names: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """What columns of a Splink model are: as the profile says where a list has such a column, else by their names."""
    fields = {
        column.casefold(): field
        for side in (lists.profile.master_fields, lists.profile.source_fields)
        for field, columns in side.items()
        for column in columns
    }
    found = {name: fields.get(name.casefold()) or _field_of(name) for name in names}
    return {name: frozenset(_STANDARD.get(field, ())) if field else frozenset() for name, field in found.items()}


def _field_of(name: str) -> Field | None:
    from listmatch.profiling.headers import read_header

    also = {ColumnType.US_ZIP: Field.POSTCODE, ColumnType.URL: Field.DOMAIN, ColumnType.DATE: Field.BIRTH_DATE}
    said = read_header(name)
    best = max(said, key=lambda column_type: (said[column_type], column_type), default=None)
    if best is None:
        return None
    return also.get(best) or next((field for field in Field if field.value == best.value), None)


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileUnreadable(f"the file cannot be read ({error.strerror}).", place=str(path)) from None
    except ValueError:
        cure = "Write one with linker.misc.save_model_to_json."
        raise FileUnreadable("there is no JSON in this file.", place=str(path), cure=cure) from None
