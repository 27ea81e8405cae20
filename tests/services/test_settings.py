from dataclasses import replace
from pathlib import Path

import pytest

from app.services.drafts.folder import KeepingError
from app.services.settings import DeskSettings, SettingsFile, Theme

EVERYTHING = DeskSettings(
    enrolments=(Path("/etc/兰州 “中心”.json"), Path("C:\\desk\\second.json")),
    own_server=Path("/home/王敏/.local/share/hotline-desk/server"),
    watched_folder=Path("/mnt/语音\x7f留言\t"),
    shared_seat=True,
    language="zh_CN",
    theme=Theme.DARK,
    scale=150,
)


@pytest.fixture
def file(tmp_path):
    return SettingsFile(tmp_path / "config" / "desk.toml")


def test_the_first_start_has_the_usual_settings(file):
    assert file.load() == DeskSettings()
    assert file.trouble == ""


def test_what_was_set_is_there_at_the_next_start(file):
    file.save(EVERYTHING)

    assert SettingsFile(file.path).load() == EVERYTHING


def test_the_usual_settings_survive_saving(file):
    file.save(DeskSettings())

    assert file.load() == DeskSettings()


def test_the_office_enrolled_last_is_preferred():
    first, second = Path("a.json"), Path("b.json")

    assert DeskSettings(enrolments=(first, second)).with_enrolment(second).enrolments == (second, first)


def test_a_damaged_file_is_laid_aside_and_told(file):
    file.save(EVERYTHING)
    file.path.write_bytes(b"theme = \xff\xfe")

    assert file.load() == DeskSettings()
    assert "desk.broken" in file.trouble
    assert file.path.with_suffix(".broken").read_bytes() == b"theme = \xff\xfe"


def test_one_wrong_value_costs_only_itself(file):
    file.path.parent.mkdir()
    file.path.write_text(
        'theme = "pink"\nscale = 900\nlanguage = "tlh"\nenrolments = [1, "a.json"]\nshared_seat = "no"\n'
    )

    assert file.load() == DeskSettings(scale=200, enrolments=(Path("a.json"),), shared_seat=True)


def test_a_full_disk_leaves_the_old_settings(file, monkeypatch):
    file.save(EVERYTHING)

    def is_full(descriptor, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", is_full)
    with pytest.raises(KeepingError):
        file.save(replace(EVERYTHING, scale=80))

    assert file.load() == EVERYTHING
    assert [path.name for path in file.path.parent.iterdir()] == ["desk.toml"]
