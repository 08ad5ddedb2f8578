"""Wiring: settings, embedded servers and the command line; the only package that composes."""
