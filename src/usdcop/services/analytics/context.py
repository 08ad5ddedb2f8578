"""What a request is about: which model, which ledger, which period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, Query, Request

from usdcop.core.errors import MissingInputError, UnknownError, UsdcopError
from usdcop.core.record import Record
from usdcop.core.registry import Alias, RegisteredBundle
from usdcop.core.sessions import market_of
from usdcop.services.analytics.ports import AnalyticsPorts, Basis, Line, Window
from usdcop.services.analytics.schemas import Common, ModelRef

# untested: here, but by every route of the service


def ports_of(request: Request) -> AnalyticsPorts:
    """The ports of the running service."""
    ports: AnalyticsPorts = request.app.state.ports
    return ports


Ports = Annotated[AnalyticsPorts, Depends(ports_of)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A model, a ledger and a window of sessions."""

    ports: AnalyticsPorts
    symbol: str
    model: RegisteredBundle
    basis: Basis
    period_days: int
    asked: Window = Window.PERIOD

    @property
    def window(self) -> Window:
        """The window that is shown."""
        return Window.PERIOD if self.basis is Basis.PAPER else self.asked

    def record(self) -> Record:
        """The record of the window; a period ends with the newest session there is."""
        return self._within(self.ports.studio.record(self.model, self.basis))

    def tested(self) -> Record:
        """The record of the sessions that judge the model: every figure of the test set is reckoned from it.

        Raises:
            MissingInputError: nothing judges it yet, or it was not looked at.
        """
        judged = self.ports.studio.standing(self.model).sessions
        if not judged:
            raise MissingInputError(
                "No session judges this model yet.", "See GET /api/analytics/models: test_first."
            )
        return self.ports.studio.record(self.model, Basis.BACKTEST).between(judged[0], judged[-1])

    def lines(self) -> list[Line]:
        """The baselines over the sessions of the window; none beside a paper account."""
        if self.basis is Basis.PAPER:
            return []
        beside = self.ports.studio.lines(self.model)
        return [replace(line, record=self._within(line.record)) for line in beside]

    def today(self) -> date:
        """Market-local date."""
        return self.ports.market.calendar.local_date(self.ports.clock.now())

    def in_session(self, record: Record) -> bool:
        """Whether the newest decision of ``record`` belongs to a session that is open now."""
        now = self.ports.clock.now()
        open_now = self.ports.market.calendar.is_open(now)
        return open_now and bool(record.decisions) and record.decisions[-1].session == self.today()

    def common(self, record: Record) -> dict[str, object]:
        """What every figure says of itself, as keywords of ``Common``."""
        about = Common(
            symbol=self.symbol,
            period_days=self.period_days,
            window=self.window,
            data_points=len(record.expected),
            timestamp=self.ports.clock.now(),
            model=ref(self.model),
            data_kind=self.ports.data_kind,
            basis=self.basis,
            first_session=record.expected[0] if record.expected else None,
            last_session=record.expected[-1] if record.expected else None,
        )
        return {name: getattr(about, name) for name in Common.model_fields}

    def _within(self, whole: Record) -> Record:
        if not whole.expected:
            return whole
        if self.window is Window.JUDGED:
            judging = self.ports.studio.judging(self.model)
            return whole.between(judging[0], judging[-1]) if judging else whole
        last = whole.expected[-1]
        return whole.between(last - timedelta(days=self.period_days), last)


SymbolQuery = Annotated[str, Query(max_length=16, description="A configured symbol.", examples=["USDCOP"])]
ModelQuery = Annotated[
    str | None,
    Query(
        max_length=16,
        description="A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, "
        "else the newest.",
        examples=["challenger"],
    ),
]
PeriodQuery = Annotated[int, Query(ge=1, le=3660, description="Calendar days back from the newest session.")]
WindowQuery = Annotated[
    Window, Query(description="Which sessions: those that judge the model, or a period of days.")
]
BasisQuery = Annotated[Basis, Query(description="Which ledger: the engine's over unseen sessions, or paper.")]


def wanted(
    ports: Ports,
    symbol: SymbolQuery = "USDCOP",
    model: ModelQuery = None,
    period_days: PeriodQuery = 365,
    basis: BasisQuery = Basis.BACKTEST,
    window: WindowQuery = Window.PERIOD,
) -> Wanted:
    """What the request asks about.

    Raises:
        UnknownError: no such symbol or model.
        MissingInputError: nothing is registered.
    """
    name = known_symbol(symbol)
    return Wanted(ports, name, chosen(ports.studio.models(), model), basis, period_days, window)


About = Annotated[Wanted, Depends(wanted)]


def known_symbol(symbol: str) -> str:
    """Our spelling of ``symbol``. Raises ``UnknownError``."""
    try:
        return market_of(symbol).symbol
    except UsdcopError as error:
        raise UnknownError(error.sentence, error.cure) from None


def chosen(models: Sequence[RegisteredBundle], which: str | None) -> RegisteredBundle:
    """The bundle called ``which`` among ``models``, newest first."""
    registered = list(models)
    if not registered:
        raise MissingInputError("No model is registered yet.", "Train one: 'usdcop train'.")
    if which is None:
        roles = (Alias.CHAMPION, Alias.CHALLENGER)
        held = (one for role in roles for one in registered if role in one.aliases)
        return next(held, registered[0])
    for one in registered:
        if which == str(one.version) or which in one.aliases:
            return one
    raise UnknownError(f"No model is called {which!r}.", "See GET /api/analytics/models.")


def ref(model: RegisteredBundle) -> ModelRef:
    """``model`` as answers name it."""
    return ModelRef(version=model.version, name=model.run.name, bundle_hash=model.digest, roles=model.aliases)
