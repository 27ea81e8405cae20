import stat

import pytest
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.services.errors import UserError
from app.services.secrets import Place, RememberedPasswords

LOGIN = "hd_0a1b2c3d_p00112233aabb"


class Ring:
    """A keyring of its own."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class LockedRing:
    """A keyring whose owner never unlocks it."""

    def get_password(self, *_):
        raise KeyringLocked

    set_password = delete_password = get_password


def test_without_a_keyring_a_file_of_this_account_keeps_the_password_and_says_so(tmp_path):
    passwords = RememberedPasswords(tmp_path / "x", shared_seat=False)
    assert passwords.recall(LOGIN) is None

    passwords.remember(LOGIN, "春眠")

    assert passwords.place is Place.FILE
    assert "file" in passwords.text
    assert RememberedPasswords(tmp_path / "x", shared_seat=False).recall(LOGIN) == "春眠"
    assert stat.S_IMODE((tmp_path / "x" / "passwords.json").stat().st_mode) == 0o600


def test_with_a_keyring_nothing_lies_in_a_file(tmp_path):
    ring = Ring()
    passwords = RememberedPasswords(tmp_path, shared_seat=False, keyring=ring)

    passwords.remember(LOGIN, "春眠")

    assert passwords.place is Place.KEYRING
    assert "keyring" in passwords.text
    assert passwords.recall(LOGIN) == "春眠"
    assert list(ring.kept.values()) == ["春眠"]
    assert not list(tmp_path.iterdir())


def test_a_keyring_that_stays_locked_does_not_lose_the_password(tmp_path):
    passwords = RememberedPasswords(tmp_path, shared_seat=False, keyring=LockedRing())

    passwords.remember(LOGIN, "春眠")

    assert passwords.recall(LOGIN) == "春眠"


def test_a_shared_seat_remembers_nobodys_password(tmp_path):
    passwords = RememberedPasswords(tmp_path, shared_seat=True)

    with pytest.raises(UserError) as refused:
        passwords.remember(LOGIN, "春眠")

    assert refused.value.code == "shared_seat"
    assert passwords.place is Place.NOWHERE
    assert "shared" in passwords.text


def test_a_seat_that_becomes_shared_forgets(tmp_path):
    ring = Ring()
    RememberedPasswords(tmp_path, shared_seat=False).remember(LOGIN, "春眠")
    RememberedPasswords(tmp_path / "other", shared_seat=False, keyring=ring).remember(LOGIN, "春眠")

    assert RememberedPasswords(tmp_path, shared_seat=True, keyring=ring).recall(LOGIN) is None

    assert ring.kept == {}
    assert "春眠" not in (tmp_path / "passwords.json").read_text()


def test_forgetting_takes_it_out_everywhere(tmp_path):
    passwords = RememberedPasswords(tmp_path, shared_seat=False)
    passwords.remember(LOGIN, "春眠")

    passwords.forget(LOGIN)

    assert passwords.recall(LOGIN) is None
