"""The ground all tables stand on: one schema, named constraints, one mapping from Python types to column types."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Date, Integer, MetaData, Numeric, Text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, TIMESTAMP, UUID as PGUUID
from sqlalchemy.orm import DeclarativeBase

SCHEMA = "office"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class BigInt(int):
    """Marks a column that counts beyond two thousand million."""


class Base(DeclarativeBase):
    """A table of the office. Instants carry a zone, money has two decimals, text has no length."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        int: Integer,
        BigInt: BigInteger,
        bytes: BYTEA,
        datetime: TIMESTAMP(timezone=True),
        date: Date,
        Decimal: Numeric(14, 2),
        UUID: PGUUID(as_uuid=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
        list[int]: ARRAY(Integer),
    }
