from datetime import datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from usdcop.services.kit.schemas import Finite, Instant, Model


class Sample(Model):
    at: Instant
    value: float = 0.0


def test_times_are_written_in_utc_with_z() -> None:
    bogota = datetime(2025, 3, 14, 8, tzinfo=timezone(timedelta(hours=-5)))
    assert Sample(at=bogota).model_dump_json() == '{"at":"2025-03-14T13:00:00Z","value":0.0}'


@pytest.mark.parametrize(
    "text",
    [
        '{"at":"2025-03-14T13:00:00"}',
        '{"at":"2025-03-14T13:00:00Z","other":1}',
        '{"at":"2025-03-14T13:00:00Z","value":NaN}',
        '{"at":"2025-03-14T13:00:00Z","value":1e400}',
        '{"at":"2025-03-14T13:00:00Z","value":"-inf"}',
    ],
)
def test_naive_times_unknown_fields_and_infinite_numbers_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate_json(text)


def test_a_body_cannot_be_changed() -> None:
    sample = Sample(at=datetime(2025, 3, 14, tzinfo=timezone.utc))  # noqa: UP017 - any offset will do
    with pytest.raises(ValidationError):
        sample.value = 1.0


def test_a_query_parameter_can_be_finite_only() -> None:
    numbers = TypeAdapter(Finite)
    assert numbers.validate_python("1e3") == 1000
    for text in ("nan", "inf", "1e400"):
        with pytest.raises(ValidationError):
            numbers.validate_python(text)
