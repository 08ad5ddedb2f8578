"""Compliance (port 8003): the audit trail, reconstruction of trades, reports."""
