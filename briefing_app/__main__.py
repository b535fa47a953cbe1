"""``python -m briefing_app`` is the same as ``briefing-app``."""

from briefing_app.main import console

if __name__ == "__main__":
    console()
