"""``./run server …``: the administrator's verbs, each ending in a sentence and an exit code."""

import argparse
import contextlib
import getpass
import os
import platform
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import fasteners

from app.models.migrations.roles import INSTALLATION_ID
from app.models.vocabulary import Role
from app.models.words import mark, tr
from app.services.clock import SystemClock
from app.services.database.enrolment import Enrolment
from app.services.errors import OutageError, UserError
from app.services.terminal import refuse_unwritable, say, speak_as_the_terminal

DONE, REFUSED, AWAY, ATTENTION = 0, 2, 3, 1
"""Exit codes: done; attention (check found something); refused, nothing was changed; the server is away."""

_QUOTING = ("DETAIL:", "CONTEXT:", "STATEMENT:", "LINE ", "COPY ", "^")

_URL_HELP = mark("address of the database: postgresql://user@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem")


def main(arguments: list[str]) -> int:
    """Run one verb and return its exit code: 0 done, 1 something needs attention, 2 refused, 3 server away."""
    speak_as_the_terminal()
    words = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = words.verb
    try:
        return verb(words)
    except UserError as problem:
        say(problem.text, error=True)
        return REFUSED
    except OutageError as problem:
        say(str(problem), error=True)
        output = getattr(problem, "output", "")
        if output:
            say(_without_rows(output), error=True)
        return AWAY


def _without_rows(output: str) -> str:
    """Leave out of a database program's words what may quote a row of the office."""
    return "\n".join(line for line in output.splitlines() if not line.lstrip().startswith(_QUOTING))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run server", description=tr("Looks after a centre's shared server."))
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    init = _verb(verbs, "init", _init, tr("set an office up in an empty database"))
    init.add_argument("--name", required=True, type=_said, help=tr("name of the office"))
    init.add_argument("--admin-number", required=True, type=_said, help=tr("staff number of the first administrator"))
    init.add_argument("--admin-name", required=True, type=_said, help=tr("name of the first administrator"))
    init.add_argument(
        "--level",
        choices=("province", "city", "county", "station", "association"),
        default="city",
        help=tr("level of the first unit, which is named like the office"),
    )
    init.add_argument("--authority", action="store_true", help=tr("that unit decides in its own name"))
    init.add_argument(
        "--installation", type=_installation, help=tr("id of the installation, 8 hexadecimal digits; drawn by itself")
    )
    init.add_argument("--recovery", type=Path, help=tr("file to write the centre's recovery key to"))
    _desk(init)

    _verb(verbs, "upgrade", _upgrade, tr("bring the database to this release")).add_argument(
        "--backup", type=Path, help=tr("back up into this file first; without it, beside the current folder")
    )

    person = _verb(verbs, "add-person", _add_person, tr("enrol a person and write the enrolment file"))
    person.add_argument("--number", required=True, type=_said, help=tr("staff number"))
    person.add_argument("--name", required=True, type=_said, help=tr("name"))
    person.add_argument("--unit", default="", help=tr("code of the unit; the first one when not given"))
    person.add_argument(
        "--role",
        action="append",
        default=[],
        choices=[role.value for role in Role],
        help=tr("role there; may be given several times"),
    )
    person.add_argument("--enterprise", type=uuid.UUID, help=tr("id of the enterprise: the person is its liaison"))
    _desk(person)

    checking = _verb(verbs, "check", _check, tr("look the server over"))
    checking.add_argument("--register", type=Path, help=tr("folder with the exported heads of the audit chain"))

    work = _verb(verbs, "work", _work, tr("run a background worker until stopped"))
    work.add_argument("--worker-name", default="", help=tr("name of this worker"))
    work.add_argument("--register", type=Path, help=tr("folder the heads of the audit chain are written to"))
    work.add_argument("--own", type=Path, help=argparse.SUPPRESS)
    work.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)

    backing = _verb(verbs, "backup", _backup, tr("write the whole office into one verified file"))
    backing.add_argument("file", type=Path, help=tr("the file"))

    restoring = _verb(verbs, "restore", _restore, tr("bring a backup back into an empty database"))
    restoring.add_argument("file", type=Path, help=tr("the file"))
    restoring.add_argument(
        "--same-server",
        action="store_true",
        help=tr("the office's roles are still on this server and stay as they are"),
    )
    return parser


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    explained: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=explained, description=explained)
    parser.set_defaults(verb=run)
    parser.add_argument("--url", required=name != "work", help=tr(_URL_HELP))
    return parser


def _desk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ca", type=Path, help=tr("certificate of the authority that signed the server's"))
    parser.add_argument("--out", type=Path, help=tr("enrolment file to write"))


def _init(words: argparse.Namespace) -> int:
    from app.services.drafts.recovery import make_recovery_key
    from app.services.server.people import first_password
    from app.services.server.provision import FirstAdmin, init

    password = first_password()
    admin = FirstAdmin(
        staff_number=words.admin_number,
        name=words.admin_name,
        password=password,
        unit_level=words.level,
        unit_is_authority=words.authority,
    )
    recovery = words.recovery or Path(f"hotline-desk-{words.admin_number}-recovery.pem")
    file = words.out or Path(f"hotline-desk-{words.admin_number}.json")
    _refuse_unreadable(words.ca)
    refuse_unwritable(recovery, file)  # what stands in them is shown once and kept nowhere
    recovery_key = make_recovery_key(recovery)
    is_set_up = False
    try:
        made = init(
            _with_password(words.url),
            words.name,
            admin,
            installation=words.installation,
            ca=words.ca,
            recovery_key=recovery_key,
        )
        is_set_up = True
    finally:
        if not is_set_up:
            recovery.unlink()  # it belongs to no office
    made.enrolment.save(file)
    say(tr("The office “{name}” is set up, installation {id}.", name=words.name, id=made.enrolment.installation))
    say(tr("Enrolment file of the first administrator: {file}", file=file))
    say(
        tr(
            "Recovery key: {file}. Move it to a safe place away from the desks; it opens what people typed.",
            file=recovery,
        )
    )
    say(tr("These passwords are shown once and kept nowhere:"))
    say(f"  {words.admin_number}  {password}  ({tr('for one use')})")
    say(f"  hd_{made.enrolment.installation}_migrate  {made.migrate_password}  ({tr('for upgrades')})")
    say(f"  {made.worker_login}  {made.worker_password}  ({tr('for ./run server work')})")
    if made.left:
        say(tr("PostgreSQL's catalogs stay as they are, because this login is no superuser. As one, type upgrade."))
    return DONE


def _upgrade(words: argparse.Namespace) -> int:
    from app.services.server.backup import backup
    from app.services.server.upgrade import upgrade

    url = _with_password(words.url)
    clock = SystemClock()
    file = words.backup or Path(f"hotline-desk-{clock.now():%Y%m%d-%H%M%S}-before-upgrade.zip")
    kept = backup(url, file, clock)
    say(tr("Backed up into {file} ({rows} rows).", file=file, rows=kept.rows))
    done = upgrade(url)
    say(tr("The schema went from {before} to {after}.", before=done.before, after=done.after))
    return DONE


def _add_person(words: argparse.Namespace) -> int:
    from app.services.server.people import NewPerson, add_person

    person = NewPerson(
        staff_number=words.number,
        name=words.name,
        unit_code=words.unit,
        roles=tuple(words.role),
        kind="liaison" if words.enterprise else "desk",
        enterprise_id=words.enterprise,
    )
    file = words.out or Path(f"hotline-desk-{words.number}.json")
    _refuse_unreadable(words.ca)
    refuse_unwritable(file)
    done = add_person(_with_password(words.url), person, SystemClock(), ca=words.ca)
    done.enrolment.save(file)
    say(tr("{name} is enrolled. Enrolment file: {file}", name=words.name, file=file))
    say(tr("First password, shown once, for one use within 14 days: {password}", password=done.first_password))
    return DONE


def _check(words: argparse.Namespace) -> int:
    from app.services.server.check import check

    findings = check(_with_password(words.url), SystemClock(), register=words.register)
    for finding in findings:
        say(f"{'✓' if finding.fine else '✗'} {finding.text}")
    return DONE if all(finding.fine for finding in findings) else ATTENTION


def _work(words: argparse.Namespace) -> int:
    from app.services.database.connect import Database
    from app.services.database.patience import WORKERS_PATIENCE_S
    from app.services.server.address import worker_place
    from app.services.server.work import Worker

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if words.until_stdin_closes:
        threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    with contextlib.ExitStack() as held:
        if words.own is not None:
            place = held.enter_context(_own_place(words.own, stop))
            if place is None:
                return DONE
        elif words.url:
            place = worker_place(_with_password(words.url))
        else:
            raise UserError(tr("Say which database to work for: --url"))
        database = Database(*place, patience_s=WORKERS_PATIENCE_S)
        database.check()
        name = words.worker_name or f"{platform.node()} {os.getpid()}"
        say(tr("Working as {name}. Ctrl+C ends it.", name=name))
        Worker(database, name, SystemClock(), register=words.register).run(stop)
        database.close()
    return DONE


@contextlib.contextmanager
def _own_place(folder: Path, stop: threading.Event) -> Iterator[tuple[Enrolment, str, str] | None]:
    """Give the way to the office in ``folder`` once no other worker of it works; ``None`` when told to end before."""
    from app.services.server.own_computer import OwnComputer, keep_backing_up

    if not folder.is_dir():
        raise UserError(tr("There is no office in {folder}.", folder=folder), code="no_office")
    alone = fasteners.InterProcessLock(folder / "worker.lock")
    while not alone.acquire(blocking=False):
        if stop.wait(1):
            yield None
            return
    own = OwnComputer(folder, SystemClock())
    backing = threading.Thread(target=keep_backing_up, args=(own, stop))
    own.server.attach()
    backing.start()
    try:
        yield (Enrolment.load(own.enrolment_file), *own.worker_credentials())
    finally:
        stop.set()
        backing.join()
        alone.release()


def _backup(words: argparse.Namespace) -> int:
    from app.services.server.backup import backup

    done = backup(_with_password(words.url), words.file, SystemClock())
    say(tr("Backed up and read back: {file}, {rows} rows.", file=words.file, rows=done.rows))
    if not done.with_logins:
        say(tr("Passwords are not in it: only a superuser can read their verifiers."))
    return DONE


def _restore(words: argparse.Namespace) -> int:
    from app.services.server.restore import restore

    done = restore(_with_password(words.url), words.file, same_server=words.same_server)
    say(tr("Restored and compared: {rows} rows of {name}.", rows=done.rows, name=done.name))
    if not done.with_logins and not words.same_server:
        say(tr("Passwords were not in it: give everybody a new first password."))
    return DONE


def _with_password(url: str) -> str:
    """Take a password that is not in the address from the environment, or ask for it at the terminal."""
    from app.services.server.address import parse

    place = parse(url)
    if place.password is None and place.username:
        given = os.environ.get("PGPASSWORD")
        if given is None and sys.stdin.isatty():
            given = getpass.getpass(tr("Password of {login}: ", login=place.username))
        if given:
            place = place.set(password=given)
    return place.render_as_string(hide_password=False)


def _said(word: str) -> str:
    """Take a word that says something; an empty one would make somebody nobody can name or sign in as."""
    if not word.strip() or not word.isprintable():
        raise argparse.ArgumentTypeError(tr("it is empty or has signs that cannot be read"))
    return word.strip()


def _installation(word: str) -> str:
    if not INSTALLATION_ID.match(word):
        raise argparse.ArgumentTypeError(tr("it must be 8 digits from 0 to 9 and a to f"))
    return word


def _refuse_unreadable(ca: Path | None) -> None:
    try:
        is_certificate = ca is None or "BEGIN CERTIFICATE" in ca.read_text(encoding="ascii")
    except (OSError, ValueError):
        is_certificate = False
    if not is_certificate:
        raise UserError(tr("{file} is no certificate. Nothing was changed.", file=ca), code="no_certificate")


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
