"""Orchestrator (port 8085): what the live feed is doing, and why."""
