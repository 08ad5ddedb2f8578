from typing import Any

import pytest

from usdcop.services.kit.errors import Refusal
from usdcop.services.kit.settings import ServiceSettings
from usdcop.services.stream.handshake import Admitted, judge, scope_of

SETTINGS = ServiceSettings(origins=("http://localhost:5000",))
SOCKET = {"Host": "127.0.0.1:8082", "Upgrade": "websocket", "Connection": "Upgrade"}
PATH = b"/ws/market-data"


def judged(path: bytes = PATH, room: bool = True, **headers: Any) -> object:  # noqa: ANN401 - header values
    sent = {**SOCKET, **headers}
    found = judge(scope_of(path, sent.items()), SETTINGS, lambda: room)
    return found.code if isinstance(found, Refusal) else found


def test_a_program_may_connect_without_origin_a_browser_from_ours() -> None:
    assert judged() == Admitted(None)
    assert judged(Origin="http://localhost:5000") == Admitted(None)


def test_a_token_comes_in_the_header_only() -> None:
    assert judged(Authorization="Bearer abc") == Admitted("abc")
    assert judged(PATH + b"?token=abc") == "PARAMETERS"


def test_a_token_is_not_shown() -> None:
    assert "abc" not in repr(Admitted("abc"))


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Origin": "http://evil.example"}, "ORIGIN"),
        ({"Origin": "null"}, "ORIGIN"),
        ({"Host": "evil.example"}, "HOST"),
        ({"Host": ""}, "HOST"),
        ({"Upgrade": "h2c"}, "UPGRADE_REQUIRED"),
    ],
)
def test_foreign_requests_are_refused(headers: dict[str, str], code: str) -> None:
    given: dict[str, Any] = headers
    assert judged(**given) == code


@pytest.mark.parametrize(
    "path", [b"/", b"/ws", b"/ws/market-data/", b"/%00", b"//health", b"/ws/../health", b"*"]
)
def test_other_paths_do_not_exist(path: bytes) -> None:
    assert judged(path) in {"UNKNOWN", "NUL", "BAD_REQUEST"}


def test_a_full_process_says_so() -> None:
    assert judged(room=False) == "FULL"


def test_the_pages_are_for_our_hosts_only() -> None:
    assert judged(b"/health") == "health"
    assert judged(b"/metrics") == "metrics"
    assert judged(b"/metrics", Host="evil.example") == "HOST"
