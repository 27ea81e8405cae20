"""What is said of an office before anybody has signed in to it; light to load, so that the window opens fast."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PracticePerson:
    """Somebody of the practice office, offered at sign-in so that a newcomer need not guess."""

    staff_number: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OfficeChoice:
    """An office this computer can reach.

    Attributes:
        key: Names it: ``"own"`` or the path of its enrolment file.
        name: What people call it.
        staff_number: Proposed at sign-in.
        people: The practice office's people; empty for a real office.
        practice_password: Their common password; empty for a real office.
    """

    key: str
    name: str
    staff_number: str = ""
    people: tuple[PracticePerson, ...] = ()
    practice_password: str = ""


@dataclass(frozen=True, kw_only=True)
class NewOffice:
    """An office to be founded on this computer.

    Attributes:
        with_practice: Fill it with the practice office; the other values are then not used.
    """

    with_practice: bool
    name: str = ""
    staff_number: str = ""
    person: str = ""
    password: str = ""
