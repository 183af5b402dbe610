"""The branding of an owner's reports: name, colour and logo, which override those of the installation.

They are one object beside the owner's lists, so that a change is whole or not there; a report takes them as they stand
when it is written.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import owners as owner_rows
from listmatch.errors import InputError
from listmatch.storage import keys
from listmatch.workflows.artifacts import read_json
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from PIL.Image import Image

LOGO_BYTES = 1 << 20
LOGO_PIXELS = 4_000_000
"""More than any page can show; a small file can claim to be much larger than memory."""

LOGO_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg"}


@dataclass(frozen=True, slots=True)
class Branding:
    """What an owner has chosen; empty where the installation's choice stands."""

    name: str = ""
    colour: str = ""
    """``#rrggbb``"""
    logo: bytes = b""
    """the bytes of a PNG or JPEG file"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a report looks when everything is settled."""

    owner_name: str
    colour: str
    logo: Path | None


def branding_of(services: Services, *, owner_id: str) -> Branding:
    """What the owner has chosen."""
    key = keys.branding_key(owner_id)
    if not services.store.exists(key):
        return Branding()
    stored = read_json(services.store, key, cure="Delete it there, and choose name, colour and logo again.")
    return Branding(stored["name"], stored["colour"], b64decode(stored["logo"]))


def set_branding(
    services: Services,
    *,
    owner_id: str,
    actor: str,
    name: str | None = None,
    colour: str | None = None,
    logo: bytes | None = None,
) -> Branding:
    """Change what is given and keep the rest; an empty value gives the choice back to the installation.

    Raises InputError for a colour that is not ``#rrggbb``, and for a logo that is not a PNG or JPEG or is too large.
    """
    if colour:
        check_colour(colour)
    if logo:
        logo_suffix(logo)
    before = branding_of(services, owner_id=owner_id)
    chosen = Branding(
        name=before.name if name is None else name.strip(),
        colour=before.colour if colour is None else colour,
        logo=before.logo if logo is None else logo,
    )
    given = [field for field, value in (("colour", colour), ("logo", logo), ("name", name)) if value is not None]
    stored = {"name": chosen.name, "colour": chosen.colour, "logo": b64encode(chosen.logo).decode()}
    services.store.put_bytes(keys.branding_key(owner_id), json.dumps(stored, ensure_ascii=False).encode())
    with services.catalog.session() as session:
        audit.note(session, owner_id=owner_id, actor=actor, action="branding.set", detail=", ".join(given))
    return chosen


def look_of(services: Services, *, owner_id: str, into: Path) -> Look:
    """How a report of this owner looks; a logo of their own is written into the folder *into*."""
    chosen, settings = branding_of(services, owner_id=owner_id), services.settings
    logo = settings.report_logo
    if chosen.logo:
        logo = into / f"logo{logo_suffix(chosen.logo)}"
        logo.write_bytes(chosen.logo)
    name = chosen.name or settings.report_owner_name or _account_name(services, owner_id)
    return Look(name, chosen.colour or settings.report_colour, logo)


def check_colour(colour: str) -> None:
    """Raise InputError when *colour* cannot stand in a style sheet."""
    from listmatch.exports.content import HEX_COLOUR

    if not HEX_COLOUR.fullmatch(colour):
        raise InputError(f"{colour[:40]!r} is not a colour.", place="colour", cure="Write it as #rrggbb, e.g. #1f4e79.")


def logo_suffix(logo: bytes) -> str:
    """``.png`` or ``.jpg``, by what the bytes are. Raises InputError when they are neither, broken or too large."""
    if len(logo) > LOGO_BYTES:
        raise InputError("the logo is larger than 1 MiB.", place="logo", cure="Make it smaller.")
    image = _image(logo)
    if image.width * image.height > LOGO_PIXELS:
        raise InputError(f"the logo has {image.width} x {image.height} pixels.", place="logo", cure="Make it smaller.")
    return LOGO_SUFFIXES[str(image.format)]


def _image(logo: bytes) -> "Image":
    """The picture, its header read and its content checked."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(logo), formats=tuple(LOGO_SUFFIXES)) as image:
            image.verify()
            return image
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("the logo is not a PNG or JPEG.", place="logo", cure="Save it as PNG or JPEG.") from error


def _account_name(services: Services, owner_id: str) -> str:
    with services.catalog.reading() as session:
        return owner_rows.get(session, owner_id=owner_id).name or ""
