"""Bodies of the pipeline service. Times are market time in UTC unless they say ``recorded_at``; shares are fractions."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from usdcop.core.backfills import BackfillStatus
from usdcop.core.layers import Layer
from usdcop.services.kit.health import Status
from usdcop.services.kit.paging import Page
from usdcop.services.kit.schemas import Instant, Model
from usdcop.services.pipeline.freshness import FreshnessState

# untested: declarations; the tests of the routes read and write them

Session = Annotated[date, Field(examples=["2025-03-14"])]
Checksum = Annotated[
    str, Field(examples=["sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b"])
]
RunStatus = Literal["running", "completed", "failed", "interrupted"]


class Common(Model):
    """What every answer says of itself."""

    symbol: str = Field(examples=["USDCOP"])
    data_kind: str = Field(examples=["real"])
    """`real`, `replay` or `synthetic`."""
    timestamp: Instant
    """Market time of the answer."""


class Run(Model):
    """One run of a layer."""

    id: int = Field(examples=[412])
    pipeline_name: str = Field(examples=["usdcop_m5__02_l1_standardise"])
    layer: Layer
    status: RunStatus
    started_at: Instant
    completed_at: Instant | None
    """Null while it runs."""
    market_seconds: float | None = Field(examples=[1.8])
    """Market time it took; on a simulated clock not the same as real time."""
    records: int | None = Field(examples=[60])
    """Rows it made; null unless it completed."""
    error: str | None
    """Why it failed or was interrupted."""
    host: str
    pid: int
    recorded_at: Instant
    """Real time it began."""


class Gate(Model):
    """A check that decides whether a layer may be used, held against what is stored now."""

    name: str = Field(examples=["coverage"])
    value: float = Field(examples=[0.987])
    operator: str = Field(examples=["≥"])
    threshold: float = Field(examples=[0.95])
    passed: bool


class Freshness(Model):
    """How far a layer is behind the calendar."""

    state: FreshnessState
    newest: Instant | None
    """Opening of the newest bar; for L6: when its newest run was completed."""
    age_seconds: float | None = Field(examples=[37.0])
    """Market seconds since that bar closed (L6: since it was completed)."""
    behind: int | None = Field(examples=[0])
    """Expected bars (L6: sessions) that have closed since and are not in it."""
    next_expected_at: Instant
    """When it can next grow."""


class LayerStatus(Model):
    """How a layer is."""

    layer: Layer
    deed: str = Field(examples=["standardise"])
    bucket: str = Field(examples=["01-l1-ds-usdcop-standardize"])
    sessions: int = Field(examples=[1298])
    """Sessions stored."""
    records: int = Field(examples=[78169])
    """Rows stored."""
    first_session: Session | None
    newest_session: Session | None
    run: Run | None
    """The newest run; null: it never ran."""
    freshness: Freshness
    gates: tuple[Gate, ...]
    gate_note: str | None
    """Why there are no gates, or why one cannot be judged."""


class PipelineStatus(Common):
    """The newest run of each layer, how fresh it is, and whether it may be used."""

    layers: tuple[LayerStatus, ...]


class Column(Model):
    """A column of a layer's rows."""

    name: str = Field(examples=["close"])
    type: str = Field(examples=["Float64"])


class LayerDetail(Common):
    """One layer in detail."""

    status: LayerStatus
    size_bytes: int
    """Bytes of all single files."""
    reads: tuple[str, ...] = Field(examples=[["L0"]])
    """Layers it is made from."""
    columns: tuple[Column, ...]
    """Of the newest partition."""
    recent_runs: tuple[Run, ...]
    """The newest ten."""


class LayerHealth(Model):
    """How one layer is, and what to do about it."""

    layer: Layer
    status: Status
    cause: str | None
    next_step: str | None


class PipelineHealth(Common):
    """How the pipeline as a whole is."""

    status: Status
    """`down`: bars cannot be used at all, and the answer is 503."""
    market_open: bool
    layers: tuple[LayerHealth, ...]


class DataQuality(Common):
    """What the stored history is worth."""

    first: Session | None
    last: Session | None
    expected_sessions: int
    sessions: int
    """Sessions with at least one bar."""
    missing_sessions: tuple[Session, ...]
    expected_bars: int
    bars: int
    coverage: float | None = Field(examples=[0.981])
    """`bars` over `expected_bars`; null where none is expected."""
    grades: dict[str, int] = Field(examples=[{"A": 1180, "B": 60, "C": 22, "D": 5}])
    """Sessions with bars, not stale, by grade."""
    stale_sessions: tuple[Session, ...]
    """Sessions whose closes hardly change: kept, but not trained on."""
    stale_bars: int
    stale_share: float | None
    """Bars of stale sessions over all bars; null without bars."""
    provisional: int
    """Sessions judged before their close."""
    without_first: int
    """Moving sessions that lack their first bar."""
    without_last: int
    suspect_bars: int
    """Accepted bars that are neither decided at nor filled at: their close jumped 100 bps or more."""
    doubtful_bars: int
    """Accepted bars at which no new risk is taken."""
    quarantined: int
    quarantine: dict[str, int] = Field(examples=[{"holiday": 4037}])
    """Refused rows by reason."""
    volume: str
    """Whether the feed has volume."""


class ManifestFile(Model):
    """One file of a partition."""

    filename: str
    size_bytes: int
    created_at: Instant
    """Real time."""
    records: int
    checksum: Checksum


class ManifestRow(Model):
    """The manifest of one partition: what makes it exist."""

    layer: Layer
    session: Session
    bucket: str
    prefix: str = Field(examples=["USDCOP/M5/2025/03/14"])
    files: tuple[ManifestFile, ...]
    metadata: dict[str, str]
    code_version: str
    calendar_version: str
    inputs: dict[str, str]
    """Checksum of each input by name."""


class Cell(Model):
    """What one layer has of one session."""

    layer: Layer
    state: Literal["present", "provisional", "missing", "absent", "future"]
    """`present`; `provisional`: there, but the session has not closed; `missing`: not there though the session
    has bars to make it from (L0: though it is expected); `absent`: not there, and nothing says it should be;
    `future`: the session has not opened."""
    records: int | None
    checksum: Checksum | None


class SessionRow(Model):
    """One session of the grid."""

    session: Session
    expected: bool
    """Whether the calendar expects it; false for a day with bars that it takes for a holiday."""
    closed_because: str | None
    """Name of the holiday, where it is not expected."""
    thin_because: str | None
    """Name of a United States holiday, where there is one."""
    opens_at: Instant
    closes_at: Instant
    grade: str | None = Field(examples=["A"])
    """A to D; null where L1 has not judged it."""
    stale: bool | None
    provisional: bool | None
    bars: int | None
    expected_bars: int | None
    holes: int | None
    largest_hole: int | None
    """Bars of the longest hole."""
    suspect: int | None
    doubtful: int | None
    quarantined: int | None
    """Refused rows."""
    layers: tuple[Cell, ...]


class RefusedRow(Model):
    """A raw row that was refused, as it came."""

    time: Instant
    """As received; `clock_shift_minutes` must be added to it."""
    session: Session | None
    reason: str = Field(examples=["holiday"])
    detail: str | None
    """What exactly is wrong."""
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    source: str
    state: str
    clock_shift_minutes: int
    known_at: Instant
    row: int | None
    """Line in the source."""
    raw: str | None
    """Text of a row that could not be read."""
    run_id: str


class InputRef(Model):
    """What a partition says it was made from."""

    name: str = Field(examples=["L1/2025-03-14"])
    """A partition, a bundle, or `before`: everything read of earlier sessions, as one hash."""
    checksum: str
    current: bool | None
    """Whether the lake holds exactly this content now; null where it keeps no such partition."""


class LineageNode(Model):
    """One partition of the lineage."""

    layer: Layer
    session: Session
    key: str
    """In the object store."""
    checksum: Checksum
    size_bytes: int
    records: int
    created_at: Instant
    """Real time."""
    code_version: str
    calendar_version: str
    inputs: tuple[InputRef, ...]


class RawSource(Model):
    """Where raw rows at the bottom came from."""

    source: str = Field(examples=["L0"])
    run_id: str
    rows: int
    first_known_at: Instant
    last_known_at: Instant


class LineageAnswer(Common):
    """From a partition down to the raw rows it was made of."""

    layer: Layer
    session: Session
    complete: bool
    """Whether it reaches down to raw rows through exactly the partitions the lake holds."""
    nodes: tuple[LineageNode, ...]
    """The partition asked for first."""
    sources: tuple[RawSource, ...]


class BackfillBody(Model):
    """Which sessions to fill."""

    symbol: str = Field(default="USDCOP", max_length=16, examples=["USDCOP"])
    first: Session
    last: Session
    """Included; at most 1,100 days after `first`, and not in the future."""
    dry_run: bool = False
    """Only say what it would take."""


class SpanToFetch(Model):
    """One request to the vendor."""

    start: Instant
    end: Instant
    bars: int
    """Missing bars it covers."""


class BackfillEstimate(Common):
    """What a backfill would take, before anything is started."""

    dry_run: Literal[True] = True
    first: Session
    last: Session
    expected_bars: int
    bars_missing: int
    """Bars it would ask for."""
    bars_given_up: int
    """Bars that are not there either, but the vendor was asked for them before and did not have them."""
    requests: int
    credits: int
    """Vendor credits: one a request."""
    spans: tuple[SpanToFetch, ...]


class BackfillRow(Model):
    """A backfill, and how far it is."""

    id: UUID
    symbol: str
    first: Session
    last: Session
    status: BackfillStatus
    bars_missing: int
    requests: int
    requests_done: int
    credits: int
    bars_found: int | None
    """Of the missing bars, those the vendor had; null until it has completed."""
    error: str | None
    requested_by: str
    requested_at: Instant
    ended_at: Instant | None
    recorded_at: Instant
    """Real time it was asked for."""


SessionPage = Page[SessionRow]
RefusedPage = Page[RefusedRow]
RunPage = Page[Run]
ManifestPage = Page[ManifestRow]
BackfillPage = Page[BackfillRow]
