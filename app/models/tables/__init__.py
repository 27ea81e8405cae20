"""Everything the office keeps, as SQLAlchemy tables. Only services and models may import from here."""

from app.models.tables import case, contact, enterprise, law, office, paper, spine
from app.models.tables.base import SCHEMA, Base, BigInt

__all__ = ["SCHEMA", "Base", "BigInt", "case", "contact", "enterprise", "law", "office", "paper", "spine"]
