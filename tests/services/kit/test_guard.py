import pytest
from sqlalchemy import Engine

from support.sample_service import create
from support.services import Service, running_service, shared_for, with_settings
from usdcop.services.kit.guard import refused
from usdcop.services.kit.settings import ServiceSettings

OURS = ServiceSettings(origins=("http://desk.example",), hosts=("localhost", "[::1]"), body_bytes=100)


@pytest.mark.parametrize(
    ("method", "headers", "code"),
    [
        ("GET", {"host": "localhost:8000"}, None),
        ("GET", {"host": "evil.example"}, "HOST"),
        ("GET", {}, "HOST"),
        ("GET", {"host": "localhost", "origin": "http://evil.example"}, None),
        ("POST", {"host": "localhost", "origin": "http://evil.example"}, "ORIGIN"),
        ("POST", {"host": "localhost", "origin": "null"}, "ORIGIN"),
        ("POST", {"host": "localhost", "origin": "http://desk.example.evil.example"}, "ORIGIN"),
        ("POST", {"host": "localhost", "origin": "http://desk.example"}, None),
        ("OPTIONS", {"host": "localhost", "origin": "http://evil.example"}, None),
        (
            "OPTIONS",
            {"host": "localhost", "origin": "http://evil.example", "access-control-request-method": "POST"},
            "ORIGIN",
        ),
        ("POST", {"host": "localhost", "content-length": "100"}, None),
        ("POST", {"host": "localhost", "content-length": "101"}, "BODY_TOO_LARGE"),
        ("POST", {"host": "localhost", "content-length": "9" * 400}, "BODY_TOO_LARGE"),
        ("POST", {"host": "localhost", "content-length": "-1"}, "BODY_TOO_LARGE"),
    ],
)
def test_what_is_refused_unread(method: str, headers: dict[str, str], code: str | None) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"method": method, "headers": raw, "raw_path": b"/", "query_string": b""}
    refusal = refused(scope, OURS)
    assert (refusal.code if refusal else None) == code


def test_any_host_may_be_served_where_that_is_asked_for() -> None:
    scope = {"method": "GET", "headers": [(b"host", b"any.example")], "raw_path": b"/", "query_string": b""}
    assert refused(scope, ServiceSettings(hosts=("*",))) is None


def test_hosts_and_origins_over_http(postgres: Engine, redis_url: str) -> None:
    shared = with_settings(shared_for(postgres, redis_url), origins=("http://desk.example",))
    with running_service(create, postgres, redis_url, shared) as service:
        client = service.client
        refused_host = client.get("/api/open", headers={"Host": "evil.example"})
        assert (refused_host.status_code, refused_host.json()["code"]) == (400, "HOST")
        body = {"quantity": 1}
        assert (
            client.post("/api/echo", json=body, headers={"Origin": "http://evil.example"}).status_code == 403
        )
        allowed = client.post("/api/echo", json=body, headers={"Origin": "http://desk.example"})
        assert allowed.headers["access-control-allow-origin"] == "http://desk.example"
        foreign = client.get("/api/open", headers={"Origin": "http://evil.example"})
        assert (
            "access-control-allow-origin" not in foreign.headers
        )  # so a browser keeps the answer from the page


def test_a_preflight_is_answered_for_our_pages_only(postgres: Engine, redis_url: str) -> None:
    shared = with_settings(shared_for(postgres, redis_url), origins=("http://desk.example",))
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    with running_service(create, postgres, redis_url, shared) as service:
        ours = service.client.options("/api/orders", headers={"Origin": "http://desk.example", **asked})
        assert ours.status_code == 200
        assert "POST" in ours.headers["access-control-allow-methods"]
        theirs = service.client.options("/api/orders", headers={"Origin": "http://evil.example", **asked})
        assert (theirs.status_code, theirs.json()["code"]) == (403, "ORIGIN")


@pytest.mark.parametrize(
    "target", ["/api/latest/US%00DCOP", "/api/latest/USDCOP?factor=%00", "/api/items/%00"]
)
def test_a_nul_in_a_target_is_refused(service: Service, target: str) -> None:
    answer = service.client.get(target)
    assert (answer.status_code, answer.json()["code"]) == (400, "NUL")
