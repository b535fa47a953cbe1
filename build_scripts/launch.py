"""What the packaged program starts. The same as ``python -m briefing_app``."""

from briefing_app.main import console

if __name__ == "__main__":
    console()
