"""The words of the cases somebody has registered: what a rehearsal reads back."""

from sqlalchemy import select

from app.models.tables.case import Case
from app.services.bootstrap import Desk


def facts_of_my_cases(desk: Desk) -> tuple[str, ...]:
    """Return the facts of every case this person has registered and may still see."""
    with desk.database.read() as connection:
        return tuple(
            connection.execute(select(Case.facts).where(Case.registrar_id == desk.session.person_id)).scalars()
        )
