"""Files."""

from typing import Annotated, Self

from pydantic import Field

from listmatch.api.schemas import examples
from listmatch.api.schemas.base import INTEGRAL, FileName, Instant, Pagination, Request, Shape
from listmatch.api.schemas.written import Written
from listmatch.catalog.records import FileRecord, FileSummary
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.reading import ReadOptions
from listmatch.workflows.lists.reading import Reading

MediaType = Annotated[
    str,
    Written(
        r"([A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( ?; ?[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*)?",
        "must be a media type like text/csv",
    ),
]
"""Or empty."""


class FileReading(Request):
    """How a list is to be read; what is left out is detected."""

    encoding: str = Field(default="", max_length=40, examples=["cp1250"], description="Name of its encoding.")
    delimiter: str = Field(
        default="",
        max_length=9,
        examples=[";"],
        description="One character, or `tab`, `comma`, `semicolon`, `pipe`, `space`.",
    )
    quote: str | None = Field(
        default=None, max_length=1, examples=['"'], description="One character; empty: nothing is quoted."
    )
    sheet: str = Field(default="", max_length=31, examples=["Leads"], description="Name of the worksheet.")
    header_row: Annotated[int, Field(ge=0, le=10_000), INTEGRAL] | None = Field(
        default=None, examples=[4], description="Line or worksheet row that names the columns; 0: there is none."
    )

    @property
    def options(self) -> ReadOptions:
        """The same as the library takes it."""
        return Reading(**self.model_dump(by_alias=False)).options


class NewFile(Request):
    """A file that is about to be uploaded."""

    file_name: FileName = Field(examples=["new_leads.csv"], description="Its name; the suffix hints at the format.")
    file_size: Annotated[int, Field(ge=1, le=2**53), INTEGRAL] = Field(
        examples=[524288], description="Its size in bytes; the upload must have exactly this size."
    )
    content_type: MediaType = Field(
        default="",
        max_length=255,
        examples=["text/csv"],
        description="When given, the upload must have the same Content-Type.",
    )
    purpose: Purpose = Field(
        default=Purpose.SOURCE, strict=False, examples=["source"], description="A filter, not a restriction."
    )
    reading: FileReading = Field(
        default=FileReading(),
        examples=[{"sheet": "Leads", "headerRow": 4}],
        description="How it is to be read, where detection is not to decide.",
    )


class UploadTicket(Shape):
    """Where to put the bytes."""

    file_id: str = Field(examples=[examples.SOURCE_ID])
    upload_url: str = Field(examples=[examples.URL], description="PUT the bytes here, once.")
    s3_key: str = Field(alias="s3Key", examples=["owners/0ff8a06d/files/b1c9f3a0/raw.csv"])


class FileItem(Shape):
    """A file in a list."""

    id: str = Field(examples=[examples.SOURCE_ID])
    name: str = Field(examples=["crm.csv"])
    purpose: Purpose = Field(examples=["master"])
    row_count: int | None = Field(examples=[500000])
    column_count: int | None = Field(examples=[22])
    file_size_bytes: int = Field(examples=[104857600])
    status: FileStatus = Field(examples=["ready"])
    created_at: Instant
    last_used_at: Instant | None

    @classmethod
    def of(cls, file: FileSummary) -> Self:
        """A file of the catalog."""
        return cls(
            id=file.id,
            name=file.name,
            purpose=file.purpose,
            row_count=file.row_count,
            column_count=file.column_count,
            file_size_bytes=file.size,
            status=file.status,
            created_at=file.created_at,
            last_used_at=file.last_used_at,
        )


class ColumnItem(Shape):
    """A column as detected."""

    name: str = Field(examples=["zip"])
    type: str = Field(examples=["us_zip"])
    null_count: int = Field(examples=[87])
    distinct_count: int = Field(examples=[1204])
    valid_share: float = Field(examples=[0.998])


class ChangeItem(Shape):
    """One change since the previous list of the same kind."""

    kind: str = Field(examples=["column_gone"])
    column: str = Field(examples=["fax"], description="Empty where the change concerns the whole list.")
    before: str = Field(examples=["fax"])
    now: str = Field(examples=[""])
    sentence: str = Field(examples=["Column fax is gone."])


class DriftItem(Shape):
    """How the list differs from the one before it of the same drop rule or name."""

    previous_file_id: str = Field(examples=[examples.SOURCE_ID])
    previous_name: str = Field(examples=["leads_2026-03.csv"])
    changes: list[ChangeItem]


class FileDetail(FileItem):
    """A file with what preparation found; empty until its status is ready."""

    prepare_error: str | None = Field(examples=[None], description="Why preparation failed, in one sentence.")
    columns: list[ColumnItem]
    cleanse_report: dict[str, int] = Field(examples=[{"invalidEmails": 17, "normalizedPhones": 4210}])
    quarantined_count: int | None = Field(examples=[0], description="Lines that could not become rows.")
    drift: DriftItem | None = Field(examples=[None], description="What changed; null when there was no earlier list.")

    @classmethod
    def of(cls, file: FileSummary) -> Self:
        """A file of the catalog with its profile."""
        profile = (file.profile if isinstance(file, FileRecord) else None) or {}
        columns = [
            ColumnItem(
                name=column["name"],
                type=column["type"],
                null_count=column["null_count"],
                distinct_count=column["distinct_count"],
                valid_share=column["valid_share"],
            )
            for column in profile.get("columns", [])
        ]
        return cls(
            **FileItem.of(file).model_dump(by_alias=False),
            prepare_error=file.prepare_error,
            columns=columns,
            cleanse_report=profile.get("cleanse_report", {}),
            quarantined_count=profile.get("quarantined"),
            drift=profile.get("drift"),
        )


class FileList(Shape):
    """A page of files."""

    files: list[FileItem]
    pagination: Pagination


class FileAnswer(Shape):
    """One file."""

    file: FileDetail


class DownloadLink(Shape):
    """Where to fetch something, for about an hour."""

    download_url: str = Field(examples=[examples.URL])
