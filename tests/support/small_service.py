"""The smallest process a supervisor can look after: it answers ``/health`` and behaves as it is told."""

import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import NoReturn

from usdcop.main.supervision.parent import follow


class Answer(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def leave(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def main(port: int, behaviour: str, parent: int) -> None:
    """Serve until told to stop; ``crash``: end at once; ``deaf``: do not stop when told; ``unwell``: say so."""
    if behaviour == "crash":
        sys.exit("it cannot be: 42")
    signal.signal(signal.SIGTERM, signal.SIG_IGN if behaviour == "deaf" else leave)
    follow(parent)
    Answer.status = 503 if behaviour == "unwell" else 200
    ThreadingHTTPServer(("127.0.0.1", port), Answer).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[sys.argv.index("--parent") + 1]))
