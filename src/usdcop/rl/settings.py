"""Settings of training; each with unit, default and reason."""

import hashlib
import json
from dataclasses import asdict, dataclass

from usdcop.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class PpoSettings:
    """How a policy is trained; the defaults are meant for some thousand sessions of 60 bars."""

    steps: int = 1_000_000
    """Decisions each seed is trained on, at least."""
    sessions_per_update: int = 128
    """Sessions played before each update of the network."""
    epochs: int = 4
    """Passes over the sessions played: few, because the same sessions return often."""
    minibatches: int = 4
    """Gradient steps in a pass."""
    hidden: tuple[int, ...] = (64, 64)
    """Units of the trunk's layers."""
    learning_rate: float = 1e-3
    """At the start; falls linearly to 0."""
    discount: float = 0.99
    """γ of one decision."""
    gae_lambda: float = 0.9
    """λ of the advantage estimate."""
    clip: float = 0.2
    """How far the ratio of probabilities counts, and how far a value may move in an update."""
    entropy: float = 0.01
    """Weight of the entropy bonus at the start; falls linearly to 0."""
    value_weight: float = 0.5
    """Weight of the value loss."""
    weight_decay: float = 1e-3
    """Decoupled weight decay, in units of the learning rate."""
    max_gradient_norm: float = 0.5
    """Longer gradients are shortened to this."""
    reward_scale: float = 0.05
    """What one basis point is worth to the learner."""
    flat_logit: float = 1.0
    """Advantage in logits that flat starts with: without evidence the policy should not trade."""
    evaluations: int = 12
    """Looks at the validation part during training; each is a candidate for what ships."""
    margin_errors: float = 1.0
    """Standard errors by which a candidate's mean validation return must exceed 0, the return of staying
    flat; where none does, the policy that stays flat ships."""

    def __post_init__(self) -> None:
        for name in ("steps", "sessions_per_update", "epochs", "minibatches", "evaluations"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1.", "Correct the training settings.")
        if self.minibatches > self.sessions_per_update:
            raise UsageError("There are more minibatches than sessions in an update.", "Lower minibatches.")
        if not self.hidden or min(self.hidden) < 1:
            raise UsageError("The network needs at least one hidden layer.", "For example hidden=(64, 64).")

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all settings."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
