import os
import threading
from http.server import ThreadingHTTPServer

from support.small_service import Answer
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.supervision.decide import Health
from usdcop.main.supervision.worker import ask, memory_of


class Unwell(Answer):
    status = 503


def test_health_is_what_the_status_says_and_silence_where_nobody_answers() -> None:
    for answer, health in ((Answer, Health.WELL), (Unwell, Health.UNWELL)):
        with ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            assert ask("127.0.0.1", server.server_port) is health
            server.shutdown()
    assert ask("127.0.0.1", any_free_port()) is Health.SILENT


def test_memory_is_measured_while_there_is_a_process() -> None:
    assert (memory_of(os.getpid()) or 0) > 10_000_000
    assert memory_of(2**22 + 1) is None
