"""Analytics (port 8001): how policies did, and who is deployed."""
