"""The offices this computer can reach: enrolled ones on a centre's server, and one of its own on this computer."""

import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.models.vocabulary import Role
from app.models.words import tr
from app.services.clock import Clock
from app.services.database.enrolment import Enrolment
from app.services.drafts.folder import private_folder, write_atomically
from app.services.errors import OutageError, UserError
from app.services.office_choices import NewOffice, OfficeChoice, PracticePerson
from app.services.secrets import Place, RememberedPasswords
from app.services.settings import DeskSettings, SettingsFile

if TYPE_CHECKING:  # what opens a desk is loaded when somebody signs in, so that the first window opens fast
    from app.services.bootstrap import Desk
    from app.services.server.own_computer import OwnComputer
    from app.services.server.provision import FirstAdmin
    from app.services.training.office import TrainingOffice, TrainingPerson

OWN: Final = "own"
ENROLMENT: Final = "enrolment.json"
PRACTICE: Final = "practice.json"
PRACTICE_PASSWORD: Final = "practice-12315"  # noqa: S105 shown at sign-in: the practice office holds nobody's data


class Offices:
    """Knows the offices, starts the one of this computer, and signs people in."""

    def __init__(
        self,
        settings: SettingsFile,
        folder: Path,
        clock: Clock,
        *,
        refuse_thread: int | None = None,
        sync: bool = True,
    ) -> None:
        """Take the settings of this computer and its data folder.

        Args:
            settings: Which offices are known; new ones are written there.
            folder: This account's data folder.
            clock: This computer's clock.
            refuse_thread: The window's thread, which must never wait for a server.
            sync: ``False`` gives safety against power loss away for speed: only for tests and the tour.
        """
        self._sync = sync
        self._settings = settings
        self._folder = folder
        self._clock = clock
        self._refuse_thread = refuse_thread
        self._own: OwnComputer | None = None
        self._way: Enrolment | None = None
        self._shared_seat = settings.load().shared_seat
        self._passwords: RememberedPasswords | None = None

    def offices(self) -> Sequence[OfficeChoice]:
        """Name the offices this computer can reach, the preferred one first; missing and torn files are passed over."""
        settings = self._settings.load()
        found = []
        if settings.own_server is not None and (settings.own_server / "data").exists():
            found.append(self._own_choice(settings.own_server))
        for path in settings.enrolments:
            with contextlib.suppress(UserError):
                enrolment = Enrolment.load(path)
                name = enrolment.name or enrolment.host
                found.append(OfficeChoice(key=str(path), name=name, staff_number=enrolment.staff_number))
        return found

    def may_remember(self) -> bool:
        """Tell whether a password may be remembered on this seat."""
        return not self._shared_seat

    def memory(self) -> str:
        """Say where a remembered password lies, or why none is."""
        return self._memory().text

    def recall(self, office: OfficeChoice, staff_number: str) -> str:
        """Give the remembered password; empty when there is none."""
        try:
            return self._memory().recall(self._enrolment(office).login_for(staff_number)) or ""
        except UserError:  # a torn file: of this computer's own office it is written anew at the sign-in
            return ""

    def sign_in(self, office: OfficeChoice, staff_number: str, password: str, *, remember: bool) -> "Desk":
        """Sign in and open the desk; the server of this computer is started first where it is meant.

        Raises:
            PasswordChangeNeeded: The password is for one use.
            UserError: Wrong password, unknown person, programs that do not fit together.
            OutageError: The server cannot be reached.
        """
        from app.services import bootstrap

        enrolment = self._reached(office)
        desk = bootstrap.sign_in(
            enrolment,
            staff_number,
            password,
            clock=self._clock,
            folder=self._folder,
            refuse_thread=self._refuse_thread,
        )
        if office.key == OWN:
            self._office_in(self._own_folder()).start_worker()
        if remember and self._memory().place is not Place.NOWHERE:
            self._memory().remember(enrolment.login_for(staff_number), password)
        return desk

    def sign_in_here(self, office: OfficeChoice, staff_number: str, password: str) -> "Desk":
        """Open the desk on this computer alone, while the server is away.

        Raises:
            UserError: Never signed in here, wrong password, too long ago, or a person who takes no contacts down.
        """
        from app.services.offline_desk import sign_in_without_server

        return sign_in_without_server(
            self._enrolment(office),
            staff_number,
            password,
            clock=self._clock,
            folder=self._folder,
            refuse_thread=self._refuse_thread,
        )

    def choose_password(self, office: OfficeChoice, staff_number: str, given: str, chosen: str) -> None:
        """Exchange the one-use password for an own one; raises as :meth:`sign_in` does."""
        from app.services import bootstrap

        bootstrap.first_password(self._reached(office), staff_number, given, chosen)

    def enrol(self, file: Path) -> OfficeChoice:
        """Take an enrolment file in; a copy of it is kept with this account's data.

        Raises:
            UserError: It is no enrolment file.
        """
        enrolment = Enrolment.load(file)
        kept = private_folder(self._folder / "enrolments") / f"{enrolment.installation}.json"
        enrolment.save(kept)
        self._settings.save(self._settings.load().with_enrolment(kept))
        return OfficeChoice(key=str(kept), name=enrolment.name, staff_number=enrolment.staff_number)

    def found(self, new: NewOffice, said: Callable[[str], None]) -> OfficeChoice:
        """Found an office on this computer.

        Args:
            new: What to found.
            said: Told each step, in a sentence.

        Raises:
            UserError: There is one already.
            OutageError: The database does not start.
        """
        from app.services.training.office import training_office

        # Beside the private folder, not in it: where the program runs as root the server has an account of its own.
        own = self._office_in(self._folder.with_name(f"{self._folder.name}-server"))
        if own.is_founded:
            raise UserError(tr("There is an office on this computer already. Sign in to it."), code="already_founded")
        practice = training_office() if new.with_practice else None
        (own.folder / PRACTICE).unlink(missing_ok=True)

        def bring_in(enrolment: Enrolment) -> None:
            if practice is not None:
                said(tr("Bringing in people, units and enterprises to practise with …"))
                _furnish(enrolment, practice)
                _note_people(own.folder, practice)

        name, admin = _first(new, practice)
        self._way = own.found(name, admin, said, furnish=bring_in)
        self._settings.save(replace(self._settings.load(), own_server=own.folder))
        return self._own_choice(own.folder)

    def close(self) -> None:
        """End the worker of this window and leave the server of this computer; the last window stops it."""
        if self._own is not None:
            self._own.close()
            self._own, self._way = None, None

    def settings(self) -> DeskSettings:
        """Give what this computer remembers of itself."""
        return self._settings.load()

    def _memory(self) -> RememberedPasswords:
        if self._passwords is None:
            self._passwords = RememberedPasswords(self._folder, shared_seat=self._shared_seat)
        return self._passwords

    def _enrolment(self, office: OfficeChoice) -> Enrolment:
        if office.key != OWN:
            return Enrolment.load(Path(office.key))
        return Enrolment.load(self._own_folder() / ENROLMENT)

    def _reached(self, office: OfficeChoice) -> Enrolment:
        if office.key != OWN:
            return self._enrolment(office)
        own = self._office_in(self._own_folder())
        if self._way is None or not own.server.running:
            self._way = own.open()
        return self._way

    def _own_folder(self) -> Path:
        folder = self._settings.load().own_server
        if folder is None:
            raise OutageError(tr("The office of this computer cannot be found any more."))
        return folder

    def _office_in(self, folder: Path) -> "OwnComputer":
        from app.services.server.own_computer import OwnComputer

        if self._own is None or self._own.folder != folder:
            self._own = OwnComputer(folder, self._clock, sync=self._sync)
        return self._own

    def _own_choice(self, folder: Path) -> OfficeChoice:
        name, staff_number = tr("This computer"), ""
        with contextlib.suppress(UserError):  # torn or gone: written anew as soon as the server runs
            enrolment = Enrolment.load(folder / ENROLMENT)
            name, staff_number = enrolment.name, enrolment.staff_number
        people: tuple[PracticePerson, ...] = ()
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            people = tuple(
                PracticePerson(staff_number=row["staff_number"], name=row["name"], roles=tuple(row["roles"]))
                for row in json.loads((folder / PRACTICE).read_text(encoding="utf-8"))
            )
        return OfficeChoice(
            key=OWN,
            name=name,
            staff_number="" if people else staff_number,
            people=people,
            practice_password=PRACTICE_PASSWORD if people else "",
        )


def _first(new: NewOffice, practice: "TrainingOffice | None") -> "tuple[str, FirstAdmin]":
    """Name the office and who signs in first."""
    from app.services.server.provision import FirstAdmin
    from app.services.training.furnish import first_administrator

    if practice is not None:
        return practice.units[0].name, first_administrator(practice, PRACTICE_PASSWORD)
    admin = FirstAdmin(
        staff_number=new.staff_number,
        name=new.person,
        password=new.password,
        must_change=False,
        unit_level="county",
    )
    return new.name, admin


def _note_people(folder: Path, practice: "TrainingOffice") -> None:
    people = [
        {"staff_number": person.staff_number, "name": person.name, "roles": sorted(person.roles)}
        for person in _one_a_role(practice)
    ]
    write_atomically(folder / PRACTICE, json.dumps(people, ensure_ascii=False).encode())


def _furnish(enrolment: Enrolment, practice: "TrainingOffice") -> None:
    from app.services.database.connect import Database
    from app.services.refusals import REFUSALS
    from app.services.training.furnish import furnish

    login = enrolment.login_for(enrolment.staff_number)
    administrator = Database(enrolment, login, PRACTICE_PASSWORD, refusals=REFUSALS)
    try:
        furnish(administrator, practice, PRACTICE_PASSWORD)
    finally:
        administrator.close()


def _one_a_role(practice: "TrainingOffice") -> "list[TrainingPerson]":
    """Choose whom the sign-in offers: for each role the one who holds as little else as possible."""
    chosen: dict[str, TrainingPerson] = {}
    for role in Role:
        holders = sorted(practice.people_with(role), key=lambda person: len(person.roles))
        if holders and role is not Role.CLEARANCE:
            chosen.setdefault(holders[0].staff_number, holders[0])
    return list(chosen.values())
