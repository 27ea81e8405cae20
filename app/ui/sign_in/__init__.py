"""The way in: signing in, the first own password, and on a new computer where the office's data lives."""
