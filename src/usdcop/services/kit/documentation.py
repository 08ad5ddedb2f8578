"""``/docs``: the API as one page of plain HTML, made here: no script, and nothing is fetched from elsewhere."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse


def add_documentation(app: FastAPI) -> None:
    """Serve ``/docs``; ``/openapi.json`` is there already."""

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(f"<h1>{app.title}</h1><p><a href='/openapi.json'>OpenAPI</a></p>")
