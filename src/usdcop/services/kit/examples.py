"""Examples made from a schema, for the page of documentation."""

from collections.abc import Mapping
from typing import Any, Final

DEEPEST: Final = 6
"""Levels of an example; deeper ones are left out."""

_OF_FORMAT: Final = {
    "date-time": "2025-03-14T15:25:00Z",
    "date": "2025-03-14",
    "uuid": "3f0c6d2e-6f0b-4d43-9a57-0f3b9d0c1c11",
    "password": "…",
}
_OF_TYPE: Final[Mapping[str, Any]] = {
    "string": "…",
    "integer": 1,
    "number": 1.0,
    "boolean": True,
    "null": None,
}


def example(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:  # noqa: ANN401 - JSON
    """A value that fits ``schema``: the example it gives, else one made of its parts."""
    found = resolved(document, schema)
    for name in ("examples", "example", "const", "default"):
        if found.get(name) is not None:
            return found[name][0] if name == "examples" else found[name]
    if depth > DEEPEST:
        return None
    if choices := found.get("enum"):
        return choices[0]
    for one in (*found.get("anyOf", ()), *found.get("oneOf", ()), *found.get("allOf", ())):
        if one.get("type") != "null":
            return example(document, one, depth + 1)
    return _made(document, found, depth)


def resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """``schema``, or what it refers to."""
    while "$ref" in schema:
        here: Any = document
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            here = here[step]
        schema = here
    return schema


def _made(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - JSON
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {name: example(document, one, depth + 1) for name, one in properties.items()}
        case "array":
            inner: Mapping[str, Any] = schema.get("items") or next(iter(schema.get("prefixItems", ())), {})
            return [example(document, inner, depth + 1)]
        case kind:
            return _OF_FORMAT.get(schema.get("format", ""), _OF_TYPE.get(str(kind)))
