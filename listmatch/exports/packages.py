"""Office files (zip packages) with the same bytes for the same content: the libraries stamp them with the hour."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_package(package: bytes, target: Path, *, created: datetime) -> Path:
    """Write *package* with every time in it set to *created*, in the workbooks inside it too."""
    target.write_bytes(_stamped(package, created.astimezone(UTC)))
    return target


def _stamped(package: bytes, created: datetime) -> bytes:
    result = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = _stamped(content, created)
            elif entry.filename == "docProps/core.xml":
                content = STAMP.sub(rb"\g<1>" + f"{created:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            info = ZipInfo(entry.filename)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, content)
    return result.getvalue()
