"""A helper process for pure-Python work that would otherwise hold this process up.

One interpreter runs one thread of Python, so while it draws a PDF the second core is idle. ``helper_process().call(…)``
lets another interpreter draw it while this one writes the other formats. There is one helper per process: started at
the first call, reused by later ones, and gone with its parent, because it ends when its input does. Calls run one at a
time.
(Preparing a small list there, beside a large one, gained nothing: DuckDB keeps both cores busy.)

It is a command of its own rather than ``multiprocessing``, which would run the caller's main script a second time.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, BinaryIO, ParamSpec, TypeVar

from listmatch.errors import SystemFault
from listmatch.memory import use_sparingly

ENDS_WITHIN_S = 5.0

P = ParamSpec("P")
T = TypeVar("T")


class HelperProcess:
    """The process and its pipe: a function and its arguments go in, a result or an error comes back."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="helper-process")

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> "Future[T]":
        """Call *function* there. It must be importable, and its arguments and result picklable.

        The future raises what the function raised, or SystemFault when the process died.
        """
        return self._queue.submit(self._call, function, args, named)

    def close(self) -> None:
        """End the process. Idempotent."""
        self._queue.shutdown()
        self._discard()

    def _call(self, function: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        process = self._running()
        try:
            is_error, answer = _ask(process, (function, args, named))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._discard()
            raise SystemFault(
                "the helper process ended unexpectedly.",
                cure="It may have run out of memory: try again.",
            ) from error
        if is_error:
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
def helper_process() -> HelperProcess:
    """The helper of this process."""
    one = HelperProcess()
    atexit.register(one.close)
    return one


def _ask(process: "subprocess.Popen[bytes]", request: tuple[Any, ...]) -> tuple[bool, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(pickle.dumps(request))
    process.stdin.flush()
    answer: tuple[bool, Any] = pickle.load(process.stdout)  # noqa: S301 (a pipe to our own child)
    return answer


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """The helper's side: serve requests until the input ends."""
    while requests.peek(1):  # type: ignore[attr-defined]
        function, args, named = pickle.load(requests)  # noqa: S301 (a pipe from our own parent)
        try:
            answer = (False, function(*args, **named))
        except Exception as error:  # noqa: BLE001 (raised again on the other side)
            answer = (True, error)
        answers.write(pickle.dumps(answer))
        answers.flush()


def _main() -> None:
    use_sparingly()
    # Ctrl-C reaches every process of the terminal; the helper ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # keeps what a library prints out of the answers
    _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
