"""``/docs``: the API as one page of plain HTML, made here: no script, and nothing is fetched from elsewhere."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any, Final, TypeAlias

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from usdcop.services.kit.examples import example

Json: TypeAlias = Mapping[str, Any]

_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font: 13px/1.45 ui-monospace, monospace }
pre { overflow-x: auto; padding: .7rem; border-radius: 6px; background: color-mix(in srgb, currentColor 8%, transparent) }
details { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; margin: .5rem 0; padding: .45rem .8rem }
summary { cursor: pointer }
summary b { display: inline-block; width: 4.5rem; font-family: ui-monospace, monospace }
summary span { opacity: .75; float: right }
table { border-collapse: collapse; margin: .5rem 0 }
td, th { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0 }
h2 { margin: 2rem 0 .5rem; text-transform: capitalize }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'"
)
"""What a browser may load for the page: the style in it, and nothing else."""


def add_documentation(app: FastAPI) -> None:
    """Serve ``/docs``; ``/openapi.json`` is there already."""

    @lru_cache(maxsize=1)
    def made() -> str:
        return page(app.openapi())

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(made(), headers={"Content-Security-Policy": POLICY})


def page(document: Json) -> str:
    """The OpenAPI ``document`` as a page."""
    title = escape(document["info"]["title"])
    by_tag: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["other"])[0]
            by_tag.setdefault(tag, []).append(_operation(document, method, path, operation))
    sections = "".join(f"<h2>{escape(tag)}</h2>{''.join(found)}" for tag, found in by_tag.items())
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
        f"<h1>{title}</h1><p>{escape(document['info'].get('description', ''))}</p>"
        f"<p>Version {escape(document['info']['version'])}. For programs: <a href=/openapi.json>openapi.json</a>."
        f" Errors are problem details (RFC 9457) with a <code>code</code> and a <code>cure</code>.</p>{sections}</html>"
    )


def _operation(document: Json, method: str, path: str, operation: Json) -> str:
    """One route, folded up."""
    parts = "".join(_parts(document, method, path, operation))
    lock = " · needs a token" if operation.get("security") else ""
    summary = escape(operation.get("summary", ""))
    head = f"<b>{method.upper()}</b><code>{escape(path)}</code><span>{summary}{lock}</span>"
    return f"<details><summary>{head}</summary>{parts}</details>"


def _parts(document: Json, method: str, path: str, operation: Json) -> Iterator[str]:
    yield f"<p>{escape(operation.get('description', ''))}</p>"
    if parameters := operation.get("parameters"):
        yield _table(("parameter", "in", "type", "meaning"), (_parameter(one) for one in parameters))
    body = _body(document, operation)
    yield f"<pre>{escape(_curl(method, path, operation, body))}</pre>"
    if answer := _answer(document, operation):
        yield f"<p>Answers</p><pre>{escape(answer)}</pre>"
    rows = ((status, found.get("description", "")) for status, found in operation["responses"].items())
    yield _table(("status", "meaning"), rows)


def _parameter(one: Json) -> tuple[str, str, str, str]:
    schema = one.get("schema", {})
    kinds = [schema, *schema.get("anyOf", ())]
    kind = " or ".join(str(found["type"]) for found in kinds if found.get("type") not in {None, "null"})
    limits = [f"{name} {schema[name]}" for name in ("minimum", "maximum", "default") if name in schema]
    meaning = one.get("description") or schema.get("description", "")
    return one["name"], one["in"], ", ".join([kind or "string", *limits]), meaning


def _body(document: Json, operation: Json) -> tuple[str, Any] | None:
    """Media type and an example of the body; None where the route takes none."""
    content = operation.get("requestBody", {}).get("content", {})
    for media, found in content.items():
        return media, example(document, found.get("schema", {}))
    return None


def _answer(document: Json, operation: Json) -> str | None:
    for status, found in operation["responses"].items():
        content = found.get("content", {}).get("application/json")
        if status.startswith("2") and content:
            given = content.get("example") or example(document, content.get("schema", {}))
            return json.dumps(given, indent=2, ensure_ascii=False)
    return None


def _curl(method: str, path: str, operation: Json, body: tuple[str, Any] | None) -> str:
    words = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    if operation.get("security"):
        words.append("-H 'Authorization: Bearer TOKEN'")
    if body is not None:
        media, content = body
        if media.endswith("json"):
            words += [f"-H 'Content-Type: {media}'", f"-d '{json.dumps(content, ensure_ascii=False)}'"]
        else:
            words += [f"-d {name}={value}" for name, value in content.items() if value]
    return " ".join([*words, f"$HOST{path}"])


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    titles = "".join(f"<th>{escape(cell)}" for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in row) for row in rows)
    return f"<table><tr>{titles}{lines}</table>"
