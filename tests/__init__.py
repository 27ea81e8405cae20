"""Tests: sentences about the office, on a real PostgreSQL, with real keys in real windows."""
