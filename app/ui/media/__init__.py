"""Recordings and scans in the window: played, looked at, dropped in; nothing here blocks or speaks to the server."""
