import pytest

from support.sample_service import create
from support.services import Service
from usdcop.core.errors import UnauthenticatedError
from usdcop.services.kit.app import undecided


def test_a_service_describes_itself_without_any_server() -> None:
    document = create(undecided()).openapi()
    assert document["info"]["title"] == "Sample <service>"
    assert {"/health", "/metrics", "/api/open", "/api/auth/token"} <= set(document["paths"])


def test_what_is_given_to_documents_lets_nobody_in() -> None:
    with pytest.raises(UnauthenticatedError):
        undecided().identity.principal("x")


def test_a_service_is_made_of_its_routers_and_what_all_services_have(service: Service) -> None:
    assert [
        service.client.get(path).status_code for path in ("/health", "/metrics", "/docs", "/openapi.json")
    ] == [200] * 4
    assert service.client.get("/redoc").status_code == 404
