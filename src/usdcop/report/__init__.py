"""The report of a verdict: canonical JSON, pictures, and a PDF whose bytes follow from its contents."""
