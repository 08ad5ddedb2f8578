"""What Redis does to a stream in one step, as Lua: nobody sees half of it.

A stream ``S`` has four keys: ``S`` the window, ``S:newest`` the newest event of each type, ``S:epoch`` the
epoch of its writer, ``S:sources`` the sources that are in it. Loss of any of the first three is noticed.
"""

# untested: here, but through the writer and the reader, in test_streams.py

from typing import Final

SOURCES_KEPT: Final = 4096
"""Sources that a stream remembers: far more than a relay has under way at once."""

CLAIM: Final = """
local epoch = tonumber(redis.call('GET', KEYS[2]) or '0')
if epoch > tonumber(ARGV[1]) then return {'deposed', tostring(epoch)} end
redis.call('SET', KEYS[2], ARGV[1])
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
return {'claimed', last[1] and last[1][1] or ''}
"""
"""Makes ARGV[1] the epoch of the writer, unless it has a later one; returns the last id."""

WHERE: Final = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local highest = ''
if redis.call('EXISTS', KEYS[1]) == 1 then
    local told = redis.call('XINFO', 'STREAM', KEYS[1])
    for i = 1, #told, 2 do
        if told[i] == 'last-generated-id' then highest = told[i + 1] end
    end
end
return {redis.call('GET', KEYS[2]) or '', last[1] and last[1][1] or '', highest}
"""
"""The writer's epoch, the last id, and the highest id ever given, which survives trimming."""

APPEND: Final = f"""
local epoch, seq, expected, kind, at, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local window, source, channel, message = ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local owner = redis.call('GET', KEYS[3])
if owner and tonumber(owner) > tonumber(epoch) then return {{'deposed', owner}} end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
last = last[1] and last[1][1] or ''
if owner ~= epoch or last ~= expected then return {{'lost', last}} end
if tonumber(seq) > 1 and redis.call('EXISTS', KEYS[2]) == 0 then return {{'lost', last}} end
if source ~= '' then
    local known = redis.call('ZRANGEBYSCORE', KEYS[4], source, source)[1]
    if known then return {{'known', known}} end
end
local id = epoch .. '-' .. seq
local now = redis.call('TIME')
local real = now[1] .. string.format('%06d', tonumber(now[2]))
redis.call('XADD', KEYS[1], 'MAXLEN', '~', window, id, 'type', kind, 'at', at, 'real', real, 'body', body)
redis.call('HSET', KEYS[2], kind, id .. '\\n' .. at .. '\\n' .. real .. '\\n' .. body)
if source ~= '' then
    redis.call('ZADD', KEYS[4], source, id)
    redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -{SOURCES_KEPT + 1})
end
if channel ~= '' then redis.call('PUBLISH', channel, message) end
return {{'added', id}}
"""
"""Appends one event if the writer's epoch and the last id are as expected; else says what happened."""

STATE: Final = """
return {
    redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1]),
    redis.call('HGETALL', KEYS[2])
}
"""
"""The newest events, newest first, and the newest of each type."""
