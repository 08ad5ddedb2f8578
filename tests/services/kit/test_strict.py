import pytest

from support.services import Service


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/open?x=1", "query.x"),
        ("/api/latest/USDCOP?factor=1&limti=5", "query.limti"),
        ("/api/latest/USDCOP?factor=1&factor=2", "query.factor"),
        ("/api/filtered?sinec=2025-03-14T13:00:00Z", "query.sinec"),
        ("/api/list?after=1", "query.after"),
        ("/health?token=x", "query.token"),
    ],
)
def test_a_parameter_that_is_not_known_or_doubled_is_refused(service: Service, path: str, field: str) -> None:
    told = service.client.get(path)
    assert told.status_code == 422
    assert told.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "path",
    [
        "/api/latest/USDCOP?factor=2",
        "/api/filtered?since=2025-03-14T13:00:00Z",
        "/api/list?limit=2",
        "/api/open?",
    ],
)
def test_known_parameters_are_taken(service: Service, path: str) -> None:
    assert service.client.get(path).status_code == 200
