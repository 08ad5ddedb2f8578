"""What to do after a setback: facts in, one decision out. No I/O, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from usdcop.adapters.twelvedata.answers import Setback, Trouble, plan_of
from usdcop.core.errors import VendorError
from usdcop.core.retry import RetryRule

_KEYS_CURE: Final = "Check TWELVEDATA_API_KEYS and the plan of the keys."
_QUESTION_CURE: Final = "Check the symbol and the dates."
_PATIENCE_CURE: Final = "Try again later; what had arrived is kept."
_HOW: Final = {
    Trouble.FAILED: "did not answer properly",
    Trouble.OTHER: "answered with other data than were asked for",
}


@dataclass(frozen=True, slots=True)
class Wait:
    """Call again after ``duration`` of real time."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class Bench:
    """Leave the key alone until the market instant ``until``, and call again with another."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Raise ``error``."""

    error: VendorError


Decision: TypeAlias = Wait | Bench | GiveUp


@dataclass(frozen=True, slots=True)
class Rules:
    """How often a failing vendor is asked, and how long a refused key rests."""

    retry: RetryRule
    refused_key_rest: timedelta


def decide(setback: Setback, failures: int, now: datetime, chance: float, rules: Rules) -> Decision:
    """What to do after ``setback``.

    Args:
        setback: what came instead of an answer.
        failures: calls of this question that failed, this one included if it did.
        now: market time, which credits are counted in.
        chance: a uniform random number in [0, 1).
        rules: limits.
    """
    match setback.trouble:
        case Trouble.MINUTE_SPENT:
            minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
            return Bench(minute, "its credits of the minute are spent")
        case Trouble.DAY_SPENT:
            day = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            return Bench(day, "its credits of the day are spent")
        case Trouble.KEY_REFUSED:
            return Bench(now + rules.refused_key_rest, f"the vendor refused it: {setback.text.rstrip('.')}")
        case Trouble.FAILED:
            wait = rules.retry.wait(failures, chance)
            return GiveUp(vendor_error(setback, failures)) if wait is None else Wait(wait)
        case Trouble.REFUSED | Trouble.NO_DATA | Trouble.PLAN | Trouble.OTHER:
            return GiveUp(vendor_error(setback))


def vendor_error(setback: Setback, failures: int = 1) -> VendorError:
    """``setback`` as an error: one sentence and its cure."""
    tried = f" in {failures} calls, the last time" if failures > 1 else ""
    how = _HOW.get(setback.trouble, "refused")
    code = f" (code {setback.code})" if setback.code is not None else ""
    text = setback.text.rstrip(".")
    return VendorError(f"The vendor {how}{tried}: {text}{code}.", _cure(setback), setback.code)


def _cure(setback: Setback) -> str:
    match setback.trouble:
        case Trouble.PLAN:
            return f"Use a key of the {plan_of(setback.text)} plan or a higher one (TWELVEDATA_API_KEYS)."
        case Trouble.OTHER:
            return "Nothing of it was taken. Check USDCOP_VENDOR_URL and the plan of the keys."
        case Trouble.KEY_REFUSED:
            return _KEYS_CURE
        case Trouble.REFUSED | Trouble.NO_DATA:
            return _QUESTION_CURE
        case _:
            return _PATIENCE_CURE
