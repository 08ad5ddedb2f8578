"""Pipeline (port 8002): layers, quality, lineage, backfill."""
