import re

from support.services import Service
from usdcop.services.kit.documentation import page


def test_the_page_shows_every_route_and_loads_nothing_from_elsewhere(service: Service) -> None:
    told = service.client.get("/docs")
    assert told.headers["content-type"].startswith("text/html")
    document = service.client.get("/openapi.json").json()
    for path in document["paths"]:
        assert f"<code>{path}</code>" in told.text
    assert "<script" not in told.text
    assert re.findall(r"(?:src|href)=\"?([^\s>\"]+)", told.text) == ["/openapi.json"]
    policy = told.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_what_is_written_in_a_description_is_not_markup(service: Service) -> None:
    assert "Sample &lt;service&gt;" in service.client.get("/docs").text


def test_a_route_shows_how_to_call_it(service: Service) -> None:
    text = service.client.get("/docs").text
    assert "curl -X POST -H &#x27;Authorization: Bearer TOKEN&#x27;" in text
    assert "needs a token" in text
    assert "-d username=maria" in text


def test_every_error_answer_of_the_document_is_a_problem(service: Service) -> None:
    document = service.client.get("/openapi.json").json()
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            for status, answer in operation["responses"].items():
                if status[0] == "4":
                    assert answer["content"]["application/problem+json"]["schema"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_a_document_without_routes_makes_a_page() -> None:
    made = page({"info": {"title": "T", "version": "1"}, "paths": {}})
    assert made.startswith("<!doctype html>")
