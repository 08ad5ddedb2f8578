"""What a report says about the data a result rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# untested: fields only; the report's tests build and print one


@dataclass(frozen=True, slots=True)
class DataSummary:
    """The data behind a result, counted by the layers that made them."""

    source: str
    """Where the bars came from, in words."""
    first_session: date
    last_session: date
    expected_sessions: int
    sessions_with_bars: int
    expected_bars: int
    rows_in: int
    rows_accepted: int
    quarantine: Mapping[str, int]
    """Refused rows by reason."""
    grades: Mapping[str, int]
    """Sessions by grade, A to D."""
    stale_sessions: int
    stale_rows: int
    doubtful_bars: int
    suspect_bars: int
    calendar_version: str
    code_version: str
    data_hash: str
    """Checksum of what the evaluation read."""
    remarks: tuple[str, ...] = ()

    @property
    def coverage(self) -> float:
        """Share of the expected bars that were accepted."""
        return self.rows_accepted / self.expected_bars if self.expected_bars else 0.0
