"""The Content-Disposition header: the name under which a browser saves a download."""

from urllib.parse import quote


def attachment(filename: str) -> str:
    """A Content-Disposition header that saves a download as *filename*, in ASCII and in UTF-8 (RFC 6266)."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
