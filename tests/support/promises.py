"""What a service's OpenAPI promises, held against its answers to generated requests."""

from collections.abc import Mapping
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

HELD = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SEED = 2025


def keeps_its_promises(
    url: str, headers: Mapping[str, str], *, examples: int = 8, skip: frozenset[str] = frozenset()
) -> int:
    """Send ``examples`` generated requests to each operation of the service at ``url``; return the operations.

    No answer may be a 5xx, or of a status, type or shape that the OpenAPI does not name.

    Args:
        url: of the running service.
        headers: sent with every request.
        examples: requests to each operation.
        skip: paths left out, because a request to them changes what the others see.
    """
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    tried = [operation for operation in found if operation.path not in skip]
    for operation in tried:
        _try(operation, headers, examples)
    return len(tried)


def _try(
    operation: schemathesis.APIOperation[Any, Any, Any, Any], headers: Mapping[str, str], examples: int
) -> None:
    @hypothesis.seed(SEED)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy())
    def one(case: schemathesis.Case[Any]) -> None:
        response = case.call(headers=dict(headers), timeout=20)
        case.validate_response(response, checks=HELD)

    one()
