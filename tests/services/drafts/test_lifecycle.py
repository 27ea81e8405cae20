from dataclasses import replace

import pytest

from app.services.drafts import lifecycle
from app.services.drafts.commands import Answer, Standing
from app.services.drafts.draft import Stage
from app.services.drafts.folder import KeepingError
from app.services.errors import StaleError, UserError
from tests.services.drafts.conftest import DRAFT, LOGIN
from tests.services.drafts.test_outbox import Server, command


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def desk(open_store, open_outbox):
    store, outbox = open_store(), open_outbox()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": "10 月办年卡"})
    return store, outbox


SAVE = command(1, draft_id=DRAFT)


def test_a_confirmed_save_puts_the_draft_away(desk, server):
    store, outbox = desk

    assert lifecycle.save(store, outbox, SAVE, server).standing is Standing.DONE

    assert store.drafts() == ()
    assert [draft.fields for draft in store.drafts(Stage.SENT)] == [{"facts": "10 月办年卡"}]


def test_a_save_while_the_server_is_away_is_finished_later(desk, server):
    store, outbox = desk
    server.is_away = True

    assert lifecycle.save(store, outbox, SAVE, server).standing is Standing.WAITING
    assert [draft.stage for draft in store.drafts()] == [Stage.HANDED_OVER]
    server.is_away = False
    outbox.replay(server, login=LOGIN)

    assert lifecycle.settle(store, outbox) == (DRAFT,)
    assert store.drafts() == ()


def test_a_refused_save_leaves_the_form_as_it_was_and_the_next_one_is_another_save(desk, server):
    store, outbox = desk
    first = store.load(DRAFT).command_id
    server.refuses[first] = Answer(is_done=False, text="金额不对", code="amount", field="amount")

    with pytest.raises(UserError) as refused:
        lifecycle.save(store, outbox, SAVE, server)

    assert (refused.value.text, refused.value.field) == ("金额不对", "amount")
    draft = store.load(DRAFT)
    assert (draft.stage, draft.fields) == (Stage.OPEN, {"facts": "10 月办年卡"})
    assert draft.command_id != first
    assert outbox.counts().text == ""
    assert lifecycle.save(store, outbox, SAVE, server).standing is Standing.DONE


def test_a_stale_save_is_told_as_stale(desk):
    store, outbox = desk

    with pytest.raises(StaleError):
        lifecycle.save(store, outbox, SAVE, lambda _: Answer(is_done=False, text="changed", code="stale"))


def test_a_second_ctrl_s_saves_once(desk, server):
    store, outbox = desk

    lifecycle.save(store, outbox, SAVE, server)
    lifecycle.save(store, outbox, replace(SAVE, command_id=DRAFT), server)

    assert len(server.executed) == 1


@pytest.mark.parametrize("killed_after", ["hand_over", "put", "answer"])
def test_a_kill_between_two_steps_ends_in_one_case_and_no_draft(desk, open_store, open_outbox, server, killed_after):
    store, outbox = desk
    mine = replace(SAVE, command_id=store.load(DRAFT).command_id)
    store.hand_over(DRAFT)
    if killed_after != "hand_over":
        outbox.put(mine)
    if killed_after == "answer":
        server.loses_answer = 1
        outbox.replay(server, login=LOGIN)
    store.close()
    outbox.close()

    store, outbox = open_store(), open_outbox()
    lifecycle.settle(store, outbox)
    outbox.replay(server, login=LOGIN)
    lifecycle.settle(store, outbox)
    for draft in store.drafts():
        assert draft.stage is Stage.OPEN
        lifecycle.save(store, outbox, replace(SAVE, draft_id=draft.draft_id), server)

    assert len(server.executed) == 1
    assert store.drafts() == ()


def test_a_refusal_during_replay_gives_the_draft_back_when_it_is_opened(desk, server):
    store, outbox = desk
    server.is_away = True
    item = lifecycle.save(store, outbox, SAVE, server)
    server.is_away = False
    server.refuses[item.command.command_id] = Answer(is_done=False, text="no right any more", code="right")
    outbox.replay(server, login=LOGIN)
    lifecycle.settle(store, outbox)
    (kept,) = outbox.attention()

    draft = lifecycle.reopen(store, outbox, kept)

    assert (draft.stage, draft.fields) == (Stage.OPEN, {"facts": "10 月办年卡"})
    assert outbox.attention() == ()


def test_a_refused_command_whose_draft_is_gone_stays_with_its_payload(open_store, open_outbox, server):
    store, outbox = open_store(), open_outbox()
    server.refuses[SAVE.command_id] = Answer(is_done=False, text="no", code="no")
    outbox.submit(SAVE, server)
    (kept,) = outbox.attention()

    assert lifecycle.reopen(store, outbox, kept) is None
    assert outbox.attention()[0].command.payload["n"] == 1


def test_a_full_disk_and_no_server_leaves_the_form_open(desk, server, monkeypatch):
    store, outbox = desk
    store.flush()
    server.is_away = True

    def is_full(descriptor, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.write", is_full)
        with pytest.raises(KeepingError):
            lifecycle.save(store, outbox, SAVE, server)

        assert store.load(DRAFT).stage is Stage.OPEN
        assert store.load(DRAFT).fields == {"facts": "10 月办年卡"}
    server.is_away = False
    lifecycle.save(store, outbox, SAVE, server)
    assert len(server.executed) == 1


def test_what_is_typed_while_the_save_is_on_its_way_stays_in_an_open_draft(desk, server):
    store, outbox = desk

    def slow(item):
        store.append(DRAFT, {"facts": "10 月办年卡，还有一件事"})
        return server(item)

    first = store.load(DRAFT).command_id
    assert lifecycle.save(store, outbox, SAVE, slow).standing is Standing.DONE

    (draft,) = store.drafts()
    assert (draft.stage, draft.fields) == (Stage.OPEN, {"facts": "10 月办年卡，还有一件事"})
    assert draft.command_id != first


def test_what_was_typed_before_a_crash_during_the_save_stays_too(desk, open_store, open_outbox, server):
    store, outbox = desk
    server.loses_answer = 1
    lifecycle.save(store, outbox, SAVE, server)
    store.append(DRAFT, {"facts": "还有一件事"})
    store.close()
    outbox.close()

    store, outbox = open_store(), open_outbox()
    outbox.replay(server, login=LOGIN)

    assert lifecycle.settle(store, outbox) == ()
    assert [draft.fields for draft in store.drafts(Stage.OPEN)] == [{"facts": "还有一件事"}]


def test_a_command_this_program_failed_on_is_tried_again_as_the_same_save(desk, server):
    store, outbox = desk

    def executes_and_breaks(item):
        server(item)
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            lifecycle.save(store, outbox, SAVE, executes_and_breaks)
    (kept,) = outbox.attention()
    lifecycle.reopen(store, outbox, kept)
    lifecycle.save(store, outbox, SAVE, server)

    assert len(server.executed) == 1
    assert store.drafts() == ()


def test_a_second_ctrl_s_with_more_text_does_not_put_that_text_away(desk, server):
    store, outbox = desk
    server.is_away = True
    lifecycle.save(store, outbox, SAVE, server)
    store.append(DRAFT, {"facts": "还有一件事"})
    server.is_away = False

    lifecycle.save(store, outbox, SAVE, server)

    assert [(draft.stage, draft.fields) for draft in store.drafts()] == [(Stage.OPEN, {"facts": "还有一件事"})]
    assert len(server.executed) == 1
