"""Files at the door: recognised by content, described by their sidecars and names, or turned away in a sentence."""

import json
import os
import random
from datetime import UTC, datetime, timedelta

import pytest

from app.services.clock import LEGAL_ZONE, SetClock
from app.services.media.arrivals import Arrival, ArrivalRules, Rejected, read_arrival
from app.services.media.kinds import ArrivalKind, MediaType
from tests import media_samples as samples

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=LEGAL_ZONE)
RULES = ArrivalRules(clock=SetClock(NOW))


def arrive(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return read_arrival(path, RULES)


def taken_in(folder, name, data):
    found = arrive(folder, name, data)
    assert isinstance(found, Arrival), found
    return found


def turned_away(folder, name, data):
    found = arrive(folder, name, data)
    assert isinstance(found, Rejected), found
    assert found.reason.endswith(".")
    return found.reason


@pytest.mark.parametrize(
    ("data", "media_type", "seconds"),
    [
        (samples.wav(1.5), MediaType.WAV, 1.5),
        (samples.mu_law_wav(3), MediaType.WAV, 3.0),
        (samples.MP3.read_bytes(), MediaType.MP3, 3.6),
        (b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + samples.MP3.read_bytes(), MediaType.MP3, 3.6),
        (samples.AMR.read_bytes(), MediaType.AMR, 3.4),
        (b"#!AMR-WB\n" + 50 * (b"\x0c" + bytes(23)), MediaType.AMR_WB, 1.0),
    ],
)
def test_a_recording_is_a_voicemail_whatever_its_name_says(tmp_path, data, media_type, seconds):
    found = taken_in(tmp_path, "message.pdf", data)

    assert (found.kind, found.media_type) == (ArrivalKind.VOICEMAIL, media_type)
    assert found.duration_s == pytest.approx(seconds, abs=0.1)
    assert found.pages is None
    assert found.size == len(data)


@pytest.mark.parametrize(
    ("data", "media_type", "pages"),
    [
        (samples.pdf(3), MediaType.PDF, 3),
        (samples.pdf(2, password=""), MediaType.PDF, 2),
        (samples.picture("TIFF", 4), MediaType.TIFF, 4),
        (samples.picture("JPEG"), MediaType.JPEG, 1),
        (samples.picture("PNG"), MediaType.PNG, 1),
    ],
)
def test_a_scan_is_a_letter_and_its_pages_are_counted(tmp_path, data, media_type, pages):
    found = taken_in(tmp_path, "scan.wav", data)

    assert (found.kind, found.media_type, found.pages) == (ArrivalKind.LETTER, media_type, pages)
    assert found.duration_s is None


def test_the_same_content_has_the_same_hash_under_any_name(tmp_path):
    one = taken_in(tmp_path, "a.wav", samples.wav())
    other = taken_in(tmp_path, "留言 (2) #%&\u202e.wav", samples.wav())

    assert one.sha256 == other.sha256
    assert len(one.sha256) == 64


@pytest.mark.parametrize(
    "stem",
    [
        "20261121-143208_13893416721",
        "20261121_143208_13893416721",
        "20261121143208_13893416721",
        "2026-11-21 14-32-08 13893416721",
        "2026-11-21_14.32.08_13893416721",
        "13893416721_20261121143208",
        "13893416721-20261121-143208",
        "通话录音_13893416721_20261121143208",
        "13893416721(2026年11月21日14时32分08秒)",
        "VM_13893416721_1795242728",
        "external-6001-13893416721-20261121-143208-1795242728.417",
    ],
)
def test_the_name_of_a_file_tells_caller_and_time(tmp_path, stem):
    found = taken_in(tmp_path, f"{stem}.wav", samples.wav())

    assert found.caller_number == "13893416721"
    assert found.recorded_at == datetime(2026, 11, 21, 14, 32, 8, tzinfo=LEGAL_ZONE)


@pytest.mark.parametrize("stem", ["message", "20261399-143208_13893416721x", "scan0001", "20261121"])
def test_what_a_name_does_not_tell_is_asked(tmp_path, stem):
    found = taken_in(tmp_path, f"{stem}.wav", samples.wav())

    assert (found.caller_number, found.recorded_at, found.source_id) == (None, None, None)


SIDECARS = {
    "a.json": json.dumps(
        {"caller_number": "138 9341 6721", "recorded_at": "2026-11-21T14:32:08+08:00", "id": "vm-417"}
    ),
    "b.json": json.dumps({"call": {"ani": "13893416721", "start_time": 1795242728}, "recording_id": "vm-417"}),
    "c.txt": '[message]\n; by the exchange\ncallerid="Li" <13893416721>\norigtime=1795242728\nmsg_id=vm-417\n',
    "d.txt": "主叫号码：13893416721\n录音时间：2026-11-21 14:32:08\n流水号：vm-417\n",
    "e.csv": "caller,start_time,id\n13893416721,2026/11/21 14:32:08,vm-417\n",
    "f.csv": "caller_number=13893416721\nrecorded_at=20261121143208\nsource_id=vm-417\n",
    "g.csv": "caller_number;13893416721\ndate;2026-11-21\ntime;14:32:08\nid;vm-417\n",
    "h.xml": '<?xml version="1.0"?><voicemail id="vm-417"><caller>sip:13893416721@exchange</caller>'
    "<start_time>2026-11-21T06:32:08Z</start_time></voicemail>",
    "i.wav.json": json.dumps({"From": "+8613893416721", "Date": "2026年11月21日 14:32:08", "Call-ID": "vm-417"}),
}


@pytest.mark.parametrize("name", SIDECARS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sidecar_tells_caller_time_and_the_senders_number(tmp_path, name, encoding):
    (tmp_path / name).write_bytes(SIDECARS[name].encode(encoding))

    found = taken_in(tmp_path, f"{name[0]}.wav", samples.wav())

    assert found.caller_number in {"13893416721", "+8613893416721"}
    assert found.recorded_at == datetime(2026, 11, 21, 6, 32, 8, tzinfo=UTC)
    assert found.source_id == "vm-417"
    assert [path.name for path in found.sidecars] == [name]


def test_a_sidecar_is_believed_before_the_file_name(tmp_path):
    (tmp_path / "20261121-143208_13893416721.json").write_text('{"caller": "0931-8929114"}', encoding="utf-8")

    found = taken_in(tmp_path, "20261121-143208_13893416721.wav", samples.wav())

    assert found.caller_number == "09318929114"
    assert found.recorded_at == datetime(2026, 11, 21, 14, 32, 8, tzinfo=LEGAL_ZONE)


@pytest.mark.parametrize("caller", ["anonymous", "unknown", "0", "", "<>", "+", "13893416721; DROP TABLE", "9" * 40])
def test_a_withheld_or_impossible_number_is_asked(tmp_path, caller):
    (tmp_path / "a.json").write_text(json.dumps({"caller": caller}), encoding="utf-8")

    assert taken_in(tmp_path, "a.wav", samples.wav()).caller_number is None


@pytest.mark.parametrize(
    "when",
    ["2026-11-23 09:00", "1970-01-01 00:00:00", "2026-02-30 10:00", "yesterday", "14:32", "9" * 400, "99991231235959"],
)
def test_a_recording_time_that_cannot_be_is_asked(tmp_path, when):
    (tmp_path / "a.json").write_text(json.dumps({"time": when}), encoding="utf-8")

    assert taken_in(tmp_path, "a.wav", samples.wav()).recorded_at is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{"),
        ("a.json", b"[" * 60000),
        ("a.json", b"[1, 2]"),
        ("a.json", b"\xff\xfe\x00"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><caller>&b;</caller></a>'),
        ("a.xml", b"<a><caller>13893416721</a>"),
        ("a.csv", b'"'),
        ("a.csv", b"\x00\x00,\x00"),
        ("a.txt", b"caller=13893416721\n" * 10000),
        ("a.txt", b""),
    ],
)
def test_a_broken_sidecar_says_nothing_and_the_recording_is_taken_in(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    assert taken_in(tmp_path, "a.wav", samples.wav()).caller_number is None


def test_what_is_logged_of_an_arrival_names_nobody(tmp_path):
    found = taken_in(tmp_path, "20261121-143208_13893416721.wav", samples.wav())

    assert "13893416721" not in repr(found)


def test_a_recording_that_broke_off_is_taken_in_with_a_remark(tmp_path):
    data = samples.wav(4)

    found = taken_in(tmp_path, "a.wav", data[: len(data) // 2])

    assert found.duration_s == pytest.approx(2, abs=0.01)
    assert found.remark == "The recording was cut short: 2 of 4 seconds arrived."


@pytest.mark.filterwarnings("ignore")  # the readers of pictures warn before they give up
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\0" * 5000, "Only recordings"),
        (b"PK\x03\x04" + bytes(50), "Only recordings"),
        (b"RIFF\0\0\0\0WAVE", "damaged"),
        (samples.wav(0), "no sound"),
        (b"#!AMR\n", "no sound"),
        (b"#!AMR\n" + b"\xff" * 500, "damaged"),
        (samples.AMR.read_bytes()[:1500] + bytes([0xFF]) * 3000, "damaged from second"),
        (b"ID3\x04\0\0\0\0\0\x0a" + bytes(500), "damaged"),
        (b"\xff\xfb\x90\x00" + bytes(300), "damaged"),
        (samples.picture("JPEG")[:-3000], "damaged or cut short"),
        (samples.picture("PNG")[:-3000], "damaged or cut short"),
        (samples.picture("TIFF", 2)[:-20], "damaged or cut short"),
        (samples.pdf()[:400], "damaged or cut short"),
        (b"%PDF-1.7\n" + bytes(2000), "damaged or cut short"),
        (samples.pdf(2, password="secret"), "locked with a password"),
    ],
)
def test_a_broken_file_is_turned_away_in_a_sentence(tmp_path, data, words):
    assert words in turned_away(tmp_path, "a", data)


def test_a_file_of_200_megabytes_is_turned_away_with_its_size(tmp_path):
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        os.truncate(file.fileno(), 200_000_000)

    found = read_arrival(path, RULES)

    assert isinstance(found, Rejected)
    assert "200 MB" in found.reason


@pytest.mark.parametrize("name", ["gone.wav", "a\0b.wav", "x" * 300, "."])
def test_a_path_that_is_no_file_is_turned_away_in_a_sentence(tmp_path, name):
    assert isinstance(read_arrival(tmp_path / name, RULES), Rejected)


@pytest.mark.filterwarnings("ignore")  # the readers of pictures warn before they give up
def test_no_damage_to_a_file_ends_in_a_traceback(tmp_path):
    chance = random.Random(20261121)
    whole = [
        samples.wav(0.2),
        samples.MP3.read_bytes(),
        samples.AMR.read_bytes(),
        samples.pdf(2),
        samples.pdf(1, password=""),
        samples.picture("TIFF", 2),
        samples.picture("JPEG"),
        samples.picture("PNG"),
    ]
    for number in range(400):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]

        found = arrive(tmp_path, f"{number % 5}", bytes(data))

        assert isinstance(found, Arrival | Rejected)


def test_a_clock_that_runs_a_little_ahead_does_not_lose_the_recording_time(tmp_path):
    ahead = NOW + timedelta(minutes=20)

    found = taken_in(tmp_path, f"{ahead:%Y%m%d-%H%M%S}_13893416721.wav", samples.wav())

    assert found.recorded_at == ahead
