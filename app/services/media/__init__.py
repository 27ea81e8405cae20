"""What arrives as files: recordings and scans, recognised, checked, described and taken in exactly once.

A file becomes an :class:`~app.services.media.arrivals.Arrival` or is turned away with one sentence; nothing that
somebody sends raises a traceback. Everything here runs without a window: at a desk and in the worker alike.
"""
