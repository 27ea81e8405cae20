"""A draft's fields as the database keeps them: typed by the form, without the fields that hold plain identity."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.services.documents.fields import Kind, PaperData, Value
from app.services.documents.templates import Template
from app.services.papers.rules import PaperRule


def to_keep(form: Template, rule: PaperRule, data: PaperData) -> dict[str, Any]:
    """Return what of ``data`` is kept with the draft; names, phones and addresses stay behind their doors."""
    return {name: value for name, value in plain(form, data).items() if name not in rule.identity}


def plain(form: Template, data: PaperData) -> dict[str, Any]:
    """Return the form's values as text, numbers and lists, without those that are empty."""
    return {field.name: _plain(data[field.name]) for field in form.fields if data.get(field.name) is not None}


def kept(form: Template, stored: Mapping[str, Any]) -> dict[str, Value]:
    """Return what was kept as the form's values; a field the form no longer has is passed over."""
    return {field.name: _value(field.kind, stored[field.name]) for field in form.fields if field.name in stored}


def _plain(value: Value) -> Any:
    if isinstance(value, date):  # an instant is a date, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _value(kind: Kind, stored: Any) -> Value:
    match kind:
        case Kind.DATE:
            return date.fromisoformat(stored) if stored else None
        case Kind.HOUR:
            return datetime.fromisoformat(stored) if stored else None
        case Kind.AMOUNT:
            return Decimal(stored) if stored else None
        case Kind.NAMES:
            return tuple(stored or ())
        case Kind.COUNT | Kind.ITEM | Kind.CONSENT:
            return stored if stored != "" else None
        case _:
            found: Value = stored
            return found
