import json

import pytest

from app.services.drafts import recovery
from app.services.drafts.journal import DraftStore
from app.services.drafts.keys import LockedAwayError, begin_anew, change_password, open_earlier, unlock
from app.services.drafts.outbox import Outbox
from app.services.errors import UserError
from tests.services.drafts.conftest import CHEAP, DRAFT, LOGIN, PASSWORD
from tests.services.drafts.test_outbox import command

COLLEAGUE = "hd_0a1b2c3d_pffeeddccbbaa"


@pytest.fixture
def centre(tmp_path):
    """The centre's recovery key: public half as bytes, private half as a file."""
    path = tmp_path / "recovery.pem"
    return recovery.public_bytes(recovery.make_recovery_key(path, "口令")), path


def type_something(folder, keys, clock, text="忘了密码之前写的"):
    store = DraftStore(folder, keys, clock, reserve_bytes=0)
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": text})
    store.close()
    outbox = Outbox(folder, keys, clock)
    outbox.put(command(1))
    outbox.close()


def test_the_same_password_opens_the_same_keys_again(folder, keys):
    assert unlock(folder, LOGIN, PASSWORD) == keys


def test_a_wrong_password_gets_a_sentence_and_no_key(folder, keys):
    with pytest.raises(LockedAwayError) as refused:
        unlock(folder, LOGIN, "夏眠不觉晓")

    assert refused.value.field == "password"
    assert "administrator" in refused.value.text


def test_a_keys_secret_shows_in_no_representation(keys):
    assert keys.current.secret.hex() not in repr(keys)
    assert repr(keys.current.secret) not in repr(keys)


def test_a_password_change_opens_everything_with_the_new_one_only(folder, keys, clock):
    type_something(folder, keys, clock)
    change_password(folder, keys, "新密码", cost=CHEAP)

    with pytest.raises(LockedAwayError):
        unlock(folder, LOGIN, PASSWORD)
    store = DraftStore(folder, unlock(folder, LOGIN, "新密码"), clock)
    assert store.load(DRAFT).fields == {"facts": "忘了密码之前写的"}
    store.close()


def test_a_colleague_on_the_same_seat_cannot_open_a_copied_folder(folder, keys, clock, tmp_path):
    type_something(folder, keys, clock)
    other = unlock(tmp_path / "people", COLLEAGUE, PASSWORD, cost=CHEAP)

    store = DraftStore(folder, other, clock)
    seen, unreadable = store.drafts(), store.unreadable()
    store.close()

    assert seen == ()
    assert [found.is_locked for found in unreadable] == [True]
    with pytest.raises(LockedAwayError):
        unlock(folder, COLLEAGUE, PASSWORD)


def test_after_a_reset_work_goes_on_at_once_and_the_old_drafts_wait(folder, keys, clock):
    type_something(folder, keys, clock)

    fresh = begin_anew(folder, LOGIN, "重置后", cost=CHEAP)

    assert fresh.locked == 1
    store = DraftStore(folder, fresh, clock)
    assert store.drafts() == ()
    assert [found.is_locked for found in store.unreadable()] == [True]
    with pytest.raises(UserError):
        store.open(DRAFT, "intake")
    store.close()
    outbox = Outbox(folder, fresh, clock)
    assert (outbox.locked_files, outbox.waiting()) == (1, ())
    outbox.close()


def test_the_recovery_key_brings_drafts_and_outbox_back_after_a_reset(folder, clock, centre):
    public, private_file = centre
    before = unlock(folder, LOGIN, "忘了", recovery_public=public, cost=CHEAP)
    type_something(folder, before, clock)
    meanwhile = begin_anew(folder, LOGIN, "重置后", recovery_public=public, cost=CHEAP)
    outbox = Outbox(folder, meanwhile, clock)
    outbox.put(command(2))
    outbox.close()

    recorded = []
    private = recovery.read_recovery_key(private_file, "口令")
    opened = recovery.recover(folder, meanwhile, private, "重置后", record=recorded.append, cost=CHEAP)

    keys = unlock(folder, LOGIN, "重置后")
    assert keys == opened
    assert keys.locked == 0
    store = DraftStore(folder, keys, clock)
    assert store.open(DRAFT, "intake").fields == {"facts": "忘了密码之前写的"}
    store.append(DRAFT, {"more": "接着写"})
    store.close()
    outbox = Outbox(folder, keys, clock)
    assert [item.command.payload["n"] for item in outbox.waiting()] == [1, 2]
    outbox.close()
    assert [(note.login, note.keys, note.drafts, note.outboxes) for note in recorded] == [(LOGIN, 1, 1, 2)]


def test_no_audit_row_means_no_recovery(folder, clock, centre):
    public, private_file = centre
    unlock(folder, LOGIN, "忘了", recovery_public=public, cost=CHEAP)
    fresh = begin_anew(folder, LOGIN, "新", cost=CHEAP)
    private = recovery.read_recovery_key(private_file, "口令")

    def fails(_):
        raise UserError("audit is away")

    with pytest.raises(UserError, match="audit"):
        recovery.recover(folder, fresh, private, "新", record=fails, cost=CHEAP)

    assert unlock(folder, LOGIN, "新").locked == 1


def test_another_centres_recovery_key_opens_nothing_and_is_told_so(folder, clock, centre, tmp_path):
    unlock(folder, LOGIN, "忘了", recovery_public=centre[0], cost=CHEAP)
    fresh = begin_anew(folder, LOGIN, "新", cost=CHEAP)
    recovery.make_recovery_key(tmp_path / "other.pem")
    other = recovery.read_recovery_key(tmp_path / "other.pem")
    recorded = []

    with pytest.raises(UserError) as refused:
        recovery.recover(folder, fresh, other, "新", record=recorded.append)

    assert refused.value.code == "wrong_recovery_key"
    assert recorded == []


def test_recovered_drafts_open_in_the_window_that_is_at_work(folder, clock, centre):
    before = unlock(folder, LOGIN, "忘了", recovery_public=centre[0], cost=CHEAP)
    type_something(folder, before, clock)
    fresh = begin_anew(folder, LOGIN, "新", cost=CHEAP)
    store, outbox = DraftStore(folder, fresh, clock), Outbox(folder, fresh, clock)
    assert (store.drafts(), outbox.waiting()) == ((), ())
    private = recovery.read_recovery_key(centre[1], "口令")

    opened = recovery.recover(folder, fresh, private, "新", record=lambda _: None, cost=CHEAP)
    store.use_keys(opened)
    outbox.use_keys(opened)

    assert [draft.fields for draft in store.drafts()] == [{"facts": "忘了密码之前写的"}]
    assert [item.command.payload["n"] for item in outbox.waiting()] == [1]
    store.close()
    outbox.close()


def test_the_earlier_password_brings_everything_back_without_the_administrator(folder, keys, clock):
    type_something(folder, keys, clock)
    fresh = begin_anew(folder, LOGIN, "重置后", cost=CHEAP)

    with pytest.raises(UserError):
        open_earlier(folder, fresh, "猜的", "重置后", cost=CHEAP)
    opened = open_earlier(folder, fresh, PASSWORD, "重置后", cost=CHEAP)

    assert opened.locked == 0
    again = unlock(folder, LOGIN, "重置后")
    store = DraftStore(folder, again, clock)
    assert [draft.fields for draft in store.drafts()] == [{"facts": "忘了密码之前写的"}]
    store.close()


def test_keys_made_before_the_centre_had_a_recovery_key_are_sealed_at_the_next_sign_in(folder, keys, centre):
    unlock(folder, LOGIN, PASSWORD, recovery_public=centre[0])

    private = recovery.read_recovery_key(centre[1], "口令")
    fresh = begin_anew(folder, LOGIN, "新", cost=CHEAP)
    opened = recovery.recover(folder, fresh, private, "新", record=lambda _: None, cost=CHEAP)

    assert opened.find(keys.current.key_id) == keys.current


def test_one_damaged_key_file_costs_nothing(folder, keys):
    (folder / "keys.json").write_bytes(b"\0\0\0")

    assert unlock(folder, LOGIN, PASSWORD) == keys


def test_two_damaged_key_files_are_told_and_left_alone(folder, keys):
    for name in ("keys.json", "keys.copy.json"):
        (folder / name).write_bytes(b"{")

    with pytest.raises(UserError) as refused:
        unlock(folder, LOGIN, PASSWORD)

    assert refused.value.code == "keys_damaged"
    assert (folder / "keys.json").read_bytes() == b"{"


def test_a_forged_key_file_cannot_make_the_desk_hang(folder, keys):
    ring = json.loads((folder / "keys.json").read_text())
    ring["keys"][0]["person"]["memory_kib"] = 1 << 30
    for name in ("keys.json", "keys.copy.json"):
        (folder / name).write_text(json.dumps(ring))

    with pytest.raises(LockedAwayError):
        unlock(folder, LOGIN, PASSWORD)


def test_a_recovery_key_is_never_overwritten(tmp_path):
    recovery.make_recovery_key(tmp_path / "key.pem")

    with pytest.raises(UserError):
        recovery.make_recovery_key(tmp_path / "key.pem")


def test_a_recovery_key_with_a_wrong_passphrase_is_told(centre):
    with pytest.raises(UserError):
        recovery.read_recovery_key(centre[1], "别的")
    with pytest.raises(UserError):
        recovery.read_recovery_key(centre[1])
    assert recovery.public_bytes(recovery.public_text(centre[0])) == centre[0]
    for nonsense in ("", "x25519:", "x25519:AAAA", "rsa:" + recovery.public_text(centre[0])[7:]):
        with pytest.raises(UserError):
            recovery.public_bytes(nonsense)
