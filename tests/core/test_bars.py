import polars as pl

from usdcop.core.bars import BAR, QUARANTINE, RAW_BAR, STATES, BarState, Reason, import_source


def test_states_are_ordered_by_how_final_they_are() -> None:
    rising = pl.Series([state.value for state in BarState], dtype=STATES)
    assert rising.sort(descending=True).to_list() == ["revised", "final", "forming"]
    assert (rising >= pl.Series(["final"], dtype=STATES)).to_list() == [False, True, True]


def test_a_quarantined_row_is_a_raw_row_with_its_reason() -> None:
    assert list(QUARANTINE) == [*RAW_BAR, "reason", "detail"]


def test_schemas_hold_instants_in_utc_to_the_microsecond() -> None:
    for schema in (RAW_BAR, BAR, QUARANTINE):
        assert schema["time"] == schema["known_at"] == pl.Datetime("us", "UTC")
        assert pl.DataFrame(schema=dict(schema)).width == len(schema)


def test_prices_and_volume_may_be_absent() -> None:
    frame = pl.DataFrame(
        {"close": [None], "volume": [None]}, schema={name: BAR[name] for name in ("close", "volume")}
    )
    assert frame.null_count().row(0) == (1, 1)


def test_an_import_is_named_after_its_file() -> None:
    assert import_source("bars.csv.gz") == "import:bars.csv.gz"


def test_reasons_are_written_as_the_quarantine_shows_them() -> None:
    assert {reason.value for reason in Reason} >= {
        "ohlc_violation", "duplicate", "conflict", "off_grid", "out_of_session", "holiday", "clock_shift",
        "shifted_twin", "stale_session", "spike_revert", "scale", "not_finite", "future",
    }  # fmt: skip
