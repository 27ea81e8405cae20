"""What a worker does: calls that come round again, and the jobs the commands leave in the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True)
class Round:
    """A door that is called again and again; several workers may call it at once, its effect comes once.

    Attributes:
        door: Name of the function in the schema ``office``.
        every_s: Seconds between two calls.
        arguments: What it is called with.
        kept: Whether what it returns is handed out of the database (the heads of the audit chain).
    """

    door: str
    every_s: float
    arguments: tuple[Any, ...] = ()
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Job:
    """One job of the table, leased to this worker."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


Handler = Callable[[Connection, Job], None]
"""Does one job inside the transaction that also finishes it: both happen, or neither."""

ROUNDS = (
    Round(door="fold_figures", every_s=1, arguments=(20_000,)),
    Round(door="seal_audit", every_s=5, kept=True),
    Round(door="expire_orders", every_s=30),
    Round(door="renew_paused_clocks", every_s=600),
    Round(door="forget_changes", every_s=3600),
    Round(door="end_deputies", every_s=60),
)

HANDLERS: Mapping[str, Handler] = {}
"""Job kind to what does it."""
