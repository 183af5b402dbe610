"""Object keys: which are valid, and where each object of an owner is stored."""

import re

KEY_LIMIT_BYTES = 1024
"""S3's limit for a whole key (AWS documentation, "Naming Amazon S3 objects")."""

PART_LIMIT_BYTES = 255
"""NAME_MAX of the common file systems, for one part of a key."""

RESERVED_FOLDER = ".partial"
"""Top folder in which a local store keeps what is being written."""

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}(\.gz)?$")


def checked(key: str) -> str:
    """*key* itself when it can be an object's; raises ``ValueError`` for one that could reach outside the store."""
    parts = key.split("/")
    if not key or any(part in ("", ".", "..") for part in parts):
        raise ValueError("An object key needs parts that are neither empty nor dots.")
    if _FORBIDDEN.search(key) or parts[0] == RESERVED_FOLDER:
        raise ValueError("An object key has a character or a folder that is not allowed.")
    try:
        encoded = [part.encode() for part in parts]
    except UnicodeEncodeError as error:
        raise ValueError("An object key must be valid Unicode.") from error
    if max(map(len, encoded)) > PART_LIMIT_BYTES or sum(map(len, encoded)) + len(parts) - 1 > KEY_LIMIT_BYTES:
        raise ValueError("An object key is too long.")
    return key


def checked_folder(prefix: str) -> str:
    """*prefix* itself when it names a folder: an allowed key and a slash."""
    if not prefix.endswith("/"):
        raise ValueError("A folder of the object store ends in a slash.")
    checked(prefix[:-1])
    return prefix


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError("An owner, file or job id has letters, digits, '-' and '_' only.")
    return value


def owner_folder(owner_id: str) -> str:
    """Everything of one owner."""
    return f"owners/{_identifier(owner_id)}/"


def file_folder(owner_id: str, file_id: str) -> str:
    """Everything derived from one uploaded file, and the file itself."""
    return f"{owner_folder(owner_id)}files/{_identifier(file_id)}/"


def job_folder(owner_id: str, job_id: str) -> str:
    """Everything that one job made."""
    return f"{owner_folder(owner_id)}jobs/{_identifier(job_id)}/"


def branding_key(owner_id: str) -> str:
    """How the owner's reports look."""
    return f"{owner_folder(owner_id)}branding.json"


def raw_key(owner_id: str, file_id: str, name: str) -> str:
    """The bytes as uploaded; of the user's file *name* only a harmless suffix remains (``raw.csv.gz``)."""
    suffix = _SUFFIX.search(name.lower())
    return f"{file_folder(owner_id, file_id)}raw{suffix.group() if suffix else ''}"


def job_key(owner_id: str, job_id: str, name: str) -> str:
    """Something that one job made, e.g. ``verdicts.parquet``."""
    return checked(job_folder(owner_id, job_id) + name)
