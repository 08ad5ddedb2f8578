"""Predictions against L5 and their bundles; on real homes: tests/faults/test_record_tampering.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from usdcop.core.errors import CorruptPartitionError
from usdcop.core.examination import Kind
from usdcop.core.layers import Layer
from usdcop.core.predictions import PREDICTION
from usdcop.pipeline.said import unlike_bundles, unlike_frame, unlike_layer

DAY = date(2025, 1, 2)
AT = datetime(2025, 1, 2, 14, tzinfo=UTC)
DIGEST, OTHER = "a" * 64, "b" * 64


def said(rows: int = 3, digest: str = DIGEST) -> pl.DataFrame:
    one = {
        "symbol": "USDCOP",
        "session": DAY,
        "model_version": "1",
        "alias": "champion",
        "bundle_hash": digest,
        "target": 1,
        "p_short": 0.2,
        "p_flat": 0.3,
        "p_long": 0.5,
        "value": None,
        "data_kind": "replay",
    }
    times = [AT + number * timedelta(minutes=5) for number in range(rows)]
    return pl.DataFrame([{**one, "time": at} for at in times], schema=PREDICTION)


@dataclass
class OneLayer:
    """A lake that has but L5."""

    frame: pl.DataFrame
    damaged: bool = False

    def quarters(self, _layer: Layer) -> list[date]:
        return [date(2025, 1, 1)]

    def days(self, _layer: Layer, _first: date | None = None, _last: date | None = None) -> dict[date, str]:
        return {DAY: "sha256:0"}

    def read(self, _layer: Layer, _days: Iterable[date] | None = None) -> pl.DataFrame:
        if self.damaged:
            raise CorruptPartitionError("It was altered.", "Repair it.")
        return self.frame


def differences(served: pl.DataFrame, layer: OneLayer) -> list[tuple[Kind, str]]:
    return [(one.kind, one.what) for one in unlike_layer(served, layer)]  # type: ignore[arg-type] # all that is read


def test_predictions_as_l5_has_them_are_sound() -> None:
    assert differences(said(), OneLayer(said())) == []


def test_a_bundle_in_two_roles_is_one_row_of_postgresql() -> None:
    both = pl.concat([said(), said().with_columns(alias=pl.lit("shadow"))])
    assert differences(said(), OneLayer(both)) == []


def test_a_changed_and_a_missing_row_are_told() -> None:
    changed = said().with_columns(p_long=pl.when(pl.col("time") == AT).then(0.4).otherwise("p_long"))
    ((kind, what),) = differences(changed, OneLayer(said()))
    assert kind is Kind.PREDICTION
    assert what == "1 predictions differ from L5 in p_long: first at 14:00 UTC, L5 0.5, PostgreSQL 0.4."
    ((kind, what),) = differences(said(2), OneLayer(said()))
    assert (kind, what) == (Kind.PREDICTION, "1 predictions of L5 are not in PostgreSQL.")


def test_numbers_may_be_apart_by_as_much_as_is_told() -> None:
    near = said(1).with_columns(p_long=pl.col("p_long") + 1e-9)
    assert list(unlike_frame(said(1), near, "its bundle", 1e-6)) == []
    assert len(list(unlike_frame(said(1), near, "its bundle"))) == 1
    assert len(list(unlike_frame(said(1), near.with_columns(target=pl.lit(0)), "its bundle", 1e-6))) == 1
    gone = near.with_columns(p_long=pl.lit(None, pl.Float64))
    assert len(list(unlike_frame(said(1), gone, "its bundle", 1e-6))) == 1


def test_what_l5_does_not_have_is_a_note() -> None:
    ((kind, what),) = differences(pl.concat([said(), said(2, OTHER)]), OneLayer(said()))
    assert kind is Kind.NOT_RECORDED
    assert what.startswith("2 predictions are not in L5")


def test_a_layer_that_cannot_be_read_is_told() -> None:
    found = differences(said(), OneLayer(said(), damaged=True))
    assert found[0] == (Kind.PREDICTION, "L5 cannot be compared with PostgreSQL: It was altered.")


def test_bundles_that_are_unknown_of_another_version_altered_or_gone_are_told() -> None:
    def load(digest: str) -> bytes | None:
        if digest == OTHER:
            raise CorruptPartitionError("Its file was altered.", "Restore it.")
        return b"" if digest == DIGEST else None

    def told(served: pl.DataFrame, registered: dict[str, frozenset[str]]) -> list[str]:
        return [one.what for one in unlike_bundles(served, registered, load)]

    assert told(said(), {DIGEST: frozenset({"1", "2"})}) == []
    assert told(said(), {}) == [
        f"3 predictions are of the bundle {DIGEST[:12]}…, which the registry does not have."
    ]
    assert "the registry has it as version 2, 3" in told(said(1), {DIGEST: frozenset({"3", "2"})})[0]
    assert told(said(1, OTHER), {OTHER: frozenset({"1"})}) == ["Its file was altered."]
    gone = "c" * 64
    assert told(said(1, gone), {gone: frozenset({"1"})})[0].endswith("is not there.")


def test_nothing_said_is_sound() -> None:
    assert list(unlike_bundles(said(0), {}, lambda _digest: None)) == []
