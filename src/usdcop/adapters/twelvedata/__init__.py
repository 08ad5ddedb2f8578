"""The Twelve Data client: bars and quotes over HTTP, within the credits of the keys."""

from usdcop.adapters.twelvedata.client import TwelveData, VendorTerms, open_twelvedata

__all__ = ["TwelveData", "VendorTerms", "open_twelvedata"]
