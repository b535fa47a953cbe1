"""Faults that the store must survive: a process killed anywhere, a power cut, a full disk."""
