"""What an earlier password locks comes back by the centre's recovery key, on the record, in the window at work."""

from pathlib import Path

import pytest

from app.services.bootstrap import sign_in
from app.services.clock import SystemClock
from app.services.drafts import keys, recovery
from app.services.drafts.folder import person_folder
from app.services.drafts.journal import DraftStore
from app.services.errors import UserError
from app.services.kept_work import KeptWork
from tests.factories import GYM
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


def test_the_recovery_key_opens_what_is_locked_and_leaves_an_audit_row(database: TestDatabase, tmp_path: Path):
    file = tmp_path / "recovery.pem"
    public = recovery.public_bytes(recovery.make_recovery_key(file, "口令"))
    login = database.login("operator")
    own = person_folder(tmp_path / "data", login)
    store = DraftStore(own, keys.unlock(own, login, "the earlier one", recovery_public=public), SystemClock())
    store.open(GYM, "intake")
    store.append(GYM, {"facts": "重置之前写的"})
    store.close()

    number = PERSONAS["operator"].staff_number
    desk = sign_in(database.enrolment, number, PASSWORD, clock=SystemClock(), folder=tmp_path / "data")
    kept = KeptWork(desk)
    assert (kept.find().drafts, kept.find().locked) == ((), 1)
    with pytest.raises(UserError, match="passphrase"):
        kept.open_by_recovery(file, "falsch")
    kept.open_by_recovery(file, "口令")

    assert [draft.first_words for draft in kept.find().drafts] == ["重置之前写的"]
    assert (kept.find().locked, desk.locked_drafts) == (0, 0)
    with database.superuser() as behind:
        rows = behind.execute(
            "SELECT detail FROM office.audit WHERE action = 'draft_recovery' AND login = %s", (login,)
        ).fetchall()
    assert rows == [({"keys": 1, "drafts": 1, "outboxes": 1},)]
    desk.close()
    again = sign_in(database.enrolment, number, PASSWORD, clock=SystemClock(), folder=tmp_path / "data")
    assert again.locked_drafts == 0
    again.close()
