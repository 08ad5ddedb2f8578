"""Gates of the layers, held against what is stored now; judged anew only when that has changed."""

import hashlib
import json
from datetime import datetime
from threading import Lock
from typing import Final

from usdcop.core.gaps import expected
from usdcop.core.layers import Layer
from usdcop.pipeline.gates import LayerGate, acquire_gates, rlready_gate
from usdcop.services.pipeline.ports import PipelinePorts

# untested: here, but over HTTP in tests/services/pipeline/test_app.py

NO_GATE: Final = "It has no gate of its own; every row is held against its schema before it is written."
_NOTES: Final = {
    Layer.L5: "A bundle whose feature hash differs from the layer's is refused when it predicts.",
    Layer.L6: "Its gates are the production gates of a model: GET /api/analytics/production-gates.",
}


class Gatekeeper:
    """Judges L0 and L4 for all who ask; threads share it."""

    def __init__(self, ports: PipelinePorts) -> None:
        self._ports = ports
        self._lock = Lock()
        self._judged: tuple[str, tuple[LayerGate, ...]] | None = None

    def gates(self, layer: Layer) -> tuple[tuple[LayerGate, ...], str | None]:
        """The gates of ``layer`` as they stand, and a note where there is none."""
        match layer:
            case Layer.L0:
                return self._acquired()
            case Layer.L4:
                return self._ready()
            case _:
                return (), _NOTES.get(layer, NO_GATE)

    def _acquired(self) -> tuple[tuple[LayerGate, ...], str | None]:
        ports = self._ports
        with self._lock:
            token = self._token(ports.clock.now())
            if self._judged is None or self._judged[0] != token:
                raw = ports.layers.read(Layer.L0)
                if raw is None:
                    return (), "Nothing is stored yet."
                self._judged = (token, acquire_gates(raw, ports.market, ports.clock.now(), ports.gates))
            return self._judged[1], None

    def _token(self, now: datetime) -> str:
        """Changes when L0's verdict may: with its content, and with every bar of the newest session that closes."""
        days = self._ports.layers.days(Layer.L0)
        if not days:
            return ""
        newest = max(days)
        due = len(expected(self._ports.market.calendar, newest, newest, now))
        return hashlib.sha256(f"{due} {sorted(days.items())}".encode()).hexdigest()

    def _ready(self) -> tuple[tuple[LayerGate, ...], str | None]:
        layers = self._ports.layers
        paths = [path for path in layers.documents(Layer.L4, "splits") if path.endswith(".json")]
        told = [json.loads(layers.get_document(Layer.L4, path)) for path in paths]
        counted = [one for one in told if "episodes" in one]
        if not counted:
            return (), "No split has been told of yet: there are too few sessions, or L4 has not run."
        newest = max(counted, key=lambda one: str(one["test"][1]))
        return (rlready_gate(int(newest["episodes"]["train"]), self._ports.gates),), None
