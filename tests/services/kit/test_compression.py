import gzip

import httpx
import pytest
from sqlalchemy import Engine

from support.sample_service import LARGE, create
from support.services import running_service, shared_for
from usdcop.services.kit.compression import is_here
from usdcop.services.kit.settings import ServiceSettings


@pytest.mark.parametrize(
    ("address", "here"), [("127.0.0.1", True), ("::1", True), ("10.0.0.2", False), ("unknown", False)]
)
def test_which_addresses_are_of_this_machine(address: str, here: bool) -> None:
    assert is_here(address) is here


def test_large_answers_are_compressed_for_clients_elsewhere_only(postgres: Engine, redis_url: str) -> None:
    shared = shared_for(postgres, redis_url, settings=ServiceSettings(proxies=("127.0.0.1",)))
    elsewhere = {"X-Forwarded-For": "203.0.113.9", "Accept-Encoding": "gzip"}
    with running_service(create, postgres, redis_url, shared) as service:
        assert "content-encoding" not in service.client.get("/api/large").headers
        assert "content-encoding" not in service.client.get("/api/open", headers=elsewhere).headers
        with service.client.stream("GET", "/api/large", headers=elsewhere) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(raw).decode() == f'"{LARGE}"'
        plain = httpx.get(f"{service.url}/api/large", headers={**elsewhere, "Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
