"""Servers of our own: PostgreSQL and Redis from the binaries of two wheels, on loopback, under the home."""
