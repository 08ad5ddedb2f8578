"""The batch path, one file per layer; ``run`` is the one loop that does I/O."""
