from typing import Any

import pytest

from usdcop.services.kit.examples import DEEPEST, example, resolved

DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "Side": {"enum": ["buy", "sell"], "type": "string"},
            "Order": {
                "type": "object",
                "properties": {
                    "side": {"$ref": "#/components/schemas/Side"},
                    "price": {"type": "number", "examples": [4012.5]},
                    "limit": {"anyOf": [{"type": "null"}, {"type": "integer"}]},
                    "at": {"type": "string", "format": "date-time"},
                },
            },
            "Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        }
    }
}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_an_example_is_made_of_the_parts_of_a_schema() -> None:
    assert example(DOCUMENT, reference("Order")) == {
        "side": "buy",
        "price": 4012.5,
        "limit": 1,
        "at": "2025-03-14T15:25:00Z",
    }


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": "bearer"}, "bearer"),
        ({"type": "integer", "default": 1000}, 1000),
        ({"type": "array", "items": {"type": "boolean"}}, [True]),
        ({"type": "array", "prefixItems": [{"type": "number"}]}, [1.0]),
        ({"type": "null"}, None),
        ({}, None),
    ],
)
def test_examples_of_plain_schemas(schema: dict[str, Any], value: object) -> None:
    assert example(DOCUMENT, schema) == value


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    found, depth = example(DOCUMENT, reference("Tree")), 0
    while found:
        found, depth = found[0], depth + 1
    assert depth <= DEEPEST + 2


def test_a_reference_leads_to_what_it_names() -> None:
    assert resolved(DOCUMENT, reference("Side"))["enum"] == ["buy", "sell"]
