"""What each look at a test set may spend: all looks together err in 5 % of cases at most."""

import math
from typing import Final

FIRST_SHARE: Final = 0.03
"""Level of the first look."""
LATER_SHARE: Final = 0.02
"""Level of all later looks together."""
MOST_LOOKS: Final = 20
"""After so many looks a test set is used up; a setting may only lower this."""
FORWARD_SHARE: Final = 0.05
"""Level of all entries of a home into the forward proof together."""


def look_level(number: int) -> float:
    """Level α_j of look ``number`` = j ≥ 1: 3 %, then 2 %/(j(j - 1)); their sum over all j is 5 %."""
    return FIRST_SHARE if number == 1 else LATER_SHARE / (number * (number - 1))


def entry_level(number: int) -> float:
    """Level α_n of entry ``number`` = n ≥ 1 into the forward proof: 5 % · 6/(π²n²); their sum is 5 %."""
    return FORWARD_SHARE * 6.0 / (math.pi * number) ** 2
