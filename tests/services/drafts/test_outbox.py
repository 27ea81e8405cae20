from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.services.drafts.commands import Answer, Command, Standing
from app.services.drafts.folder import KeepingError
from app.services.drafts.offset import ServerOffset, measure_offset
from app.services.drafts.outbox import Outbox
from app.services.errors import OutageError, StaleError, UserError
from tests.services.drafts.conftest import LOGIN


def command(n, subject=None, **more):
    return Command(
        command_id=UUID(int=n),
        kind="register_case",
        subject=subject or UUID(int=1000 + n),
        login=LOGIN,
        payload={"n": n, "identity": {"name": "李晓敏"}},
        **more,
    )


class Server:
    """Executes each UUID once and repeats its answer, as the write door does; can be away or lose its answers."""

    def __init__(self):
        self.executed = []
        self.answers = {}
        self.is_away = False
        self.loses_answer = 0
        self.refuses = {}

    def __call__(self, item):
        if self.is_away:
            raise OutageError("away")
        name = item.command.command_id
        if name not in self.answers:
            self.answers[name] = self.refuses.get(name) or Answer(is_done=True, result={"number": len(self.executed)})
            if self.answers[name].is_done:
                self.executed.append(name)
        if self.loses_answer:
            self.loses_answer -= 1
            raise OutageError("the line broke before the answer")
        return self.answers[name]


@pytest.fixture
def server():
    return Server()


def ids(items):
    return [item.command.command_id.int for item in items]


def test_while_the_server_is_away_work_is_kept_and_counted(open_outbox, server):
    server.is_away = True
    outbox = open_outbox()

    for n in (1, 2, 3):
        assert outbox.submit(command(n), server).standing is Standing.WAITING

    assert outbox.counts().waiting == 3
    assert outbox.counts().text == "Kept on this computer, 3 waiting to be sent"


def test_when_the_server_is_back_everything_goes_in_order(open_outbox, server):
    outbox = open_outbox()
    for n in (3, 1, 2):
        outbox.put(command(n))
    outbox.close()

    replayed = open_outbox().replay(server, login=LOGIN)

    assert ids(replayed.done) == [3, 1, 2]
    assert [name.int for name in server.executed] == [3, 1, 2]


def test_a_first_try_that_had_arrived_is_not_executed_again(open_outbox, server):
    outbox = open_outbox()
    server.loses_answer = 1
    assert outbox.submit(command(1), server).standing is Standing.WAITING
    outbox.close()

    again = open_outbox()
    item = again.replay(server, login=LOGIN).done[0]

    assert item.answer.result == {"number": 0}
    assert len(server.executed) == 1


def test_the_server_going_away_again_stops_in_the_middle(open_outbox, server):
    outbox = open_outbox()
    for n in (1, 2, 3):
        outbox.put(command(n))

    def goes_away(item):
        if item.command.command_id.int == 2:
            raise OutageError("away")
        return server(item)

    replayed = outbox.replay(goes_away, login=LOGIN)

    assert (ids(replayed.done), replayed.is_away) == ([1], True)
    assert ids(outbox.waiting()) == [2, 3]


def test_a_refusal_needs_attention_and_keeps_all_that_was_typed(open_outbox, server):
    server.refuses[UUID(int=1)] = Answer(is_done=False, text="分送对象不在本级范围内。", code="sideways", field="unit")
    outbox = open_outbox()
    outbox.put(command(1))
    outbox.put(command(2))
    outbox.replay(server, login=LOGIN)
    outbox.close()

    outbox = open_outbox()
    (item,) = outbox.attention()
    assert item.answer.text == "分送对象不在本级范围内。"
    assert item.command.payload == {"n": 1, "identity": {"name": "李晓敏"}}
    assert ids(outbox.waiting()) == []
    assert outbox.counts().text == "Kept on this computer, 1 need your attention"


def test_what_follows_a_refused_command_on_the_same_case_waits_behind_it(open_outbox, server):
    case, contact = uuid4(), uuid4()
    server.refuses[UUID(int=1)] = Answer(is_done=False, text="no", code="no")
    outbox = open_outbox()
    outbox.put(command(1, case))
    outbox.put(command(2, case))
    outbox.put(command(3, contact, after=(case,)))
    outbox.put(command(4, contact))
    outbox.put(command(5))

    assert ids(outbox.replay(server, login=LOGIN).done) == [5]
    assert (outbox.counts().waiting, outbox.counts().held, outbox.counts().attention) == (3, 3, 1)

    outbox.put(command(6, case), instead_of=UUID(int=1))
    outbox.close()
    assert ids(open_outbox().replay(server, login=LOGIN).done) == [6, 2, 3, 4]


def test_a_refusal_that_was_dealt_with_lets_the_others_go_on(open_outbox, server):
    case = uuid4()
    server.refuses[UUID(int=1)] = Answer(is_done=False, text="no", code="no")
    outbox = open_outbox()
    outbox.put(command(1, case))
    outbox.put(command(2, case))
    outbox.replay(server, login=LOGIN)

    outbox.drop(UUID(int=1))

    assert ids(outbox.replay(server, login=LOGIN).done) == [2]
    with pytest.raises(KeyError):
        outbox.drop(UUID(int=1))


def test_waiting_work_cannot_be_dropped(open_outbox):
    outbox = open_outbox()
    outbox.put(command(1))

    with pytest.raises(KeyError):
        outbox.drop(UUID(int=1))


def test_a_user_error_and_a_stale_one_count_as_refusals(open_outbox):
    outbox = open_outbox()
    outbox.put(command(1))
    outbox.put(command(2))

    def refuses(item):
        if item.command.command_id.int == 1:
            raise StaleError("changed meanwhile", code="stale")
        raise UserError("wrong", field="amount", code="amount")

    replayed = outbox.replay(refuses, login=LOGIN)

    assert [(item.answer.code, item.answer.field) for item in replayed.refused] == [
        ("stale", None),
        ("amount", "amount"),
    ]


def test_work_is_never_sent_under_another_login(open_outbox, server):
    outbox = open_outbox()
    outbox.put(command(1))

    with pytest.raises(UserError):
        outbox.replay(server, login="hd_0a1b2c3d_pffeeddccbbaa")
    with pytest.raises(UserError):
        outbox.put(Command(command_id=uuid4(), kind="x", subject=uuid4(), login="somebody"))

    assert server.executed == []


def test_our_own_bug_stops_holding_up_the_others_after_three_tries(open_outbox, server):
    outbox = open_outbox()
    outbox.put(command(1))
    outbox.put(command(2))

    def breaks(item):
        if item.command.command_id.int == 1:
            raise ZeroDivisionError
        return server(item)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            outbox.replay(breaks, login=LOGIN)

    assert ids(outbox.replay(breaks, login=LOGIN).done) == [2]
    assert outbox.attention()[0].answer.code == "failed"


def test_a_second_save_of_the_same_command_is_kept_once(open_outbox, server):
    outbox = open_outbox()
    outbox.put(command(1))
    outbox.put(command(1))
    done = outbox.submit(command(1), server)
    again = outbox.submit(command(1), server)

    assert done.standing is again.standing is Standing.DONE
    assert len(server.executed) == 1


def test_a_command_carries_desk_time_offset_and_arrival(open_outbox, clock):
    outbox = open_outbox()
    called_at = clock.now() - timedelta(minutes=9)
    outbox.note_offset(
        ServerOffset(offset=timedelta(hours=-1), uncertainty=timedelta(milliseconds=3), measured_at=clock.now())
    )
    outbox.put(command(1, desk_time=called_at))
    outbox.put(command(2))
    outbox.close()

    first, second = open_outbox().waiting()

    assert (first.command.desk_time, second.command.desk_time) == (called_at, clock.now())
    assert first.queued_at == clock.now()
    assert first.offset.server_time(called_at) == called_at - timedelta(hours=1)


def test_results_are_known_for_a_day_and_then_forgotten(open_outbox, server, clock):
    outbox = open_outbox()
    outbox.submit(command(1), server)
    outbox.close()

    outbox = open_outbox()
    assert outbox.find(UUID(int=1)).answer.result == {"number": 0}
    outbox.close()
    clock.instant += timedelta(hours=25)

    assert open_outbox().find(UUID(int=1)) is None


def test_what_is_done_leaves_no_payload_behind(open_outbox, server):
    outbox = open_outbox()
    outbox.submit(command(1), server)
    outbox.close()

    assert open_outbox().find(UUID(int=1)).command.payload == {}


def test_an_outbox_cut_at_every_byte_keeps_what_was_kept(open_outbox, keys, folder, clock, server):
    outbox = open_outbox()
    (path,) = (folder / "outbox").glob("*.outbox")
    sizes = [path.stat().st_size]
    for n in (1, 2, 3):
        outbox.put(command(n))
        sizes.append(path.stat().st_size)
    outbox.close()
    data = path.read_bytes()
    for cut in range(sizes[0], len(data) + 1, 17):
        path.write_bytes(data[:cut])
        again = Outbox(folder, keys, clock)
        assert len(again.waiting()) == sum(size <= cut for size in sizes[1:])
        assert again.lost_bytes == 0
        again.close()


def test_a_damaged_outbox_is_told_and_the_rest_is_sent(open_outbox, folder, server):
    outbox = open_outbox()
    (path,) = (folder / "outbox").glob("*.outbox")
    outbox.put(command(1))
    middle = path.stat().st_size + 60
    outbox.put(command(2))
    outbox.put(command(3))
    outbox.close()
    data = path.read_bytes()
    path.write_bytes(data[:middle] + b"XX" + data[middle + 2 :])

    outbox = open_outbox()
    assert outbox.lost_bytes > 0
    assert ids(outbox.replay(server, login=LOGIN).done) == [1, 3]
    outbox.close()
    assert open_outbox().lost_bytes > 0
    assert path.with_suffix(".damaged").read_bytes()[middle : middle + 2] == b"XX"


def test_a_full_disk_says_what_is_safe_and_keeps_nothing_half(open_outbox, server, monkeypatch):
    outbox = open_outbox()
    outbox.put(command(1))
    server.is_away = True

    def is_full(descriptor, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.write", is_full)
        with pytest.raises(KeepingError) as full:
            outbox.submit(command(2), server)
        assert "full" in full.value.text
        assert ids(outbox.waiting()) == [1]

        server.is_away = False
        done = outbox.submit(command(2), server)
        assert done.standing is Standing.DONE

    assert [name.int for name in server.executed] == [1, 2]
    assert outbox.waiting() == ()
    outbox.put(command(3))
    outbox.close()
    assert ids(open_outbox().waiting()) == [3]


def test_a_long_outbox_is_written_anew(open_outbox, server, folder):
    outbox = open_outbox()
    for n in range(1, 60):
        outbox.submit(command(n, title="长" * 2000), server)
    (path,) = (folder / "outbox").glob("*.outbox")

    assert path.stat().st_size < 500_000
    outbox.close()
    assert len(open_outbox().items()) == 59


def test_a_desk_clock_an_hour_off_is_measured_and_told(clock):
    ticks = iter([0.0, 0.4, 10.0, 10.1, 20.0, 20.9])

    found = measure_offset(lambda: clock.now() - timedelta(hours=1), clock, elapsed=lambda: next(ticks))

    assert found.offset == timedelta(hours=-1, milliseconds=-50)
    assert found.uncertainty == timedelta(milliseconds=50)
    assert "60 minutes ahead" in found.text
    assert found.server_time(clock.now()) == clock.now() - timedelta(hours=1, milliseconds=50)
    assert ServerOffset.from_record(found.as_record()) == found


def test_a_desk_clock_that_is_right_says_nothing(clock):
    assert measure_offset(clock.now, clock).text == ""


def test_nothing_kept_stands_readable_on_the_disk(open_outbox, folder):
    open_outbox().put(command(1, title="李晓敏 退卡"))

    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert "李晓敏".encode() not in everything
    assert b"register_case" not in everything
