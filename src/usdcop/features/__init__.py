"""Numbers from bars: indicators, windows, and the named list a policy is bound to."""
