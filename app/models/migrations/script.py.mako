"""${message}

Desks are updated one by one, so the release before this one must go on working: expand now (new tables, nullable
columns, indexes), contract a release later. No statement may hold a lock on a busy table for longer than 4 s.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise NotImplementedError("The way back is last night's backup.")
