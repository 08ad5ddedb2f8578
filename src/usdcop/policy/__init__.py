"""What maps an observation to a target: bundles and baselines."""
