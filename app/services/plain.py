"""Frozen dataclasses as plain values that JSON can say, and back: for what this computer remembers of the office."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

Made = TypeVar("Made")


def to_plain(value: Any) -> Any:
    """Return ``value`` in what JSON can say.

    Raises:
        TypeError: There is something in it that :func:`from_plain` could not bring back.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_plain(each) for each in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | timedelta):
        return str(value) if isinstance(value, UUID) else value.total_seconds()
    raise TypeError(type(value))


def from_plain(kind: type[Made], plain: Any) -> Made:
    """Return the dataclass ``kind`` that :func:`to_plain` made plain.

    Raises:
        KeyError: It was written by a program that knew less.
        TypeError: It was written by a program that knew other things.
        ValueError: It was written by a program that knew other things.
    """
    hints = get_type_hints(kind)
    return kind(**{field.name: _read(hints[field.name], plain[field.name]) for field in dataclasses.fields(kind)})  # type: ignore[arg-type]  # only called with dataclasses


def _read(kind: Any, plain: Any) -> Any:  # noqa: PLR0911 one line a kind of value
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return plain
    if origin in (Union, UnionType):
        chosen = next(each for each in inner if each is not NoneType)
        return None if plain is None else _read(chosen, plain)
    if origin in (tuple, frozenset):
        return origin(_read(inner[0], each) for each in plain)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(inner[1], each) for key, each in plain.items()}
    if origin is not None and issubclass(origin, Sequence):
        return tuple(_read(inner[0], each) for each in plain)
    if kind in (date, datetime):
        return kind.fromisoformat(plain)
    if kind is timedelta:
        return timedelta(seconds=plain)
    return from_plain(kind, plain) if isinstance(kind, type) and dataclasses.is_dataclass(kind) else kind(plain)
