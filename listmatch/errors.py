"""The error tree. Status, retryability and the user's next step live on the class.

::

    ListmatchError
    ├── InputError                 the list, profile or option given cannot be used           exit 2, HTTP 400
    │   ├── SettingsInvalid        an environment variable has a value it cannot have
    │   ├── FileUnreadable         missing, empty, header only, binary, wrong format
    │   ├── ProfileInvalid         a profile that cannot be parsed or names unknown columns
    │   ├── NameTaken              the name is already in use                                      HTTP 409
    │   └── NothingToCompare       the two lists share no field that could match
    ├── NotFound                   it does not exist, or it belongs to somebody else          exit 3, HTTP 404
    ├── NotReady                   it exists, but is still being made                         exit 4, HTTP 409
    ├── Forbidden                  the plan or key does not allow it                          exit 5, HTTP 403
    ├── Cancelled                  its owner cancelled the work                               exit 6, HTTP 409
    └── SystemFault                a fault of listmatch or the machine, not of the user       exit 70, HTTP 500
        ├── StorageUnavailable     the object store cannot be reached or is full (retry)
        ├── CatalogUnavailable     the catalog database cannot be reached (retry)
        └── ContractBroken         a table between two stages breaks its contract, or lines were lost
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
    """An environment variable of listmatch has a value that it cannot have."""


class FileUnreadable(InputError):
    """A file is missing, empty, has only a header, is binary, or is not what its name says."""


class ProfileInvalid(InputError):
    """A match profile cannot be parsed, or names columns that a list does not have."""


class NameTaken(InputError):
    """The name is already in use by another thing of this kind."""

    http_status = 409


class NothingToCompare(InputError):
    """The two lists have no field in common by which rows could be matched."""


class NotFound(ListmatchError):
    """It does not exist, or it belongs to somebody else; which of the two is not disclosed."""

    exit_code = 3
    http_status = 404


class NotReady(ListmatchError):
    """It exists but is still being made."""

    exit_code = 4
    http_status = 409
    is_retryable = True


class Forbidden(ListmatchError):
    """The plan or the key does not allow this."""

    exit_code = 5
    http_status = 403


class Cancelled(ListmatchError):
    """The owner cancelled the work while it ran."""

    exit_code = 6
    http_status = 409


class SystemFault(ListmatchError):
    """listmatch or the machine failed; the user did nothing wrong."""

    exit_code = 70
    http_status = 500


class StorageUnavailable(SystemFault):
    """The object store cannot be reached, denies access, or has no space left."""

    is_retryable = True
    http_status = 503


class CatalogUnavailable(SystemFault):
    """The catalog database cannot be reached."""

    is_retryable = True
    http_status = 503


class ContractBroken(SystemFault):
    """A table between two stages breaks its contract, or lines do not add up; nothing after it may be trusted."""


TRACEBACK_CURE = "Run again with LISTMATCH_DEBUG=1 for the traceback, and report it."
LOGGED_CURE = "The server's log has the traceback."


MEMORY_CURE = (
    "Raise LISTMATCH_MEMORY_LIMIT_MB, or use a machine with more memory: listmatch estimate says how much is needed."
)


def internal_error(error: BaseException | None, *, cure: str = TRACEBACK_CURE) -> SystemFault:
    """A bug, as the user sees it: only the type of *error* is named, since its text may quote a list.

    Too little memory is not a bug. Arrow raises MemoryError; DuckDB has an error of its own, known here by its name.
    """
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return SystemFault("there is not enough memory for these lists.", cure=MEMORY_CURE)
    return SystemFault(f"an internal error occurred ({type(error).__name__}).", cure=cure)
