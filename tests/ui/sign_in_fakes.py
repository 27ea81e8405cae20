"""A door to the office that does what a test says."""
# ruff: noqa: ARG002 the door's own signatures

from collections.abc import Callable, Sequence
from pathlib import Path

from app.services.errors import UserError
from app.services.office_choices import NewOffice, OfficeChoice, PracticePerson

CENTRE = OfficeChoice(key="centre", name="金河市 12315 中心", staff_number="1024")
PRACTICE = OfficeChoice(
    key="practice",
    name="练习：金河市 12315 中心",
    people=(
        PracticePerson(staff_number="1001", name="王敏", roles=("operator",)),
        PracticePerson(staff_number="2001", name="张强", roles=("handler",)),
        PracticePerson(staff_number="9001", name="李主任", roles=("supervisor",)),
    ),
    practice_password="12315",
)


class FakeDoor:
    """Opens to staff number 1024 with the password "right"."""

    def __init__(self, *offices: OfficeChoice) -> None:
        self.known = list(offices)
        self.failure: BaseException | None = None
        self.signed: list[tuple[str, str, bool]] = []
        self.alone: list[str] = []
        self.founded: list[NewOffice] = []

    def offices(self) -> Sequence[OfficeChoice]:
        return self.known

    def may_remember(self) -> bool:
        return True

    def memory(self) -> str:
        return "The password is kept in the keyring of this computer's system."

    def recall(self, office: OfficeChoice, staff_number: str) -> str:
        return "kept" if staff_number == "7" else ""

    def sign_in(self, office: OfficeChoice, staff_number: str, password: str, *, remember: bool) -> object:
        if self.failure is not None:
            raise self.failure
        if password != "right":
            raise UserError("This staff number and password do not fit together.", field="password")
        self.signed.append((office.key, staff_number, remember))
        return "desk"

    def sign_in_here(self, office: OfficeChoice, staff_number: str, password: str) -> object:
        if password != "right":
            raise UserError("The server is away and this is not the password of your last sign-in.", field="password")
        self.alone.append(staff_number)
        return "desk alone"

    def choose_password(self, office: OfficeChoice, staff_number: str, given: str, chosen: str) -> None:
        if self.failure is not None:
            raise self.failure

    def enrol(self, file: Path) -> OfficeChoice:
        if file.suffix != ".json":
            raise UserError(f"{file.name} is not an enrolment file. Ask the administrator for a new one.")
        self.known.append(CENTRE)
        return CENTRE

    def found(self, new: NewOffice, said: Callable[[str], None]) -> OfficeChoice:
        said("Making the database …")
        self.founded.append(new)
        self.known.append(PRACTICE)
        return PRACTICE
