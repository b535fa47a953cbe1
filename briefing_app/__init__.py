"""Briefing Desk: an offline desk for trade talks."""

__version__ = "0.1.0"
