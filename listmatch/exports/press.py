"""A second process that draws the PDF while this one writes the other formats.

Drawing the PDF is pure Python and takes longer than everything else of a report together, its imports included; beside
this process it costs the user only the processor's second core. One press serves a process: started by ``warm`` or by
the first report, kept for the next ones, and gone with its parent, because it ends when its input does.

It is a command of its own and not ``multiprocessing``, which would run the caller's main script a second time.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import BinaryIO

from listmatch.errors import SystemFault
from listmatch.exports.content import ReportContent

ENDS_WITHIN_S = 5.0


def warm() -> None:
    """Start the press, so that it has imported what it needs when the report comes. Returns at once."""
    _press().start()


def draw_pdf(content: ReportContent, into: Path) -> "Future[Path]":
    """Draw ``report.pdf`` into the folder *into*, byte for byte what ``pdf.write_pdf`` writes.

    The future raises what ``write_pdf`` raised, or SystemFault when the process died.
    """
    return _press().draw(content, into)


class Press:
    """The process and the conversation with it: a content and a folder go in, a path or an error comes back."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")

    def start(self) -> None:
        """Have the process running. Returns at once."""
        self._queue.submit(self._running)

    def draw(self, content: ReportContent, into: Path) -> "Future[Path]":
        """Draw one report after those asked for before."""
        return self._queue.submit(self._draw, content, into)

    def close(self) -> None:
        """End the process. Idempotent."""
        self._queue.shutdown()
        self._discard()

    def _draw(self, content: ReportContent, into: Path) -> Path:
        process = self._running()
        try:
            answer = _ask(process, (content, into))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._discard()
            raise SystemFault(
                "the process that draws the PDF ended before its time.",
                cure="It may have run out of memory: try again, or leave the PDF out.",
            ) from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._discard()
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self._process

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@cache
def _press() -> Press:
    press = Press()
    atexit.register(press.close)
    return press


def _ask(process: "subprocess.Popen[bytes]", request: tuple[ReportContent, Path]) -> Path | Exception:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(request, process.stdin)
    process.stdin.flush()
    answer: Path | Exception = pickle.load(process.stdout)  # noqa: S301 (a pipe to our own child)
    return answer


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """The other side: draw what is asked for until the input ends."""
    from listmatch.exports.pdf import prepare, write_pdf

    prepare()
    while requests.peek(1):  # type: ignore[attr-defined]
        content, into = pickle.load(requests)  # noqa: S301 (a pipe from our own parent)
        answer: Path | Exception
        try:
            answer = write_pdf(content, into)
        except Exception as error:  # noqa: BLE001 (raised again on the other side)
            answer = error
        pickle.dump(answer, answers)
        answers.flush()


def _main() -> None:
    # Ctrl-C reaches every process of the terminal; this one ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
