import stat
import threading
from datetime import timedelta
from uuid import uuid4

import psutil
import pytest

from app.services.drafts.draft import Splice, Stage
from app.services.drafts.draft_file import ROOMY_BYTES, read_draft
from app.services.drafts.folder import KeepingError
from app.services.errors import UserError
from tests.services.drafts.conftest import DRAFT

FACTS = "10 月办年卡，11 月关门，𠮷野家旁边那家😀健身房"


def test_what_was_typed_is_there_after_the_window_was_killed(open_store):
    store = open_store()
    store.open(DRAFT, "intake", title="来电 138****6721")
    store.append(DRAFT, {"facts": "10 月"})
    store.append(DRAFT, {"facts": Splice(at=4, removed=0, text="办年卡"), "amount": "3680.00", "claims": ["refund"]})
    store.append(DRAFT, place={"focus": "facts", "cursor": 7, "tab": "materials", "scroll": 120})
    store.flush()
    store._lock.release()

    draft = open_store().open(DRAFT, "intake")

    assert draft.fields == {"facts": "10 月办年卡", "amount": "3680.00", "claims": ["refund"]}
    assert draft.place == {"focus": "facts", "cursor": 7, "tab": "materials", "scroll": 120}
    assert draft.title == "来电 138****6721"


def test_typing_reaches_the_disk_by_itself_within_300_ms(open_store):
    covered = []
    done = threading.Event()
    store = open_store(trace=lambda c: (covered.append(c), done.set()))
    store.open(DRAFT, "intake")

    store.append(DRAFT, {"facts": "x"})

    assert done.wait(5)
    assert covered[0].waited_s <= 0.3


def test_a_form_that_was_only_opened_leaves_no_draft(open_store):
    store = open_store()
    store.open(DRAFT, "intake")

    assert store.drafts() == ()


def test_several_drafts_lie_side_by_side_with_age_and_title(open_store, clock):
    store = open_store()
    first, second = uuid4(), uuid4()
    store.open(first, "intake", title="来电")
    store.append(first, {"facts": "甲"})
    clock.instant += timedelta(minutes=5)
    store.open(second, "letter", title="来信")
    store.append(second, {"facts": "乙"})
    clock.instant += timedelta(minutes=1)

    assert [(d.title, d.page, d.age(clock.now())) for d in store.drafts()] == [
        ("来信", "letter", timedelta(minutes=1)),
        ("来电", "intake", timedelta(minutes=6)),
    ]


def test_a_day_of_forms_left_half_way_keeps_no_files_open_and_each_goes_on(open_store):
    store = open_store()
    forms = [uuid4() for _ in range(40)]
    for form in forms:
        store.open(form, "intake")
        store.append(form, {"facts": "一半"})
        store.flush()
    held = [one.path for one in psutil.Process().open_files() if one.path.endswith(".draft")]
    store.append(forms[0], {"facts": "一半，又一半"})
    store.flush()
    store.close()

    assert len(held) <= 1
    assert open_store().load(forms[0]).fields == {"facts": "一半，又一半"}


def test_nothing_typed_stands_readable_on_the_disk(open_store, folder):
    store = open_store()
    store.open(DRAFT, "intake", title="李晓敏 13893416721")
    store.append(DRAFT, {"name": "李晓敏", "phone": "13893416721", "facts": FACTS})
    store.close()

    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    for secret in ("李晓敏", "13893416721", "年卡", "intake", "refund"):
        for encoding in ("utf-8", "utf-16-le", "gb18030", "unicode_escape"):
            assert secret.encode(encoding) not in everything


def test_only_this_account_may_look_into_the_folder(open_store, folder):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": FACTS})
    store.flush()

    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_second_window_is_told_to_go_on_in_the_first(open_store):
    open_store()

    with pytest.raises(UserError) as refused:
        open_store()

    assert refused.value.code == "second_window"


def test_a_long_journal_is_written_anew_and_loses_nothing(open_store, folder):
    store = open_store()
    store.open(DRAFT, "intake")
    text = ""
    for step in range(700):
        text += "字"
        store.append(DRAFT, {"facts": text, "step": step})
        store.flush()
    size = (folder / "drafts" / f"{DRAFT}.draft").stat().st_size
    store.close()

    assert size < ROOMY_BYTES + 4096
    assert open_store().open(DRAFT, "intake").fields == {"facts": text, "step": 699}


def test_a_sent_draft_can_be_brought_back_for_a_day(open_store, clock):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": FACTS})
    first_save = store.hand_over(DRAFT).command_id
    store.sent(DRAFT)
    assert store.drafts() == ()

    clock.instant += timedelta(hours=23)
    assert store.sweep() == 0
    assert [d.fields for d in store.drafts(Stage.SENT)] == [{"facts": FACTS}]
    back = store.take_back(DRAFT)

    assert back.fields == {"facts": FACTS}
    assert back.command_id != first_save


def test_a_sent_draft_is_gone_after_a_day(open_store, clock, folder):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": FACTS})
    store.sent(DRAFT)

    clock.instant += timedelta(hours=24, minutes=1)

    assert store.sweep() == 1
    assert not list((folder / "drafts").glob("*.draft"))
    with pytest.raises(KeyError):
        store.load(DRAFT)


def test_an_open_draft_is_never_swept(open_store, clock):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": FACTS})
    clock.instant += timedelta(days=400)

    assert store.sweep() == 0
    assert len(store.drafts()) == 1


def test_a_draft_keeps_the_id_of_its_save_over_a_crash(open_store):
    store = open_store()
    command_id = store.open(DRAFT, "intake").command_id
    store.append(DRAFT, {"facts": "x"})
    store.close()

    assert open_store().open(DRAFT, "intake").command_id == command_id


def test_half_a_character_of_an_input_method_is_kept_too(open_store):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": "半个\ud83d", "long": "长" * 60})
    store.append(DRAFT, {"long": "长" * 60 + "\udc00"})
    store.close()

    assert open_store().open(DRAFT, "intake").fields == {"facts": "半个\ud83d", "long": "长" * 60 + "\udc00"}


def test_qts_positions_in_a_text_with_emoji_become_characters():
    before = "a😀b𠮷c"
    # In UTF-16 units: a=0, 😀=1..2, b=3, 𠮷=4..5, c=6.
    assert Splice.from_utf16(before, 4, 2, "好").applied_to(before) == "a😀b好c"
    assert Splice.from_utf16(before, 6, 0, "!").applied_to(before) == "a😀b𠮷!c"


def test_a_list_that_changes_later_was_kept_as_it_was(open_store):
    store = open_store()
    store.open(DRAFT, "intake")
    claims = ["refund"]
    store.append(DRAFT, {"claims": claims})
    claims.append("repair")

    assert store.load(DRAFT).fields == {"claims": ["refund"]}


def test_a_change_outside_the_text_is_our_bug_and_changes_nothing(open_store):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": "abc"})

    with pytest.raises(ValueError, match="outside"):
        store.append(DRAFT, {"facts": Splice(at=9, removed=0, text="x")})

    assert store.load(DRAFT).fields == {"facts": "abc"}


def test_many_hands_typing_at_once_lose_nothing(open_store):
    store = open_store(batch_s=0.001)
    names = [uuid4() for _ in range(4)]

    def types(draft_id):
        store.open(draft_id, "intake")
        for step in range(200):
            store.append(draft_id, {"facts": "字" * step, str(step): step})

    threads = [threading.Thread(target=types, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()

    again = open_store()
    for name in names:
        assert again.load(name).fields == {"facts": "字" * 199} | {str(step): step for step in range(200)}


def test_the_reserve_is_held_while_there_is_room(open_store, folder):
    open_store()

    assert (folder / "drafts" / "reserve").stat().st_size == 4096


def test_a_file_somebody_copied_aside_disturbs_nothing(open_store, folder):
    store = open_store()
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": FACTS})
    store.close()
    path = folder / "drafts" / f"{DRAFT}.draft"
    path.with_name("copy of my draft.draft").write_bytes(path.read_bytes())

    assert [draft.draft_id for draft in open_store().drafts()] == [DRAFT]


def test_typing_into_a_draft_while_it_is_put_away_opens_it_again(open_store, monkeypatch):
    store = open_store(batch_s=60)
    store.open(DRAFT, "intake")
    store.append(DRAFT, {"facts": "甲"})
    first_save = store.load(DRAFT).command_id
    flush = store.flush

    def is_interrupted():
        flush()
        store.append(DRAFT, {"facts": "甲乙"})

    monkeypatch.setattr(store, "flush", is_interrupted)
    store.sent(DRAFT)
    monkeypatch.undo()

    (draft,) = store.drafts(Stage.OPEN)
    assert draft.fields == {"facts": "甲乙"}
    assert draft.command_id != first_save


def test_one_draft_the_disk_refuses_does_not_keep_the_others_waiting(open_store, folder, keys):
    store = open_store(batch_s=60)
    bad, good = uuid4(), uuid4()
    (folder / "drafts" / f"{bad}.draft.new").mkdir()
    for draft_id in (bad, good):
        store.open(draft_id, "intake")
        store.append(draft_id, {"facts": FACTS})

    with pytest.raises(KeepingError):
        store.flush()

    assert read_draft(folder / "drafts" / f"{good}.draft", keys, good).fields == {"facts": FACTS}
    (folder / "drafts" / f"{bad}.draft.new").rmdir()
    store.flush()
    assert read_draft(folder / "drafts" / f"{bad}.draft", keys, bad).fields == {"facts": FACTS}
