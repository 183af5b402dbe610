"""The error tree. Status, retryability and the user's next step live on the class.

::

    ListmatchError
    ├── InputError                 the list, profile or option given cannot be used           exit 2, HTTP 400
    │   ├── FileUnreadable         missing, empty, header only, binary, wrong format
    │   ├── ProfileInvalid         a profile that cannot be parsed or names unknown columns
    │   ├── NameTaken              another thing of its kind is called that already                 HTTP 409
    │   └── NothingToCompare       the two lists share no field that could match
    ├── NotFound                   no such thing, or it belongs to somebody else              exit 3, HTTP 404
    ├── NotReady                   the thing exists, but is still being made                  exit 4, HTTP 409
    ├── Forbidden                  the plan or key does not allow it                          exit 5, HTTP 403
    ├── Cancelled                  its owner does not want the work any more                  exit 6, HTTP 409
    └── SystemFault                ours or the machine's, not the user's                      exit 70, HTTP 500
        ├── StorageUnavailable     object store out of reach or full (retry)
        ├── CatalogUnavailable     catalog database out of reach (retry)
        └── ContractBroken         a table of ours breaks its contract, or lines were lost
"""

from typing import ClassVar


class ListmatchError(Exception):
    """Base of every error that is raised on purpose. ``str(error)`` is one clear sentence for the user.

    ``place`` names where it is (file, line, column, option), ``cure`` what to do next; both may be empty.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    is_retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, place: str = "", cure: str = "") -> None:
        self.message, self.place, self.cure = message, place, cure
        super().__init__(message)

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} {self.cure}".strip()


class InputError(ListmatchError):
    """The list, profile or option given cannot be used as it is."""

    exit_code = 2
    http_status = 400


class SettingsInvalid(InputError):
    """An environment variable of ours has a value that it cannot have."""


class FileUnreadable(InputError):
    """A file is missing, empty, has only a header, is binary, or is not what its name says."""


class ProfileInvalid(InputError):
    """A match profile cannot be parsed, or names columns that a list does not have."""


class NameTaken(InputError):
    """Another thing of its kind is called that already, and the two could not be told apart by those who see them."""

    http_status = 409


class NothingToCompare(InputError):
    """The two lists have no field in common that could tell that rows belong together."""


class NotFound(ListmatchError):
    """There is no such thing, or it belongs to somebody else; the two are not told apart."""

    exit_code = 3
    http_status = 404


class NotReady(ListmatchError):
    """The thing exists but is still being made."""

    exit_code = 4
    http_status = 409
    is_retryable = True


class Forbidden(ListmatchError):
    """The plan or the key does not allow this."""

    exit_code = 5
    http_status = 403


class Cancelled(ListmatchError):
    """The work was cancelled by its owner while it ran."""

    exit_code = 6
    http_status = 409


class SystemFault(ListmatchError):
    """Something of ours or of the machine failed; the user did nothing wrong."""

    exit_code = 70
    http_status = 500


class StorageUnavailable(SystemFault):
    """The object store is out of reach, refused us, or has no space left."""

    is_retryable = True
    http_status = 503


class CatalogUnavailable(SystemFault):
    """The catalog database is out of reach."""

    is_retryable = True
    http_status = 503


class ContractBroken(SystemFault):
    """A table between two stages breaks its contract, or lines do not add up; nothing after it may be trusted."""


def unforeseen(error: BaseException | None) -> SystemFault:
    """A bug of ours, for whoever runs listmatch. It names the kind of *error* alone, whose text may quote a list."""
    cure = "Set LISTMATCH_DEBUG=1 to see where, and report it."
    return SystemFault(f"something of ours failed ({type(error).__name__}).", cure=cure)
