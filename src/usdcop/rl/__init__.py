"""Reinforcement learning: environment, networks, PPO. The only package that loads JAX; its ``gym`` does not."""
