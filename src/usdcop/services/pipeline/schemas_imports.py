"""Bodies of the pipeline service about imports. Times are market time in UTC unless they say ``recorded_at``."""

from pydantic import Field

from usdcop.core.imports import Standing
from usdcop.pipeline.changes import Deed
from usdcop.services.kit.paging import Page
from usdcop.services.kit.schemas import Instant, Model
from usdcop.services.pipeline.schemas import Session

# untested: declarations; the tests of the routes read and write them


class ImportRow(Model):
    """A file that was imported, and what became of it."""

    id: str = Field(examples=["I-0007"])
    """Its rows carry it; `S-…` where it supersedes the vendor's bars too."""
    symbol: str
    file: str = Field(examples=["bars.csv.gz"])
    size_bytes: int
    sha256: str
    """Of the file (hex)."""
    clock_told: str = Field(examples=["auto"])
    """The clock that was given for its stamps; `auto`: it was to be found out."""
    clock_found: str = Field(examples=["right"])
    """What its stamps were found to be, in words."""
    rows: int
    """Rows that were kept."""
    refused: int
    """Rows that are in no layer, kept beside it with their reason."""
    first: Session | None
    last: Session | None
    """First and last session of its rows; null where it has none."""
    before: Session | None
    """Rows of this session and later ones were left out; null: none were."""
    by: str = Field(examples=["cli:ana"])
    at: Instant
    recorded_at: Instant
    """Real time."""
    state: Standing
    """`superseded`: a later import may have won over it in some sessions; `begun` and `undoing`: under way, or killed."""
    superseded_by: tuple[str, ...] = Field(examples=[["I-0008"]])
    """The later imports, while both are kept."""
    uncertain: str | None
    """Why its clock is doubted; null: it is not."""
    undone_by: str | None
    undone_at: Instant | None


class ImportChange(Model):
    """What an import, its undoing or a doubt about it changed, noted before it did."""

    deed: Deed
    why: str
    """Its file, or why it is doubted; empty: not kept."""
    by: str
    at: Instant
    recorded_at: Instant
    """Real time."""
    sessions: tuple[Session, ...]
    """Those whose bars changed; of a doubt: those that are graded anew."""


class ImportDetail(ImportRow):
    """One import with all it changed."""

    changes: tuple[ImportChange, ...]
    """Oldest first."""


ImportPage = Page[ImportRow]
