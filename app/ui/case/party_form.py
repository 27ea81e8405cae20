"""From the form of a person to what the office stores: plain values apart, straight behind the doors."""

from collections.abc import Mapping
from typing import Any

from app.models.words import tr
from app.services.cases.forms import IDENTITY_FIELDS
from app.services.errors import UserError


def party_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Make the person of what was typed.

    Raises:
        UserError: No name was given.
    """
    if not str(values.get("name") or "").strip():
        raise UserError(tr("This is needed here."), field="name", code="needed")
    identity = {name: str(values.get(name) or "").strip() for name in IDENTITY_FIELDS}
    return {"role": values.get("role"), "relation": values.get("relation"), "identity": identity}
