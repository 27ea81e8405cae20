"""The words commands are spoken of in: their names, the pages they are met on, their headings, the row itself."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.vocabulary import Permission
from app.models.words import mark


class Where(StrEnum):
    """The kinds of pages; a command is offered on those its row names."""

    INTAKE = "intake"
    QUEUE = "queue"
    LIST = "list"
    CASE = "case"
    APPROVALS = "approvals"
    ORDERS = "orders"
    PAPER = "paper"
    FIGURES = "figures"
    ENTERPRISES = "enterprises"
    KNOWLEDGE = "knowledge"
    PEOPLE = "people"
    CODES = "codes"
    IMPORT = "import"
    SETTINGS = "settings"


EVERYWHERE = frozenset(Where)


class Group(StrEnum):
    """The headings of the F1 sheet and the palette, in their order."""

    HELP = mark("Help")
    CALL = mark("The call")
    PLACES = mark("Places")
    FORM = mark("Form")
    INTAKE = mark("Taking in")
    OUTCOMES = mark("Contact without a case")
    PLAYER = mark("Recording and scan")
    QUEUE = mark("Queue")
    LIST = mark("List")
    CASE = mark("Case steps")
    APPROVAL = mark("Approval")
    ORDERS = mark("Settlement order steps")
    PAPERS = mark("Paper steps")
    FIGURES = mark("Reading figures")
    ADMINISTRATION = mark("Administration")
    WINDOW = mark("Window")


class CommandId(StrEnum):
    """The names by which pages answer commands."""

    SHOW_KEYS = "show_keys"
    PALETTE = "palette"
    NEW_CONTACT = "new_contact"
    ANSWER = "answer"
    HANG_UP = "hang_up"
    GO_INTAKE = "go_intake"
    GO_QUEUES = "go_queues"
    GO_WORK = "go_work"
    GO_APPROVALS = "go_approvals"
    GO_ORDERS = "go_orders"
    GO_PAPERS = "go_papers"
    GO_FIGURES = "go_figures"
    GO_ENTERPRISES = "go_enterprises"
    GO_KNOWLEDGE = "go_knowledge"
    GO_PEOPLE = "go_people"
    GO_CODES = "go_codes"
    GO_IMPORT = "go_import"
    GO_SETTINGS = "go_settings"
    SAVE = "save"
    SAVE_AND_DISTRIBUTE = "save_and_distribute"
    FINISH_CONSULTATION = "finish_consultation"
    UNDO = "undo"
    NEW = "new"
    DISCARD = "discard"
    EMERGENCY = "emergency"
    NAMELESS = "nameless"
    READ_BACK = "read_back"
    ATTACH = "attach"
    LINK_CASE = "link_case"
    OUTCOME_PROGRESS = "outcome_progress"
    OUTCOME_URGE = "outcome_urge"
    OUTCOME_SUPPLEMENT = "outcome_supplement"
    OUTCOME_WITHDRAW = "outcome_withdraw"
    OUTCOME_SILENT = "outcome_silent"
    OUTCOME_WRONG_NUMBER = "outcome_wrong_number"
    OUTCOME_NUISANCE = "outcome_nuisance"
    OUTCOME_DROPPED = "outcome_dropped"
    OUTCOME_PASSED_ON = "outcome_passed_on"
    OUTCOME_CALL_BACK = "outcome_call_back"
    OUTCOME_SETTLE = "outcome_settle"
    OUTCOME_OTHER = "outcome_other"
    PLAYER_PLAY = "player_play"
    PLAYER_BACK = "player_back"
    PLAYER_FORWARD = "player_forward"
    PLAYER_SLOWER = "player_slower"
    PLAYER_FASTER = "player_faster"
    PLAYER_STAMP = "player_stamp"
    SCAN_LARGER = "scan_larger"
    SCAN_SMALLER = "scan_smaller"
    SCAN_NEXT = "scan_next"
    SCAN_PREVIOUS = "scan_previous"
    PLAYER_LOOP = "player_loop"
    SCAN_FIT = "scan_fit"
    SCAN_TURN = "scan_turn"
    CLAIM = "claim"
    RELEASE = "release"
    CALL_BACK = "call_back"
    OPEN = "open"
    PEEK = "peek"
    MARK_ROWS = "mark_rows"
    NEXT_ROW = "next_row"
    PREVIOUS_ROW = "previous_row"
    FILTER = "filter"
    JUMP = "jump"
    EXPORT = "export"
    REVEAL = "reveal"
    ACCEPT = "accept"
    DECLINE = "decline"
    TELL = "tell"
    ASK_IDENTITY = "ask_identity"
    DISTRIBUTE = "distribute"
    RETURN = "return"
    ORDER = "order"
    RECORD_CONSENT = "record_consent"
    APPOINT_MEDIATION = "appoint_mediation"
    RECORD_MEDIATION = "record_mediation"
    ENTRUST_MEDIATION = "entrust_mediation"
    PAUSE_TESTING = "pause_testing"
    AGREE = "agree"
    TERMINATE = "terminate"
    WITHDRAW = "withdraw"
    SELF_SETTLE = "self_settle"
    LEDGER = "ledger"
    CONFIRM_LEDGER = "confirm_ledger"
    CLOSE = "close"
    FOLLOW_UP = "follow_up"
    REOPEN = "reopen"
    VERIFY = "verify"
    EXTEND = "extend"
    FILE_CASE = "file_case"
    TRANSFER_OUT = "transfer_out"
    GUIDE = "guide"
    REPLY = "reply"
    WRITE_NOTE = "write_note"
    EXPLAIN_CLOCK = "explain_clock"
    TAKE_CASE = "take_case"
    TAKE_UP = "take_up"
    SUSPEND = "suspend"
    NOT_FILE = "not_file"
    LINK_TO = "link_to"
    AMEND = "amend"
    ADD_PARTY = "add_party"
    APPROVE = "approve"
    REFUSE = "refuse"
    ASK_APPROVAL = "ask_approval"
    ANSWER_ORDER = "answer_order"
    URGE_ORDER = "urge_order"
    CONFIRM_ORDER = "confirm_order"
    FAIL_ORDER = "fail_order"
    ORDER_TO_COMPLAINT = "order_to_complaint"
    MAKE_PAPER = "make_paper"
    PREVIEW_PAPER = "preview_paper"
    ISSUE_PAPER = "issue_paper"
    PRINT_PAPER = "print_paper"
    SAVE_PAPER = "save_paper"
    SERVE_PAPER = "serve_paper"
    VOID_PAPER = "void_paper"
    PERIOD_BEFORE = "period_before"
    PERIOD_AFTER = "period_after"
    OPEN_CASES = "open_cases"
    WALL = "wall"
    ADD_PERSON_ROLE = "add_person_role"
    RENEW_SIGN_IN = "renew_sign_in"
    RETIRE = "retire"
    COPY = "copy"
    ANNOUNCE_YEAR = "announce_year"
    MERGE_ENTERPRISES = "merge_enterprises"
    CHOOSE_FILE = "choose_file"
    TRY_IMPORT = "try_import"
    RUN_IMPORT = "run_import"
    REFRESH = "refresh"
    CLOSE_TAB = "close_tab"
    NEXT_TAB = "next_tab"
    PREVIOUS_TAB = "previous_tab"
    DETACH_TAB = "detach_tab"
    NEXT_PART = "next_part"
    CARD_1 = "card_1"
    CARD_2 = "card_2"
    CARD_3 = "card_3"
    CARD_4 = "card_4"
    CARD_5 = "card_5"
    CARD_6 = "card_6"
    LARGER = "larger"
    SMALLER = "smaller"
    USUAL_SIZE = "usual_size"
    SWITCH_THEME = "switch_theme"
    SWITCH_LANGUAGE = "switch_language"
    SIGN_OUT = "sign_out"
    SHOW_KEPT = "show_kept"


@dataclass(frozen=True)
class Command:
    """One thing the desk can be told to do.

    Attributes:
        id: The name a page answers it by.
        title: What it does, in words (marked, not yet translated).
        group: Its heading.
        keys: Its key in Qt's portable spelling; empty when it is reached by palette and menu only.
        icon: A drawing of ``resources/icons``.
        needs: The permissions of which one suffices; empty: everybody.
        where: The pages it can be met on.
        short: A shorter title for the key bar.
        also: A second key.
        by_widget: The widget with the focus answers the key itself; listed here for the F1 sheet.
        repeats: Holding the key down repeats it.
    """

    id: CommandId
    title: str
    group: Group
    keys: str = ""
    icon: str = ""
    needs: tuple[Permission, ...] = ()
    where: frozenset[Where] = EVERYWHERE
    short: str = ""
    also: str = ""
    by_widget: bool = False
    repeats: bool = False

    def spellings(self) -> tuple[str, ...]:
        """Give every key that gives the command; where Return does, the digit block's Enter does too."""
        keys = (self.keys, self.also, self.keys.replace("Return", "Enter") if "Return" in self.keys else "")
        return tuple(key for key in keys if key)
