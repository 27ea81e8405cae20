import logging
import stat
from datetime import timedelta
from uuid import UUID

import pytest

from app.services.drafts.draft import Stage
from app.services.log import KEPT_FILES, MOST_BYTES, DeskLog

COMMAND = UUID("6a1e6a0e-7c1f-4b7e-9a55-0c2f5c7b1a11")


@pytest.fixture
def log(tmp_path):
    log = DeskLog(tmp_path, {"desk": "0.1.0", "schema": "0001"})
    log.attach()
    yield log
    log.close()


@pytest.fixture
def written(log, tmp_path):
    return lambda: (tmp_path / "log" / "desk.log").read_text(encoding="utf-8")


ours = logging.getLogger("app.services.intake")


class ServerError(Exception):
    sqlstate = "23505"


def test_a_line_tells_what_happened_to_which_command_under_which_versions(log, written):
    ours.warning("the server refused", extra={"command": COMMAND, "sqlstate": "23505", "code": "no_right"})

    line = written()
    assert "WARNING app.services.intake" in line
    assert f"the server refused command={COMMAND} sqlstate=23505 code=no_right [desk 0.1.0 schema 0001]" in line


def test_short_numbers_ids_members_and_types_may_be_told(log, written):
    ours.info("%d sent after %.1f s, %s, %s, %s", 3, 2.25, Stage.SENT, COMMAND, ValueError)
    ours.info("waited %s s", timedelta(seconds=4))

    assert f"3 sent after 2.2 s, SENT, {COMMAND}, ValueError" in written()
    assert "waited 4.0 s" in written()


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("parameters %s", ("李晓敏",)),
        ("parameters %s", ({"name": "李晓敏"},)),
        ("parameters %(name)s", ({"name": "李晓敏"},)),
        ("caller %d", (13893416721,)),
        ("caller %s", ("13893416721",)),
        ("caller %s", (13893416721.0,)),
        ("parameters %r", (["李晓敏", 13893416721],)),
        ("caller 13893416721", ()),
        ("李晓敏 called", ()),
    ],
)
def test_nothing_typed_gets_into_the_log(log, written, sentence, values):
    ours.warning(sentence, *values)

    assert "李晓敏" not in written()
    assert "13893416721" not in written()
    assert "(withheld)" in written()


def test_named_values_that_look_wrong_are_withheld(log, written):
    ours.warning("x", extra={"code": "李晓敏", "sqlstate": "Key (phone)=(13893416721)"})

    assert "code=(withheld)" in written()
    assert "13893416721" not in written()


def test_what_libraries_say_is_withheld_but_where_it_was_said_is_told(log, written):
    logging.getLogger("sqlalchemy.engine").warning("[generated] ('李晓敏', '13893416721')")

    assert "sqlalchemy.engine" in written()
    assert "李晓敏" not in written()


def refuse():
    raise ServerError("DETAIL: Key (id_number)=(620102199001011234) already exists.")


def test_of_an_exception_types_codes_and_lines_remain(log, written):
    try:
        try:
            refuse()
        except ServerError as error:
            raise KeyError("李晓敏") from error
    except KeyError:
        ours.exception("our bug", extra={"command": COMMAND})

    text = written()
    assert "builtins.KeyError" in text
    assert "ServerError sqlstate=23505" in text
    assert "services/test_log.py" in text
    assert "620102199001011234" not in text
    assert "李晓敏" not in text
    assert "DETAIL" not in text


def test_the_log_is_closed_to_other_accounts_and_stays_small(log, tmp_path):
    log._handler.maxBytes //= 256
    for _ in range(600):
        ours.info("a sentence that is repeated until the file has been turned over often enough")

    files = sorted((tmp_path / "log").iterdir())
    assert len(files) == KEPT_FILES + 1
    assert all(path.stat().st_size <= MOST_BYTES // 256 for path in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_full_disk_costs_the_line_and_nothing_else(log, monkeypatch):
    def is_full(record):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log._handler, "shouldRollover", is_full)

    ours.warning("x")


def test_a_schema_learned_later_stands_in_later_lines(log, written):
    log.note_version("schema", "0002")
    ours.info("x")

    assert "[desk 0.1.0 schema 0002]" in written()


def test_after_sign_out_nothing_more_is_written(log, tmp_path):
    log.close()
    ours.warning("x")

    assert not (tmp_path / "log" / "desk.log").exists()
