"""A client that trades whatever dies under it: each order is sent under one id until there is a definite answer."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import httpx

from support.signing_in import bearer

PAUSE: Final = 0.2
"""Seconds between two orders: well below the limit of a client."""
_AGAIN: Final = 0.1
_BUSY: Final = frozenset({429, 503})
FAR: Final = {"buy": 1000.0, "sell": 9000.0}
"""Limits, in pesos a dollar, that no market of the tests comes near."""


@dataclass
class PersistentTrader:
    """Places and cancels orders on the account ``manual`` of the service at ``url`` until told to stop."""

    url: str
    name: str
    password: str
    chance: Random
    accepted: dict[str, str] = field(default_factory=dict)
    """``id`` of each acknowledged order by its ``client_order_id``."""
    refused: dict[str, str] = field(default_factory=dict)
    """Code of each refusal by ``client_order_id``."""
    cancelled: set[str] = field(default_factory=set)
    """``id`` of each order whose cancellation was acknowledged."""
    troubles: Counter[str] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)
    """Answers that no documented rule explains."""
    told: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)
    """Set where nothing will answer any more."""
    last: str = ""
    """What the newest attempt came to."""
    _token: str = ""

    def run(self) -> None:
        """Trade until ``told``; what was begun is brought to its end first."""
        with httpx.Client(base_url=self.url, timeout=10, trust_env=False) as client:
            number = 0
            while not self.told.is_set():
                self._trade(client, f"soak-{number}")
                number += 1
                self.told.wait(PAUSE)

    def _trade(self, client: httpx.Client, own_id: str) -> None:
        order = self._order(own_id)
        answer = self._sent(client, "POST", "/api/trading/orders", order)
        if answer is None:
            return
        if answer.status_code == 409:
            self.refused[own_id] = answer.json()["code"]
            return
        found = answer.json()
        self.accepted[own_id] = found["id"]
        wanted = {name: found[name] for name in order}
        if wanted != order:
            self.unexpected.append(f"asked for {order}, got {wanted}")
        if order["type"] == "limit" and self.chance.random() < 0.5:
            self._cancel(client, found["id"])

    def _order(self, own_id: str) -> dict[str, Any]:
        side = self.chance.choice(["buy", "sell"])
        order = {
            "client_order_id": own_id,
            "account": "manual",
            "symbol": "USDCOP",
            "side": side,
            "type": "market",
            "quantity_usd": float(self.chance.randint(1, 900)),
        }
        return {**order, "type": "limit", "limit_price": FAR[side]} if self.chance.random() < 0.4 else order

    def _cancel(self, client: httpx.Client, order_id: str) -> None:
        answer = self._sent(client, "DELETE", f"/api/trading/orders/{order_id}", None)
        if answer is not None and answer.status_code == 200:
            self.cancelled.add(order_id)

    def _sent(
        self, client: httpx.Client, method: str, path: str, body: dict[str, Any] | None
    ) -> httpx.Response | None:
        """The definite answer, however often it takes; None where it was given up."""
        while not self.given_up.is_set():
            try:
                if not self._token:
                    self._sign_in(client)
                    continue
                answer = client.request(method, path, json=body, headers=bearer(self._token))
                self.troubles[str(answer.status_code)] += 1
                self.last = f"{method} {path}: {answer.status_code} {answer.text[:300]}"
                if answer.status_code in {200, 201, 409}:
                    return answer
                if answer.status_code == 401:
                    self._token = ""
                    continue
                if answer.status_code not in _BUSY:
                    self.unexpected.append(self.last)
            except httpx.TransportError as error:
                self.last = repr(error)
            self.troubles["again"] += 1
            time.sleep(_AGAIN)
        return None

    def _sign_in(self, client: httpx.Client) -> None:
        form = {"grant_type": "password", "username": self.name, "password": self.password}
        answer = client.post("/api/auth/token", data=form)
        self.troubles[f"sign-in {answer.status_code}"] += 1
        self.last = f"sign-in: {answer.status_code} {answer.text[:300]}"
        if answer.status_code == 200:
            self._token = answer.json()["access_token"]
        else:
            time.sleep(1.0)
