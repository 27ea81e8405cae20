"""Which key takes which step; where one key means two steps, the case's state says which."""

from collections.abc import Mapping
from typing import Any

from app.ui.commands import CommandId as Id

STEP_COMMANDS: Mapping[Id, tuple[str, ...]] = {
    Id.DISTRIBUTE: ("distribute",),
    Id.TAKE_UP: ("take_up",),
    Id.RETURN: ("return",),
    Id.TAKE_CASE: ("take",),
    Id.ACCEPT: ("accept",),
    Id.DECLINE: ("decline",),
    Id.ASK_IDENTITY: ("request_identity_proof",),
    Id.WITHDRAW: ("withdraw", "terminate"),
    Id.GUIDE: ("guide",),
    Id.RECORD_CONSENT: ("record_consent",),
    Id.ORDER: ("send_order",),
    Id.APPOINT_MEDIATION: ("arrange_mediation",),
    Id.ENTRUST_MEDIATION: ("arrange_mediation",),
    Id.RECORD_MEDIATION: ("hold_mediation",),
    Id.PAUSE_TESTING: ("start_testing", "end_testing"),
    Id.SUSPEND: ("suspend", "resume"),
    Id.AGREE: ("agree",),
    Id.SELF_SETTLE: ("settle",),
    Id.TERMINATE: ("terminate",),
    Id.VERIFY: ("verify",),
    Id.EXTEND: ("extend_verification",),
    Id.FILE_CASE: ("file",),
    Id.NOT_FILE: ("not_file",),
    Id.TRANSFER_OUT: ("no_authority",),
    Id.REPLY: ("answer",),
    Id.TELL: ("record_service",),
    Id.LEDGER: ("enter_ledger",),
    Id.CONFIRM_LEDGER: ("confirm_ledger",),
    Id.CLOSE: ("close",),
    Id.FOLLOW_UP: ("follow_up",),
    Id.REOPEN: ("reopen",),
    Id.WRITE_NOTE: ("note",),
    Id.LINK_TO: ("link",),
}
PRESET: Mapping[tuple[Id, str], Mapping[str, Any]] = {
    (Id.ENTRUST_MEDIATION, "arrange_mediation"): {"mode": "entrusted"},
    (Id.WITHDRAW, "terminate"): {"ground": "A23_1_WITHDRAWN"},
}
_OTHER_WAYS = {Id.ENTRUST_MEDIATION, Id.WITHDRAW}


def command_of(step: str) -> Id | None:
    """Name the command whose key takes a step."""
    found = [name for name, steps in STEP_COMMANDS.items() if step in steps]
    return next((name for name in found if name not in _OTHER_WAYS), found[0] if found else None)
