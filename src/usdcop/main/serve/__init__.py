"""One file per process of the running system: each puts the adapters into the ports of one service."""
