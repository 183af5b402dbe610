"""What a match and a dedupe have in common at the terminal: run the request, then print how it came out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.cli.terminal import open_local_services, print_json, progress_bar

if TYPE_CHECKING:
    from listmatch.workflows.match_lists import MatchRequest, Outcome


def run_request(
    request: "MatchRequest", *, out: Path, as_json: bool, quiet: bool, show: Callable[["Outcome"], None]
) -> None:
    """Run *request* with a progress bar, deliver it into *out*, and *show* the outcome or print it as JSON."""
    from listmatch.workflows.match_lists import match_lists

    services = open_local_services()
    with progress_bar(quiet=quiet or as_json) as progress:
        outcome = match_lists(services, request, into=out, progress=progress)
    if as_json:
        print_json(outcome.to_dict())
    else:
        show(outcome)
