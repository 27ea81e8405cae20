"""Bringing a register in."""
