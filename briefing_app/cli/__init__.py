"""The command line: scripts and checks use it. No Qt; every command imports what it needs when it runs."""

from briefing_app.cli.program import COMMANDS, main, takes

__all__ = ["COMMANDS", "main", "takes"]
