"""Whole bodies first: a slow upload holds a thread that waits, never one of the few that work.

The server has many cheap threads that take bodies in, to memory or a temporary file, and this hands each whole request to a
few that run the application and keep a database connection each. What a proxy in front does with `proxy_request_buffering`;
without one, a handful of phones on a bad line would stop everybody. An upload that is cut off never reaches the application.
"""

import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

Environment = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environment, Start], Iterable[bytes]]

PIECE = 64 * 1024
IN_MEMORY = 1024**2


class WholeBodies:
    """A WSGI application around `application`, which runs in `at_once` threads. Bodies with more bytes than `largest` says
    for their address are left unread: the application refuses them by their head.
    """

    def __init__(self, application: Application, *, at_once: int, largest: Callable[[str], int]) -> None:
        self._application = application
        self._largest = largest
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="request")

    def __call__(self, environ: Environment, start_response: Start) -> Iterable[bytes]:
        length = _length(environ)
        if not 0 < length <= self._largest(str(environ.get("PATH_INFO", ""))):
            return self._answer(environ, start_response)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            if _copy(environ["wsgi.input"], body, length) < length:
                start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", "0")])
                return [b""]
            body.seek(0)
            return self._answer({**environ, "wsgi.input": body}, start_response)

    def _answer(self, environ: Environment, start_response: Start) -> Iterable[bytes]:
        return self._workers.submit(self._run, environ, start_response).result()

    def _run(self, environ: Environment, start_response: Start) -> Iterable[bytes]:
        """An answer that is not streamed is finished here, in the thread whose database connection it used."""
        response = self._application(environ, start_response)
        if getattr(response, "streaming", True):
            return response
        try:
            return [b"".join(response)]
        finally:
            response.close()  # type: ignore[attr-defined]


def _length(environ: Environment) -> int:
    given = str(environ.get("CONTENT_LENGTH") or "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0


def _copy(source: IO[bytes], body: IO[bytes], length: int) -> int:
    """How many bytes came; fewer than `length` when the other side hung up."""
    done = 0
    while done < length:
        piece = source.read(min(PIECE, length - done))
        if not piece:
            break
        body.write(piece)
        done += len(piece)
    return done
