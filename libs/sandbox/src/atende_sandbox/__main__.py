"""The command line: ``python -m atende_sandbox``."""

from atende_sandbox.cli import app

if __name__ == "__main__":
    app()
