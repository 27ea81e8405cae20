"""What the office does. One module per kind of work; no Qt; rows leave as frozen dataclasses."""
