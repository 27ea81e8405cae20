"""The folder a voicemail system writes into: each finished file comes out exactly once."""

import json
from datetime import datetime, timedelta

import pytest

from app.services.clock import LEGAL_ZONE, SetClock
from app.services.errors import OutageError
from app.services.media.arrivals import Arrival, ArrivalRules, Rejected
from app.services.media.taken import TakenFile
from app.services.media.watched_folder import WatchedFolder
from tests import media_samples as samples

NAME = "20261121-143208_13893416721"


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


class Office:
    """A folder, a clock and what was remembered, over restarts."""

    def __init__(self, home):
        self.home = home
        self.folder = home / "in"
        self.folder.mkdir()
        self.clock = SetClock(datetime(2026, 11, 22, 8, 0, tzinfo=LEGAL_ZONE))
        self.restart()

    def restart(self):
        self.watched = WatchedFolder(
            self.folder, TakenFile(self.home / "taken.jsonl"), rules=ArrivalRules(clock=self.clock)
        )

    def deliver(self, name, data):
        (self.folder / name).write_bytes(data)

    def look(self, *, times=1, after_s=2):
        found = []
        for _ in range(times):
            found += self.watched.poll()
            self.clock.instant += timedelta(seconds=after_s)
        return found

    def names(self, folder="."):
        there = self.folder / folder
        return sorted(path.name for path in there.iterdir() if path.is_file()) if there.exists() else []


def test_a_finished_recording_arrives_once_and_is_moved_when_it_is_stored(office):
    office.deliver(f"{NAME}.wav", samples.wav())

    assert office.look() == []
    [arrival] = office.look()
    assert office.look(times=5) == []
    assert office.names() == [f"{NAME}.wav"]

    office.watched.taken(arrival)

    assert office.names() == []
    assert office.names("taken") == [f"{NAME}.wav"]
    assert office.look(times=5) == []


def test_a_file_that_is_still_written_is_left_alone(office):
    data = samples.wav(2)
    for size in range(1000, len(data), 4000):
        office.deliver(f"{NAME}.wav", data[:size])
        assert office.look() == []
    office.deliver(f"{NAME}.wav", data)

    [arrival] = office.look(times=2)

    assert arrival.duration_s == 2.0
    assert arrival.remark == ""


@pytest.mark.parametrize("name", [f"{NAME}.wav.part", f"{NAME}.crdownload", ".hidden.wav", "~$a.wav", "Thumbs.db"])
def test_files_that_are_not_meant_are_left_alone(office, name):
    office.deliver(name, samples.wav())

    assert office.look(times=100) == []
    assert office.names() == [name]


def test_a_copy_that_stalls_half_way_is_waited_for(office):
    data = samples.wav(2)
    office.deliver(f"{NAME}.wav", data[:9000])
    assert office.look(times=20) == []

    office.deliver(f"{NAME}.wav", data)
    [arrival] = office.look(times=2)

    assert arrival.remark == ""


def test_a_recording_that_stays_cut_short_is_taken_in_with_a_remark(office):
    office.deliver(f"{NAME}.wav", samples.wav(2)[:9000])

    [arrival] = office.look(times=32)

    assert isinstance(arrival, Arrival)
    assert "cut short" in arrival.remark


def test_a_broken_file_is_put_aside_with_the_reason_beside_it(office):
    office.deliver("scan.pdf", b"%PDF-1.4 nothing")
    office.deliver("empty.wav", b"")

    found = office.look(times=32)

    assert [type(one) for one in found] == [Rejected, Rejected]
    assert office.names() == []
    assert office.names("rejected") == ["empty.wav", "empty.wav.reason.txt", "scan.pdf", "scan.pdf.reason.txt"]
    assert (office.folder / "rejected/empty.wav.reason.txt").read_text(encoding="utf-8") == found[0].reason + "\n"
    assert found[1].path == office.folder / "rejected" / "scan.pdf"


def test_a_sidecar_that_comes_later_still_counts_and_moves_along(office):
    office.deliver("0001.wav", samples.wav())
    assert office.look(times=3) == []
    office.deliver("0001.json", json.dumps({"caller": "13893416721", "id": "vm-1"}).encode())

    [arrival] = office.look(times=2)
    office.watched.taken(arrival)

    assert (arrival.caller_number, arrival.source_id) == ("13893416721", "vm-1")
    assert office.names("taken") == ["0001.json", "0001.wav"]


def test_a_recording_without_any_sidecar_arrives_after_a_wait(office):
    office.deliver("0001.wav", samples.wav())

    assert office.look(times=5) == []
    [arrival] = office.look(times=2)

    assert arrival.caller_number is None


def test_a_second_delivery_of_the_same_recording_is_put_away_silently(office):
    office.deliver(f"{NAME}.wav", samples.wav())
    [arrival] = office.look(times=2)
    office.watched.taken(arrival)
    office.restart()

    office.deliver(f"{NAME}.wav", samples.wav())
    office.deliver("copy.wav", samples.wav())

    assert office.look(times=20) == []
    assert office.names() == []
    assert office.names("taken") == [f"{NAME} (2).wav", f"{NAME}.wav", "copy.wav"]


def test_two_silent_messages_with_different_numbers_are_two_messages(office):
    for number in (1, 2):
        office.deliver(f"{number}.wav", samples.mu_law_wav(2))
        office.deliver(f"{number}.txt", f"id=vm-{number}\ncaller=1389341672{number}\n".encode())

    found = office.look(times=2)

    assert [one.source_id for one in found] == ["vm-1", "vm-2"]


def test_two_equal_files_at_once_are_one_arrival(office):
    office.deliver("a.wav", samples.wav())
    office.deliver("b.wav", samples.wav())

    [arrival] = office.look(times=20)
    office.watched.taken(arrival)

    assert office.look(times=20) == []
    assert office.names("taken") == ["a.wav", "b.wav"]


def test_an_arrival_that_could_not_be_stored_comes_again(office):
    office.deliver(f"{NAME}.wav", samples.wav())
    [arrival] = office.look(times=2)

    office.watched.put_back(arrival)

    assert office.look() == [arrival]


def test_a_desk_that_stopped_before_storing_is_offered_the_recording_again(office):
    office.deliver(f"{NAME}.wav", samples.wav())
    [before] = office.look(times=2)

    office.restart()

    assert office.look(times=2) == [before]


def test_a_read_only_folder_is_left_as_it_is_and_remembered(office, monkeypatch):
    office.deliver(f"{NAME}.wav", samples.wav())
    monkeypatch.setattr("pathlib.Path.rename", refuse)  # root may write everywhere, so the refusal is made here
    [arrival] = office.look(times=2)
    office.watched.taken(arrival)

    assert office.look(times=20) == []
    office.restart()
    assert office.look(times=20) == []
    assert office.names() == [f"{NAME}.wav"]


def refuse(self, target):
    raise PermissionError(30, "Read-only file system", str(self), None, str(target))


def test_a_folder_that_is_away_is_an_outage_and_nothing_is_forgotten(office):
    office.deliver(f"{NAME}.wav", samples.wav())
    office.look()
    office.folder.rename(office.home / "away")

    with pytest.raises(OutageError, match="cannot be reached"):
        office.look()

    (office.home / "away").rename(office.folder)
    assert len(office.look(times=3)) == 1


def test_a_link_out_of_the_folder_is_not_followed(office):
    (office.home / "secret.wav").write_bytes(samples.wav())
    (office.folder / "a.wav").symlink_to(office.home / "secret.wav")

    assert office.look(times=20) == []


def test_a_recording_and_a_scan_of_the_same_name_share_their_sidecar(office):
    office.deliver("7.wav", samples.wav())
    office.deliver("7.pdf", samples.pdf())
    office.deliver("7.json", b'{"caller": "13893416721"}')

    found = office.look(times=2)
    for arrival in found:
        office.watched.taken(arrival)

    assert [one.caller_number for one in found] == ["13893416721", "13893416721"]
    assert office.names("taken") == ["7.json", "7.pdf", "7.wav"]


def test_a_torn_memory_forgets_only_the_torn_line(tmp_path):
    path = tmp_path / "taken.jsonl"
    memory = TakenFile(path)
    memory.remember("a" * 64, "one")
    memory.remember("b" * 64, None)
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1

    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        again = TakenFile(path)
        again.remember("c" * 64, "three")
        after = TakenFile(path)

        assert after.knows("a" * 64, "one")
        assert after.knows("c" * 64, None)
        assert not after.knows("a" * 64, "two")


def test_a_full_disk_does_not_keep_a_stored_recording_in_the_folder(office, monkeypatch):
    office.deliver(f"{NAME}.wav", samples.wav())
    [arrival] = office.look(times=2)
    monkeypatch.setattr("os.fsync", full)

    office.watched.taken(arrival)

    assert office.names() == []
    assert office.names("taken") == [f"{NAME}.wav"]


def full(descriptor):
    raise OSError(28, "No space left on device")
