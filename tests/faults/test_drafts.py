import pytest

from app.services.errors import UserError
from tests.faults import Cost
from tests.faults.desk import drafts_in, start
from tests.faults.disk_filled import fill_while_typing
from tests.faults.saving_killed import kill_while_saving
from tests.faults.typing_killed import kill_while_typing

ROUNDS = 3
# The promise is 300 ms and ./run faults measures it; a test machine may be busy with other things.
PATIENT_S = 1.0


def nothing(cost: Cost) -> bool:
    return (cost.rounds, cost.lost, cost.doubled, cost.wrong) == (ROUNDS, 0, 0, 0)


def test_a_client_killed_while_people_type_loses_nothing(tmp_path):
    assert nothing(kill_while_typing(tmp_path, ROUNDS, seed=1, within_s=PATIENT_S))


def test_a_client_killed_while_people_save_loses_and_doubles_nothing(tmp_path):
    assert nothing(kill_while_saving(tmp_path, ROUNDS, seed=1))


def test_a_full_disk_loses_nothing(tmp_path):
    assert nothing(fill_while_typing(tmp_path, ROUNDS, seed=1))


def test_a_second_window_is_kept_out_until_the_first_is_closed_or_killed(tmp_path):
    with start("tests.faults.typing_killed", [str(tmp_path), "1"]) as first:
        first.stdout.readline()
        with pytest.raises(UserError) as refused:
            drafts_in(tmp_path)
        first.kill()
        first.stdout.read()

    assert refused.value.code == "second_window"
    drafts_in(tmp_path).close()
