"""From the form of a person to what the office stores: plain values apart, straight behind the doors."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.models.identity_numbers import check_resident_number, check_uscc
from app.models.words import tr
from app.services.cases.forms import IDENTITY_FIELDS
from app.services.codebook import CodeBook
from app.services.errors import UserError


def party_of(values: Mapping[str, Any], codes: CodeBook, today: date) -> dict[str, Any]:
    """Make the person of what was typed.

    Raises:
        UserError: No name was given, or the number of the document cannot be right; the sentence says why.
    """
    if not str(values.get("name") or "").strip():
        raise UserError(tr("This is needed here."), field="name", code="needed")
    identity = {name: str(values.get(name) or "").strip() for name in IDENTITY_FIELDS}
    document = codes.entry("document_type", identity["id_type"])
    behaviour = document.behaviour if document is not None and identity["id_number"] else ""
    checked = None
    if behaviour == "resident":
        checked = check_resident_number(identity["id_number"], today=today)
    elif behaviour == "uscc":
        checked = check_uscc(identity["id_number"])
    if checked is not None and checked.problem is not None:
        raise UserError(checked.problem, field="id_number", code="id_number")
    return {"role": values.get("role"), "relation": values.get("relation"), "identity": identity}
