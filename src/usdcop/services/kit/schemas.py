"""The base of all bodies: frozen, nothing unknown, finite numbers, times in UTC with ``Z``."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A body, or a group of query parameters. Unknown fields and numbers that are not finite are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_utc), Field(examples=["2025-03-14T15:25:00Z"])]
"""A moment. Read with any offset, written in UTC with ``Z``; one without an offset is refused."""

Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number that is neither infinite nor NaN, for query parameters."""
