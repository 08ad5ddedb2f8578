"""Learning: the environment in JAX, its Gymnasium face, and PPO."""
