"""Signing in, and the users who may."""
