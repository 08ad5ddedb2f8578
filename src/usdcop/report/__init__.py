"""The report of a verdict: canonical JSON, pictures, and a PDF whose bytes follow from its contents."""

from typing import Final

SCHEMA: Final = 2
"""Version of the JSON's shape; it rises when a reader would have to change."""
