"""Registers brought in from elsewhere: read, mapped, tried out, taken in once, and what was refused said by row."""


def main(arguments: list[str]) -> int:
    """Run ``./run import``; see :mod:`app.services.import_export.cli`."""
    from app.services.import_export.cli import main as run

    return run(arguments)
