"""Predictions as a list, newest first, page by page."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import Engine

from usdcop.adapters.postgres.copying import copy_out
from usdcop.adapters.postgres.database import transaction
from usdcop.core.predictions import STORED_PREDICTION


@dataclass(frozen=True, slots=True)
class PostgresPredictionPages:
    """Reads the table ``predictions``."""

    engine: Engine

    def page(
        self, symbol: str, alias: str | None, after: tuple[datetime, str] | None, limit: int,
        session: date | None = None,
    ) -> pl.DataFrame:  # fmt: skip
        """Up to ``limit`` rows of ``STORED_PREDICTION`` columns, newest first.

        Args:
            symbol: of the market.
            alias: only those of this role; None: of all.
            after: time and bundle of the last row of the page before; None: the first page.
            limit: at most as many.
            session: only those of this session; None: of all.
        """
        conditions, values = ["symbol = %s"], [symbol]
        if alias is not None:
            conditions, values = [*conditions, "alias = %s"], [*values, alias]
        if session is not None:
            conditions, values = [*conditions, "session = %s::date"], [*values, session.isoformat()]
        if after is not None:
            conditions = [*conditions, "(time, bundle_hash) < (%s::timestamptz, %s)"]
            values = [*values, after[0].isoformat(), after[1]]
        condition = f"{' AND '.join(conditions)} ORDER BY time DESC, bundle_hash DESC LIMIT {limit:d}"
        with transaction(self.engine) as connection:
            return copy_out(connection, "predictions", STORED_PREDICTION, condition, tuple(values))
