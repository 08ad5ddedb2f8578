"""The supervisor: starts the processes of a home, restarts what dies, shows them, and stops them in order."""
