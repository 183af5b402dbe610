"""How the owner's reports look."""

from base64 import b64decode, b64encode
from typing import Annotated, Self

from pydantic import Field

from listmatch.api.schemas.base import LINE, Request, Shape
from listmatch.api.schemas.written import Written
from listmatch.workflows.results.branding import Branding

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

Base64 = Annotated[
    str,
    Field(max_length=1_000_000),
    Written(
        r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        "must be base64 in the standard alphabet, padded",
    ),
]
"""So long that it fits into the body of a request: 750 kB of a picture."""

Colour = Annotated[str, Written(r"(?:#[0-9a-fA-F]{6})?", "must be a colour like #0b6e4f")]


class BrandingItem(Shape):
    """Name, colour and logo; null where the installation's choice applies."""

    name: str | None = Field(examples=["Example Ltd"])
    colour: str | None = Field(examples=["#0b6e4f"])
    logo: str | None = Field(examples=[PIXEL], description="A PNG or JPEG file in base64.")


class BrandingAnswer(Shape):
    """How the owner's reports look."""

    branding: BrandingItem

    @classmethod
    def of(cls, chosen: Branding) -> Self:
        """What the owner has chosen."""
        logo = b64encode(chosen.logo).decode() if chosen.logo else None
        return cls(branding=BrandingItem(name=chosen.name or None, colour=chosen.colour or None, logo=logo))


class NewBranding(Request):
    """What is to change."""

    name: Annotated[str, Field(max_length=255), LINE] | None = Field(default=None, examples=["Example Ltd"])
    colour: Colour | None = Field(default=None, examples=["#0b6e4f"])
    logo: Base64 | None = Field(
        default=None, examples=[PIXEL], description="A PNG or JPEG file in base64, at most 750 kB."
    )

    @property
    def logo_bytes(self) -> bytes | None:
        """The file itself."""
        return None if self.logo is None else b64decode(self.logo)
