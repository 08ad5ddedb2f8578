"""Event streams on Redis."""

from usdcop.adapters.redis_streams.streams import (
    RedisStreamReader,
    RedisStreams,
    RedisStreamWriter,
    open_streams,
)

__all__ = ["RedisStreamReader", "RedisStreamWriter", "RedisStreams", "open_streams"]
