"""The Gymnasium face: the same market, one session at a time, for any library that trains on Gymnasium.

NumPy only. It steps over decision slots, so an agent never meets a slot where nothing can be done.
"""

from typing import Any, Final

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Discrete
from numpy.typing import NDArray

from usdcop.core.accounting import CostModel, entry_after, permitted, reward, unrealised
from usdcop.core.episodes import POSITION_FEATURES, Episodes, time_to_close, unit_economics
from usdcop.core.errors import DataError

Seen = NDArray[np.float32]

_MAY_CHANGE: Final = 1.0
"""Decision slots are, by their definition, never among the last slots of a session."""


class TradingEnv(gymnasium.Env[Seen, np.int64]):
    """One session of USD/COP an episode.

    Observation: float32 (F + 3,): unscaled features, then ``POSITION_FEATURES``.
    Action: 0 short, 1 flat, 2 long: the target position.
    Reward: net P&L of the decision in bps of the session's capital.
    Terminates at the session's last decision. Sessions come in a random order, each once before any
    comes again; ``reset(options={"session": i})`` chooses one.
    """

    def __init__(self, episodes: Episodes, costs: CostModel) -> None:
        self.metadata = {"render_modes": []}
        playable = np.flatnonzero(episodes.decides.any(axis=1))
        if not playable.size:
            raise DataError("There is no session with a decision in it.", "Give sessions that have bars.")
        self._episodes, self._playable = episodes, playable
        self._economics = unit_economics(episodes, costs)
        width = len(episodes.feature_names) + len(POSITION_FEATURES)
        self.observation_space = Box(-np.inf, np.inf, (width,), np.float32)
        self.action_space = Discrete(3)
        self._order: list[int] = []
        self._session, self._turn = -1, 0
        self._slots: list[int] = []
        self._position, self._entry = 0.0, 0.0

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Seen, dict[str, Any]]:
        """Open the next session; with ``seed`` the order of sessions starts anew."""
        super().reset(seed=seed)
        if seed is not None:
            self._order = []
        self._session = self._next_session() if not options else int(options["session"])
        self._slots = np.flatnonzero(self._episodes.decides[self._session]).tolist()
        self._turn, self._position, self._entry = 0, 0.0, 0.0
        return self._seen(self._slots[0]), {"session": self._session}

    def step(self, action: np.int64) -> tuple[Seen, float, bool, bool, dict[str, Any]]:
        """Take the target position of ``action``, as far as it is permitted."""
        slot, at = self._slots[self._turn], (self._session, self._slots[self._turn])
        doubtful = float(self._episodes.doubtful[at])
        target = float(permitted(float(action) - 1.0, self._position, _MAY_CHANGE, doubtful))
        unit = self._economics
        earned = reward(target, self._position, unit.gain[at], unit.cost[at], unit.exit_cost[at])
        self._entry = entry_after(self._entry, self._episodes.fill[at], target, self._position)
        self._position = target
        self._turn += 1
        done = self._turn == len(self._slots)
        return (
            self._seen(slot if done else self._slots[self._turn]),
            float(earned),
            done,
            False,
            {"session": self._session, "position": target},
        )

    def _next_session(self) -> int:
        if not self._order:
            self._order = self.np_random.permutation(self._playable).tolist()
        return self._order.pop()

    def _seen(self, slot: int) -> Seen:
        episodes, at = self._episodes, (self._session, slot)
        first = episodes.first_close[self._session]
        profit = unrealised(self._position, self._entry, episodes.close[at], first)
        own = (self._position, profit, time_to_close(slot, episodes.slots))
        return np.concatenate([episodes.features[at], own]).astype(np.float32)
