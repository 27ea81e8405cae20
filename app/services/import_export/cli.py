"""``./run import FILE``: brings a register in from the terminal, under a person's own login."""

import argparse
import getpass
import os
import sys
import tempfile
from pathlib import Path

from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.bootstrap import sign_in
from app.services.clock import SystemClock
from app.services.database.enrolment import Enrolment
from app.services.errors import OutageError, UserError
from app.services.import_export.importing import Import, Order, Outcome, write_rejects
from app.services.import_export.mapping import MEANING_TITLES, Mappings
from app.services.import_export.sheets import Sheet, read_sheet
from app.services.settings import SettingsFile, data_folder
from app.services.terminal import refuse_unwritable, say, speak_as_the_terminal

DONE, REJECTS, REFUSED, AWAY = 0, 1, 2, 3
"""Exit codes: everything taken in; some rows refused; nothing done; the server is away."""
MAPPINGS = "import_mappings.json"


def main(arguments: list[str]) -> int:
    """Run the verb and return its exit code: 0 done, 1 some rows refused, 2 refused, 3 server away."""
    speak_as_the_terminal()
    words = _parser().parse_args(arguments)
    try:
        return _run(words)
    except UserError as problem:
        say(problem.text, error=True)
        return REFUSED
    except OutageError as problem:
        say(str(problem), error=True)
        return AWAY


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run import", description=tr("Brings in a register, each row once."))
    parser.add_argument("file", type=Path, help=tr("XLSX or CSV with a header"))
    parser.add_argument(
        "--enrolment", type=Path, help=tr("enrolment file of the office; the desk's own when not given")
    )
    parser.add_argument(
        "--number", default="", help=tr("your staff number; the password is asked for, or HOTLINE_PASSWORD")
    )
    parser.add_argument("--source", default="", help=tr("name of the register; the file's name when not given"))
    parser.add_argument("--channel", default="transfer_mailbox", help=tr("code of the channel"))
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], default=Kind.CONSULTATION.value)
    parser.add_argument("--dry-run", action="store_true", help=tr("only say what would happen"))
    parser.add_argument(
        "--rejects", type=Path, help=tr("where refused rows are written; beside the file when not given")
    )
    return parser


def _run(words: argparse.Namespace) -> int:
    sheet = read_sheet(words.file)
    if words.rejects is not None:
        refuse_unwritable(words.rejects)
    mapping = Mappings(data_folder() / MAPPINGS).recall(sheet.header)
    for meaning, place in mapping.items():
        say(f"  {tr(MEANING_TITLES[meaning])} ← {sheet.header[place]}")
    order = Order(source=words.source or words.file.stem, mapping=mapping, channel=words.channel, kind=Kind(words.kind))
    with tempfile.TemporaryDirectory(prefix="hotline-desk-import-") as folder:
        desk = sign_in(_enrolment(words), _number(words), _password(), clock=SystemClock(), folder=Path(folder))
        try:
            bring = Import(desk)
            outcome = bring.try_out(sheet, order) if words.dry_run else bring.run(sheet, order, _progress)
        finally:
            desk.close()
    return _told(words, sheet, outcome)


def _told(words: argparse.Namespace, sheet: Sheet, outcome: Outcome) -> int:
    sentence = (
        tr("Would take in {done}, here already {known}, refused {n}.")
        if words.dry_run
        else tr("Taken in {done}, here already {known}, refused {n}.")
    )
    say(sentence.format(done=outcome.done, known=outcome.known, n=len(outcome.rejects)))
    if not outcome.rejects:
        return DONE
    if words.dry_run:
        for reject in outcome.rejects[:20]:
            say(f"  {reject.line}: {reject.reason}")
        return REJECTS
    file = words.rejects or words.file.with_name(f"{words.file.stem}-rejects.csv")
    try:
        write_rejects(file, sheet, outcome.rejects)
    except OSError:  # beside a register on a disc that cannot be written: the working folder can
        file = Path(file.name)
        refuse_unwritable(file)
        write_rejects(file, sheet, outcome.rejects)
    say(tr("The refused rows with their reasons are in {file}.", file=file))
    return REJECTS


def _enrolment(words: argparse.Namespace) -> Enrolment:
    file = words.enrolment or next(iter(SettingsFile().load().enrolments), None)
    if file is None or not Path(file).exists():
        raise UserError(tr("Say which office: --enrolment FILE"))
    return Enrolment.load(Path(file))


def _number(words: argparse.Namespace) -> str:
    if words.number:
        return str(words.number)
    if not sys.stdin.isatty():
        raise UserError(tr("Say who you are: --number STAFF_NUMBER"))
    return input(tr("Staff number: "))


def _password() -> str:
    given = os.environ.get("HOTLINE_PASSWORD")
    if given is None and sys.stdin.isatty():
        given = getpass.getpass(tr("Password: "))
    if given is None:
        raise UserError(tr("Give the password in HOTLINE_PASSWORD."))
    return given


def _progress(through: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{through}/{of}")
        sys.stderr.flush()
