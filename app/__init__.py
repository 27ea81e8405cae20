"""Hotline Desk (12315 受理台): the reception desk of a consumer-complaint hotline centre."""

__version__ = "0.1.0"
