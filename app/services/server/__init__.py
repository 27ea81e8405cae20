"""A centre's shared server: set up, upgrade, people, check, backup, restore and the worker."""


def main(arguments: list[str]) -> int:
    """Run ``./run server VERB …`` and return the exit code."""
    from app.services.server.cli import main as run

    return run(arguments)
