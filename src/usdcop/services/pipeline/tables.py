"""Names of the tables that L1 keeps beside its partitions, without loading what makes them."""

# untested: here, but held equal to the pipeline's own names by tests/services/pipeline/test_app.py

QUARANTINE = "quarantine"
"""Refused rows; ``pipeline.stages.QUARANTINE``."""
SESSIONS = "sessions"
"""Session verdicts; ``pipeline.stages.SESSIONS``."""
