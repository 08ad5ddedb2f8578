"""The embedded scheduler: which runs are due, and the warm worker that makes them."""
