import json
from datetime import timedelta

import pytest

from app.services.drafts.keys import begin_anew, change_password
from app.services.drafts.offline import forget_sign_in, remember_sign_in, sign_in_offline
from app.services.errors import UserError
from tests.services.drafts.conftest import CHEAP, LOGIN, PASSWORD

PROFILE = {"name": "王敏", "role": "operator", "unit": "兰州市中心"}


@pytest.fixture
def known(folder, keys, clock):
    remember_sign_in(folder, keys, clock, PROFILE)
    return folder


def refusal(folder, password, clock):
    with pytest.raises(UserError) as refused:
        sign_in_offline(folder, LOGIN, password, clock)
    return refused.value.code


def test_for_72_hours_a_known_person_may_take_calls_without_the_server(known, keys, clock):
    clock.instant += timedelta(hours=72)

    seat = sign_in_offline(known, LOGIN, PASSWORD, clock)

    assert seat.profile == PROFILE
    assert seat.permits == {"intake"}
    assert seat.valid_until == clock.now()
    assert seat.keys == keys


def test_after_72_hours_nobody_signs_in_without_the_server(known, clock):
    clock.instant += timedelta(hours=72, seconds=1)

    assert refusal(known, PASSWORD, clock) == "offline_expired"


def test_a_sign_in_at_the_server_starts_the_72_hours_anew(known, keys, clock):
    clock.instant += timedelta(hours=71)
    remember_sign_in(known, keys, clock, PROFILE)
    clock.instant += timedelta(hours=71)

    assert sign_in_offline(known, LOGIN, PASSWORD, clock).profile == PROFILE


def test_a_clock_set_back_gives_no_more_time(known, clock):
    clock.instant += timedelta(hours=71)
    sign_in_offline(known, LOGIN, PASSWORD, clock)
    clock.instant += timedelta(hours=2)
    assert refusal(known, PASSWORD, clock) == "offline_expired"


def test_a_wrong_password_is_told(known, clock):
    assert refusal(known, "猜的", clock) == "offline_password"


def test_somebody_never_seen_here_waits_for_the_server(folder, keys, clock):
    assert refusal(folder, PASSWORD, clock) == "offline_unknown"


def test_a_password_from_before_a_reset_opens_no_seat(known, clock):
    fresh = begin_anew(known, LOGIN, "重置后", cost=CHEAP)
    assert refusal(known, PASSWORD, clock) == "offline_password"

    remember_sign_in(known, fresh, clock, PROFILE)

    assert refusal(known, PASSWORD, clock) == "offline_password"
    assert sign_in_offline(known, LOGIN, "重置后", clock).profile == PROFILE


def test_a_password_change_holds_for_offline_sign_in_too(known, keys, clock):
    change_password(known, keys, "新", cost=CHEAP)

    assert refusal(known, PASSWORD, clock) == "offline_password"
    assert sign_in_offline(known, LOGIN, "新", clock).profile == PROFILE


def test_a_changed_file_is_not_believed(known, clock):
    path = known / "offline.box"
    path.write_bytes(json.dumps({"signed_in_at": "2099-01-01T00:00:00+00:00"}).encode() + b" " * 40)

    assert refusal(known, PASSWORD, clock) == "offline_unknown"


def test_who_has_left_signs_in_no_more(known, clock):
    forget_sign_in(known)

    assert refusal(known, PASSWORD, clock) == "offline_unknown"
