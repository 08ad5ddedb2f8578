"""PostgreSQL: what is served and recorded. Prices here are rounded; no feature is ever read from here."""
