"""Which role trades the main account in a session: drawn by a salted hash, so that nobody chooses afterwards."""

import hashlib
from collections.abc import Sequence
from datetime import date

from usdcop.core.policy_book import Assignment, Holder
from usdcop.core.registry import Alias


def assign(day: date, symbol: str, holders: Sequence[Holder], salt: str) -> Assignment | None:
    """The role that trades the main account on ``day``.

    Champion and challenger take turns by the last bit of the hash; where only one of them may trade, it has every
    session. None where neither may: a shadow trades nothing, nor does a bundle that lost a champion's title.
    """
    drawn = hashlib.sha256(f"{salt} {symbol} {day}".encode()).hexdigest()
    traders: dict[Alias, Holder] = {
        one.alias: one for one in holders if one.alias is not Alias.SHADOW and not one.demoted
    }
    if not traders:
        return None
    order = (Alias.CHAMPION, Alias.CHALLENGER)
    turn = order[int(drawn, 16) % 2]
    chosen = traders.get(turn) or next(iter(traders.values()))
    return Assignment(chosen.alias, chosen.bundle_hash, drawn)
