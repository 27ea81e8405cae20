"""What a step asks for, as data: the window builds its dialog from these rows, the service its payload."""

from dataclasses import dataclass, field
from enum import StrEnum


class Ask(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CODE = "code"
    GROUND = "ground"
    UNIT_BELOW = "unit_below"
    BODY = "body"
    PERSON = "person"
    CLAIM = "claim"
    ENTRY = "entry"
    UNCONFIRMED = "unconfirmed"
    MEDIATION = "mediation"
    PAPER = "paper"
    CASE = "case"
    PARTY = "party"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class StepField:
    """One thing a step asks for.

    Attributes:
        name: Its name in the command's payload; refusals name it.
        title: Its label (marked, not translated).
        source: The code list or kind of grounds it is chosen from.
        choices: Value and words (marked) of a fixed choice.
        needed: Whether the step cannot be taken without it.
        shown_for: It is asked only when another field has one of these values.
        hint: What stands below it (marked).
        future: Whether a day or moment lies ahead rather than behind.
    """

    name: str
    title: str
    ask: Ask
    source: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    shown_for: tuple[str, tuple[str, ...]] | None = None
    hint: str = ""
    future: bool = False


@dataclass(frozen=True, kw_only=True)
class StepForm:
    """One step: what it is called, what it asks, what it makes.

    Attributes:
        command: The verb of the write door.
        title: What it does (marked, not translated).
        fields: What is asked, in the order it is asked.
        makes: Names of ids the desk makes for it.
        clock: Keys of the clocks whose last day is this step's deadline, the first that runs counts.
        paper: The form it makes; empty for none.
        aside: Whether it does not move the case on (a note, a person, a file).
        ends: Whether it ends something that cannot be taken back; its button says so in red.
    """

    command: str
    title: str
    fields: tuple[StepField, ...] = ()
    makes: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    paper: str = ""
    aside: bool = False
    ends: bool = False
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the field names at hand."""
        object.__setattr__(self, "names", tuple(each.name for each in self.fields))
