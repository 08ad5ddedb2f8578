"""The gates: each asks one question of the judged sessions, at a stated error rate (``docs/COURT.md``)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import t as student

from usdcop.backtest.statistics import Interval, drawdown_of
from usdcop.core.episodes import Flags, Floats
from usdcop.core.metrics import NOTHING, SESSIONS_A_YEAR, Metric, known, unknown
from usdcop.core.units import BPS
from usdcop.court.batch_test import best_of_batch
from usdcop.court.forward_proof import FIRST_LOOK, ForwardProof
from usdcop.court.gate import NO_INTERVAL, Gate, GateSettings, Operator, Question, Unit
from usdcop.court.mean_test import MeanTest, mean_above_zero, mean_below_zero, mean_interval
from usdcop.court.resampling import block_length, chunks

DRAWDOWN_DRAWS: Final = 2_000
MEAN_BPS: Final = "mean net return, bps a session"


@dataclass(frozen=True, slots=True, eq=False)
class JudgedSessions:
    """What is judged: n expected sessions, those without a trade included; all returns are shares of the capital."""

    returns: Floats
    """(n,) net of the costs in force."""
    costs: Floats
    """(n,) spread and slippage paid."""
    matched: Floats
    """(n,) of the policy's own mean position held constantly."""
    baselines: Mapping[str, Floats]
    """(n,) of each simple rule, by name."""
    traded: Flags
    """(n,) whether a trade was made."""
    daily_loss: float
    """Daily-loss limit of the account, share of the capital."""

    def at_costs(self, multiple: float) -> Floats:
        """(n,) returns of the same decisions at a multiple of the costs."""
        stressed: Floats = self.returns - (multiple - 1.0) * self.costs
        return stressed


@dataclass(frozen=True, slots=True)
class Operations:
    """What is known of how the bundle runs."""

    inference_p99_ms: Metric
    end_to_end_p99_ms: Metric
    parity: Metric
    """Share of the newest bars at which the live path made the batch path's features, to the last bit."""
    feature_hash: Metric
    """1 where the bundle's features are those of this home."""


EDGE: Final = Question(
    "edge",
    "Edge",
    Unit.PROBABILITY,
    Operator.AT_MOST,
    "That the mean net session return is above zero: the larger p of the studentised bootstrap's and Student's, "
    "against this look's share of the error.",
)
FORWARD: Final = Question(
    "edge",
    "Edge, proven forward",
    Unit.MULTIPLE,
    Operator.AT_LEAST,
    "Wealth of bets against no edge on the sessions since the entry, against one over the entry's share of the error; "
    "losses beyond the stop's reach are counted as 1.11 times that reach, and gaps beyond it are not covered.",
)


def edge_gate(returns: Floats, test: MeanTest, level: float) -> Gate:
    """Whether the mean is above zero, by ``test`` at ``level``."""
    deviation = float(returns.std(ddof=1)) if len(returns) > 1 else 0.0
    needed = ""
    if deviation > NOTHING:
        mean = float(student.isf(level, len(returns) - 1)) * deviation / math.sqrt(len(returns))
        sharpe = math.sqrt(SESSIONS_A_YEAR) * mean / deviation
        needed = (
            f"a mean of about {BPS * mean:+.2f} bps a session with this spread (Sharpe ratio {sharpe:.1f})"
        )
    return EDGE.put(known(test.p), level, interval=bps_interval(returns), measured=MEAN_BPS, needed=needed)


def forward_gate(returns: Floats, proof: ForwardProof) -> Gate:
    """Whether the bets of the forward proof have reached their target at a look."""
    looks = proof.wealth[FIRST_LOOK - 1 :]
    value = known(float(looks.max())) if looks.size else unknown(f"the first look is at session {FIRST_LOOK}")
    return FORWARD.put(
        value,
        proof.target,
        interval=bps_interval(returns),
        measured=MEAN_BPS,
        needed=f"wealth of {proof.target:,.0f}; it stands at {float(proof.wealth[-1]) if proof.wealth.size else 1.0:.2f}",
    )


def exposure_gate(judged: JudgedSessions, settings: GateSettings) -> Gate:
    """Whether timing earns more than the policy's own mean position held constantly."""
    gap = judged.returns - judged.matched
    question = Question(
        "exposure",
        "More than exposure",
        Unit.PROBABILITY,
        Operator.AT_MOST,
        "That it earns more than its own mean position held constantly, paired session by session.",
    )
    return question.put(
        known(mean_above_zero(gap, settings.paired_level).p),
        settings.paired_level,
        interval=bps_interval(gap),
        measured="advantage, bps a session",
        needed="a larger advantage over its own mean position",
    )


def baseline_gate(judged: JudgedSessions, settings: GateSettings) -> Gate:
    """Whether some simple rule, brought to the policy's volatility, is significantly better: then it is refused."""
    question = Question(
        "baseline",
        "No simple rule is better",
        Unit.PROBABILITY,
        Operator.ABOVE,
        "Refused where a baseline at the same volatility is significantly better, the largest of all baselines counted.",
    )
    names, gaps = _against(judged)
    if not names:
        return question.put(unknown("neither it nor a baseline varies"), settings.paired_level)
    tests = best_of_batch(np.column_stack(gaps), settings.paired_level)
    best = min(range(len(names)), key=lambda index: tests[index].p)
    return question.put(
        known(tests[best].p),
        settings.paired_level,
        interval=bps_interval(gaps[best]),
        measured=f"advantage of {names[best]} at the same volatility, bps a session",
        needed=f"no significant advantage of {names[best]}",
    )


def _against(judged: JudgedSessions) -> tuple[list[str], list[Floats]]:
    """Each baseline that varies, scaled to the policy's volatility, less the policy."""
    own = float(judged.returns.std(ddof=1)) if len(judged.returns) > 1 else 0.0
    names, gaps = [], []
    for name, theirs in judged.baselines.items():
        spread = float(theirs.std(ddof=1)) if len(theirs) > 1 else 0.0
        if own > NOTHING and spread > NOTHING:
            names.append(name)
            gaps.append(theirs * (own / spread) - judged.returns)
    return names, gaps


def stressed_costs_gate(judged: JudgedSessions, settings: GateSettings) -> Gate:
    """Whether the mean at higher costs is significantly below zero: then it is refused."""
    question = Question(
        "stressed_costs",
        f"Bears {settings.stress_multiple:g} × costs",
        Unit.PROBABILITY,
        Operator.ABOVE,
        f"Refused where the mean at {settings.stress_multiple:g} times the costs is significantly below zero.",
    )
    low, even, high = break_even(judged)
    told = "break-even multiple of the costs" + ("" if even.value is None else f": {even.value:.2f}")
    return question.put(
        known(mean_below_zero(judged.at_costs(settings.stress_multiple), settings.paired_level).p),
        settings.paired_level,
        interval=Interval(low, high),
        measured=told,
        needed="a mean that higher costs do not bring significantly below zero",
    )


def break_even(judged: JudgedSessions) -> tuple[Metric, Metric, Metric]:
    """Multiple of the costs at which nothing is earned, with its 95 % interval: low, value, high."""
    paid = float(judged.costs.mean()) if len(judged.costs) else 0.0
    if paid <= NOTHING:
        nothing = unknown("it pays no costs")
        return nothing, nothing, nothing
    gross = judged.returns + judged.costs
    drawn = []
    for indices in chunks(len(gross), block_length(gross), DRAWDOWN_DRAWS):
        below = judged.costs[indices].mean(axis=1)
        drawn.append(
            np.where(
                below > NOTHING, gross[indices].mean(axis=1) / np.where(below > NOTHING, below, 1.0), np.inf
            )
        )
    ratios = np.concatenate(drawn)
    low, high = np.quantile(ratios, (0.025, 0.975), method="nearest")
    ends = [
        known(end) if math.isfinite(end) else unknown("many resampled histories pay no costs")
        for end in (low, high)
    ]
    return ends[0], known(float(gross.mean()) / paid), ends[1]


def concentration_gate(returns: Floats, settings: GateSettings) -> Gate:
    """Whether one session carries too much of the profit."""
    total = float(returns.sum()) if len(returns) else 0.0
    value = known(float(returns.max()) / total) if total > NOTHING else unknown("there is no profit to carry")
    question = Question(
        "concentration",
        "No single session carries it",
        Unit.SHARE,
        Operator.AT_MOST,
        "Share of the profit that the best session carries.",
    )
    return question.put(value, settings.largest_session, needed="a profit that does not hang on one session")


def activity_gate(judged: JudgedSessions, settings: GateSettings) -> Gate:
    """Whether it trades often enough to be judged by."""
    question = Question(
        "activity", "Sessions with a trade", Unit.COUNT, Operator.AT_LEAST, "Fewer trades are anecdotes."
    )
    threshold = float(settings.sessions_traded)
    return question.put(
        known(float(judged.traded.sum())), threshold, needed=f"trades in {threshold:.0f} sessions"
    )


def drawdown_gates(returns: Floats, daily_loss: float, settings: GateSettings) -> tuple[Gate, Gate]:
    """Whether the fall that was seen, and the 95 % of falls that might have been, are bearable."""
    seen = Question(
        "drawdown",
        "Maximum drawdown",
        Unit.MULTIPLE,
        Operator.AT_MOST,
        "Largest fall from a peak, in daily-loss limits of the account.",
    )
    drawn = Question(
        "drawdown_95",
        "Drawdown that may be met",
        Unit.MULTIPLE,
        Operator.AT_MOST,
        "95 % of the largest falls in resampled histories, in the same limits.",
    )
    if not len(returns) or daily_loss <= 0.0:
        nothing = unknown("no session" if not len(returns) else "the account has no daily-loss limit")
        return seen.put(nothing, settings.drawdown), drawn.put(nothing, settings.drawdown_95)
    falls = np.concatenate(
        [
            drawdown_of(returns[indices])
            for indices in chunks(len(returns), block_length(returns), DRAWDOWN_DRAWS)
        ]
    )
    worst = float(np.quantile(falls, 0.95, method="nearest")) / daily_loss
    fell = float(drawdown_of(returns[None, :])[0]) / daily_loss
    return (
        seen.put(known(fell), settings.drawdown, needed="smaller falls, or a smaller position"),
        drawn.put(known(worst), settings.drawdown_95, needed="smaller falls, or a smaller position"),
    )


def operational_gates(found: Operations, settings: GateSettings) -> tuple[Gate, ...]:
    """Whether the bundle is fast enough, on this home's features, and the same live as in the batch path."""
    inference = Question(
        "inference_p99_ms",
        "Inference, p99",
        Unit.MILLISECONDS,
        Operator.AT_MOST,
        "One opinion of the policy.",
    )
    end_to_end = Question(
        "end_to_end_p99_ms",
        "End to end, p99",
        Unit.MILLISECONDS,
        Operator.AT_MOST,
        "From closed bar to order.",
    )
    features = Question(
        "feature_hash", "Features", Unit.SHARE, Operator.AT_LEAST, "Its features are defined as this home's."
    )
    parity = Question(
        "parity",
        "Live equals batch",
        Unit.SHARE,
        Operator.AT_LEAST,
        "Share of the newest bars whose features are the same live, to the last bit.",
    )
    return (
        inference.put(found.inference_p99_ms, settings.inference_p99_ms),
        end_to_end.put(found.end_to_end_p99_ms, settings.end_to_end_p99_ms),
        features.put(found.feature_hash, 1.0),
        parity.put(found.parity, 1.0),
    )


def bps_interval(returns: Floats) -> Interval:
    """95 % interval of the mean, in bps; unknown where nothing varies."""
    bound = mean_interval(returns)
    return NO_INTERVAL if bound is None else bound.in_bps
