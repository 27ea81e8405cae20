import os
import shutil
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.draft import Splice
from app.services.drafts.journal import DraftStore
from app.services.drafts.records import HEADER_BYTES, RecordFile, read_file, read_records
from tests.services.drafts.conftest import DRAFT

STEPS = [
    {"facts": "一"},
    {"facts": "一二"},
    {"facts": "一二三😀", "amount": "12.50"},
    {"facts": "一二三😀" + "𠮷" * 60, "amount": None},
    {"facts": "改" + "一二三😀" + "𠮷" * 60},
]


@pytest.fixture
def typed(open_store, folder):
    """A closed journal of five writes, and what each write completed."""
    store = open_store()
    store.open(DRAFT, "intake")
    states = []
    for step in STEPS:
        store.append(DRAFT, step)
        store.flush()
        states.append(dict(store.load(DRAFT).fields))
    store.close()
    return folder / "drafts" / f"{DRAFT}.draft", states


def _reread(folder, keys, clock):
    store = DraftStore(folder, keys, clock, reserve_bytes=0)
    try:
        return store.open(DRAFT, "intake") if store.drafts() else None
    finally:
        store.close()


def test_a_journal_cut_at_every_byte_gives_back_all_that_was_whole(typed, keys):
    path, _states = typed
    data = path.read_bytes()
    key = keys.current
    ends = [
        end for end in range(HEADER_BYTES, len(data) + 1) if read_records(data[:end], key, path.name).torn_bytes == 0
    ]
    assert len(ends) == len(STEPS) + 1

    for cut in range(HEADER_BYTES, len(data) + 1):
        contents = read_records(data[:cut], key, path.name)

        whole = sum(end <= cut for end in ends) - 1
        assert len(contents.records) == whole
        assert contents.lost_bytes == 0
        assert contents.torn_bytes == cut - ends[whole]


def test_typing_goes_on_after_a_cut_at_any_byte(typed, folder, keys, clock):
    path, states = typed
    data = path.read_bytes()
    for cut in range(HEADER_BYTES + 200, len(data) + 1, 23):
        path.write_bytes(data[:cut])
        back = _reread(folder, keys, clock)
        if back is None:
            continue
        assert back.fields in states
        assert back.damage is None

        store = DraftStore(folder, keys, clock, reserve_bytes=0)
        store.open(DRAFT, "intake")
        store.append(DRAFT, {"more": "接着写"})
        store.close()

        again = _reread(folder, keys, clock)
        assert again.fields == {**back.fields, "more": "接着写"}
        assert again.damage is None


def test_a_cut_inside_the_header_is_reported_not_forgotten(typed, open_store):
    path, _ = typed
    data = path.read_bytes()
    for cut in range(HEADER_BYTES):
        path.write_bytes(data[:cut])
        store = open_store()
        assert store.drafts() == ()
        assert [(found.draft_id, found.is_locked) for found in store.unreadable()] == [(DRAFT, False)]
        store.close()


def test_a_byte_changed_anywhere_is_reported_and_the_rest_comes_back(typed, folder, keys, clock):
    path, _states = typed
    data = path.read_bytes()
    for position in range(HEADER_BYTES, len(data)):
        changed = data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :]
        contents = read_records(changed, keys.current, path.name)
        assert sum(record is not None for record in contents.records) == len(STEPS) - 1
        assert contents.lost_bytes > 0
        if position % 41:
            continue
        path.write_bytes(changed)

        back = _reread(folder, keys, clock)

        assert back is not None
        assert back.damage is not None
        assert back.damage.lost_bytes > 0
        assert (folder / "drafts" / f"{DRAFT}.damaged").exists()
        # Whole values typed later than the damage are right again.
        if position < len(data) // 4:
            assert back.fields.get("amount", "gone") is None


def test_a_piece_that_lost_its_place_is_kept_beside_the_form(typed, folder, keys, clock):
    path, _states = typed
    data = path.read_bytes()
    position = data.rindex(b"\xf0\x9f\xa7\xbe") - 5  # inside the last but one record
    path.write_bytes(data[:position] + b"\0" + data[position + 1 :])

    back = _reread(folder, keys, clock)

    assert ("facts", "改") in back.damage.pieces
    assert "1" in back.damage.text


def test_the_report_of_damage_survives_the_next_start(typed, folder, keys, clock):
    path, _ = typed
    data = path.read_bytes()
    path.write_bytes(data[:-20] + b"\0" * 20)

    first = _reread(folder, keys, clock)
    second = _reread(folder, keys, clock)

    assert first.damage is not None
    assert second.damage == first.damage


def test_blocks_the_disk_never_filled_are_an_unfinished_write(typed, folder, keys, clock):
    path, states = typed
    path.write_bytes(path.read_bytes() + b"\0" * 4096)

    back = _reread(folder, keys, clock)

    assert back.fields == states[-1]
    assert back.damage is None


def test_a_journal_under_another_drafts_name_does_not_open(typed, keys):
    path, _ = typed
    other = path.with_name(f"{uuid4()}.draft")
    shutil.copy(path, other)

    contents = read_file(other, keys)

    assert contents.records == (None,)


def test_records_cannot_be_swapped_or_repeated(tmp_path, keys):
    file = RecordFile.create(tmp_path / "x", keys.current, b"0")
    ends = [file.size]
    for plain in (b"1", b"2"):
        file.append([plain])
        ends.append(file.size)
    file.close()
    data = (tmp_path / "x").read_bytes()
    first, second = data[ends[0] : ends[1]], data[ends[1] : ends[2]]

    swapped = read_records(data[: ends[0]] + second + first, keys.current, "x")
    repeated = read_records(data + second, keys.current, "x")

    assert swapped.records == (b"0", None, b"2", None)
    assert repeated.records == (b"0", b"1", b"2", None)


def test_a_failed_write_leaves_no_half_record(tmp_path, keys, monkeypatch):
    file = RecordFile.create(tmp_path / "x", keys.current, b"0")
    real = os.write
    calls = []

    def breaks(descriptor, data):
        calls.append(1)
        if len(calls) == 1:
            real(descriptor, bytes(data[:5]))
            raise OSError(28, "full")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", breaks)
    with pytest.raises(Exception, match="full"):
        file.append([b"lost"])
    file.append([b"1"])
    file.close()

    assert read_file(tmp_path / "x", keys).records == (b"0", b"1")


def test_a_file_of_somebody_else_does_not_open(tmp_path, keys):
    from app.services.drafts.keys import DataKey, PersonKeys

    RecordFile.create(tmp_path / "x", DataKey.new(), b"0").close()

    with pytest.raises(ClosedBoxError):
        read_file(tmp_path / "x", PersonKeys(login=keys.login, current=DataKey.new()))


# Anything a keyboard, an input method or a clipboard may bring: emoji, rare characters, halves, controls.
TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("的一是了我不在人有𠮷𡃁𬺈龘㐂😀👨‍👩‍👧🇨🇳\u200d\r\n\t\0\ud83d\udc00"),
    ),
    max_size=90,
)
FIELD = st.sampled_from(["facts", "name", "claim"])
CHANGE = st.one_of(
    st.tuples(
        st.just("set"), FIELD, st.one_of(TEXT, st.none(), st.booleans(), st.integers(), st.lists(TEXT, max_size=3))
    ),
    st.tuples(st.just("type"), FIELD, st.floats(0, 1), st.integers(0, 5), TEXT),
    st.tuples(st.just("place"), st.integers(0, 999)),
    st.tuples(st.just("flush")),
    st.tuples(st.just("reopen")),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGE, max_size=25), cut=st.floats(0, 1))
def test_any_typing_comes_back_after_a_cut_at_any_place(tmp_path_factory, keys, clock, changes, cut):
    """Against a slow reference: after a cut the draft is one of the states that were flushed, and none older."""
    folder = tmp_path_factory.mktemp("desk")
    path = folder / "drafts" / f"{DRAFT}.draft"
    opens = lambda: DraftStore(folder, keys, clock, batch_s=60, reserve_bytes=0)  # noqa: E731
    store = opens()
    store.open(DRAFT, "intake")
    fields, place, flushed = {}, {}, []

    def keeps():
        store.flush()
        if path.exists():
            flushed.append((path.stat().st_size, dict(fields), dict(place)))

    for what, *rest in changes:
        if what == "set":
            fields[rest[0]] = rest[1]
            store.append(DRAFT, {rest[0]: rest[1]})
        elif what == "type" and isinstance(fields.get(rest[0], ""), str):
            name, where, removed, text = rest
            before = fields.get(name, "")
            at = int(where * len(before))
            removed = min(removed, len(before) - at)
            fields[name] = before[:at] + text + before[at + removed :]
            store.append(DRAFT, {name: Splice(at=at, removed=removed, text=text)})
        elif what == "place":
            place = {"cursor": rest[0]}
            store.append(DRAFT, place=place)
        elif what == "flush":
            keeps()
        elif what == "reopen":
            keeps()
            store.close()
            store = opens()
            store.open(DRAFT, "intake")
    keeps()
    store.close()
    if not flushed:
        return

    least = flushed[0][0]
    size = path.stat().st_size
    os.truncate(path, least + int(cut * (size - least)))
    store = opens()
    back = store.load(DRAFT)
    store.close()

    left = least + int(cut * (size - least))
    _, expected, where = [state for state in flushed if state[0] <= left][-1]
    assert (dict(back.fields), dict(back.place)) == (expected, where)
    assert back.damage is None
