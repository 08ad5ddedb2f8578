"""Stream (port 8082): events to WebSocket clients, numbered and resumable."""
