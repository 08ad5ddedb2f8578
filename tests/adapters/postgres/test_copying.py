from datetime import UTC, date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.copying import copy_in, copy_out
from usdcop.adapters.postgres.database import transaction
from usdcop.core.bars import UTC_TIME
from usdcop.core.errors import DataError

SCHEMA: dict[str, pl.DataType] = {
    "n": pl.Int64(),
    "price": pl.Decimal(20, 8),
    "ratio": pl.Float64(),
    "at": UTC_TIME,
    "day": pl.Date(),
    "flag": pl.Boolean(),
    "words": pl.String(),
}
CREATE = "CREATE TABLE odd (n bigint, price numeric(20,8), ratio float8, at timestamptz, day date, flag bool, words text)"


def _odd(words: list[str | None]) -> pl.DataFrame:
    count = len(words)
    return pl.DataFrame(
        {
            "n": [-(2**62), None, 3][:count],
            "price": ["3999.00000001", "-0.5", None][:count],
            "ratio": [1e-300, None, 0.1 + 0.2][:count],
            "at": [datetime(2024, 2, 29, 23, 59, 59, 999999, UTC), None, datetime(1999, 1, 1, tzinfo=UTC)][
                :count
            ],
            "day": [date(2024, 2, 29), None, date(1999, 12, 31)][:count],
            "flag": [True, None, False][:count],
            "words": words,
        },
    ).cast(SCHEMA)  # type: ignore[arg-type] # a mapping of names is what cast takes


def test_every_type_and_null_survives_the_way_in_and_out(postgres: Engine) -> None:
    frame = _odd(['a "b", c\nd\\', None, ""])
    with transaction(postgres) as connection:
        connection.execute(text(CREATE))
        copy_in(connection, "odd", "arrived", frame)
        stored = copy_out(connection, "arrived", SCHEMA, "TRUE OR words = %s", ("it's",))
        connection.rollback()
    assert_frame_equal(stored, frame)


def test_the_same_name_may_be_used_again_in_one_transaction(postgres: Engine) -> None:
    with transaction(postgres) as connection:
        connection.execute(text(CREATE))
        copy_in(connection, "odd", "arrived", _odd(["one"]))
        copy_in(connection, "odd", "arrived", _odd(["two"]).select("words"))
        stored = copy_out(connection, "arrived", {"words": pl.String()}, "TRUE", ())
        connection.rollback()
    assert stored["words"].to_list() == ["two"]


def test_text_that_the_server_cannot_hold_is_a_data_error(postgres: Engine) -> None:
    with transaction(postgres) as connection:
        connection.execute(text(CREATE))
        with pytest.raises(DataError, match="invalid byte sequence"):
            copy_in(connection, "odd", "arrived", _odd(["nul \0"]))
        connection.rollback()
