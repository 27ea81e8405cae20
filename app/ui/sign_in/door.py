"""What the sign-in pages need of the office: handed in, so that they know neither server nor files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from app.services.office_choices import NewOffice, OfficeChoice

LEAST_PASSWORD = 8


class Door(Protocol):
    """The way to the offices. Every method but ``offices`` and ``may_remember`` blocks."""

    def offices(self) -> Sequence[OfficeChoice]:
        """Name the offices this computer can reach, the preferred one first."""

    def may_remember(self) -> bool:
        """Tell whether a password may be remembered on this seat."""

    def memory(self) -> str:
        """Say where a remembered password lies, or why none is."""

    def recall(self, office: OfficeChoice, staff_number: str) -> str:
        """Give the remembered password; empty when there is none."""

    def sign_in(self, office: OfficeChoice, staff_number: str, password: str, *, remember: bool) -> object:
        """Sign in and give the opened desk.

        Raises:
            PasswordChangeNeeded: The password is for one use.
            UserError: Wrong password, unknown person, programs that do not fit together.
            OutageError: The server cannot be reached.
        """

    def sign_in_here(self, office: OfficeChoice, staff_number: str, password: str) -> object:
        """Open the desk on this computer alone, while the server is away.

        Raises:
            UserError: Never signed in here, wrong password, too long ago, or a person who takes no contacts down.
        """

    def choose_password(self, office: OfficeChoice, staff_number: str, given: str, chosen: str) -> None:
        """Exchange the one-use password for an own one."""

    def enrol(self, file: Path) -> OfficeChoice:
        """Take an enrolment file in.

        Raises:
            UserError: It is none.
        """

    def found(self, new: NewOffice, said: Callable[[str], None]) -> OfficeChoice:
        """Found an office on this computer; ``said`` gets a sentence a step, on the thread of the work."""
