"""Everything the desk can be told to do, as one table: menus, rail, key bar, F1 sheet and palette are read from it.

A command is a row; the page in front says through ``handlers()`` which rows it answers now. A row is added at the end
of its group, with its Chinese title in ``resources/i18n/zh_CN/frame.json``; a test fails when two rows that can meet on
one page have the same key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

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
    NEW_CONTACT = "new_contact"
    ANSWER = "answer"
    HANG_UP = "hang_up"
    REFRESH = "refresh"
    CLOSE_TAB = "close_tab"
    REOPEN_TAB = "reopen_tab"
    NEXT_TAB = "next_tab"
    PREVIOUS_TAB = "previous_tab"
    DETACH_TAB = "detach_tab"
    NEXT_PART = "next_part"
    LARGER = "larger"
    SMALLER = "smaller"
    USUAL_SIZE = "usual_size"
    SWITCH_THEME = "switch_theme"
    SWITCH_LANGUAGE = "switch_language"
    SIGN_OUT = "sign_out"
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
    MERGE_ENTERPRISES = "merge_enterprises"
    CHOOSE_FILE = "choose_file"
    TRY_IMPORT = "try_import"
    RUN_IMPORT = "run_import"


@dataclass(frozen=True)
class Command:
    """One thing the desk can be told to do.

    Attributes:
        id: The name a page answers it by.
        title: What it does, in words (marked, not yet translated).
        group: Its heading.
        keys: Its key in Qt's portable spelling; empty when it is reached by palette and menu only.
        icon: A drawing of ``resources/icons``.
        needs: The permissions (``vocabulary.Permission``) of which one suffices; empty: everybody.
        where: The pages it can be met on.
        short: A shorter title for the key bar.
        also: A second spelling of the key (the digit block's Enter).
        by_widget: The widget with the focus answers the key itself; listed here for the F1 sheet.
        repeats: Holding the key down repeats it.
    """

    id: CommandId
    title: str
    group: Group
    keys: str = ""
    icon: str = ""
    needs: tuple[str, ...] = ()
    where: frozenset[Where] = EVERYWHERE
    short: str = ""
    also: str = ""
    by_widget: bool = False
    repeats: bool = False


def _on(*pages: Where) -> frozenset[Where]:
    return frozenset(pages)


COMMANDS: tuple[Command, ...] = (
    Command(
        CommandId.SHOW_KEYS, mark("Keys of this page"), Group.HELP, keys="F1", icon="keyboard", short=mark("All keys")
    ),
    Command(CommandId.PALETTE, mark("Search and commands"), Group.HELP, keys="Ctrl+K", icon="search"),
    Command(CommandId.GO_INTAKE, mark("Intake"), Group.PLACES, keys="Ctrl+1", icon="intake", needs=("register",)),
    Command(
        CommandId.GO_QUEUES,
        mark("Unheard and unread"),
        Group.PLACES,
        keys="Ctrl+2",
        icon="voicemail",
        needs=("register",),
    ),
    Command(CommandId.GO_WORK, mark("Work"), Group.PLACES, keys="Ctrl+3", icon="work"),
    Command(
        CommandId.GO_APPROVALS,
        mark("Approvals"),
        Group.PLACES,
        keys="Ctrl+4",
        icon="decision",
        needs=("approve",),
    ),
    Command(
        CommandId.GO_ORDERS,
        mark("Settlement orders"),
        Group.PLACES,
        keys="Ctrl+5",
        icon="order",
        needs=(
            "order",
            "answer_order",
        ),
    ),
    Command(
        CommandId.GO_PAPERS,
        mark("Papers"),
        Group.PLACES,
        keys="Ctrl+6",
        icon="papers",
        needs=(
            "paper",
            "serve",
        ),
    ),
    Command(CommandId.GO_FIGURES, mark("Figures"), Group.PLACES, keys="Ctrl+7", icon="figures", needs=("figures",)),
    Command(
        CommandId.GO_ENTERPRISES,
        mark("Enterprises"),
        Group.PLACES,
        keys="Ctrl+8",
        icon="enterprises",
        needs=(
            "register",
            "enterprises",
        ),
    ),
    Command(
        CommandId.GO_KNOWLEDGE,
        mark("Knowledge"),
        Group.PLACES,
        keys="Ctrl+9",
        icon="knowledge",
        needs=(
            "register",
            "decide",
        ),
    ),
    Command(CommandId.GO_PEOPLE, mark("People and units"), Group.PLACES, icon="people", needs=("people",)),
    Command(CommandId.GO_CODES, mark("Codes and calendar"), Group.PLACES, icon="calendar", needs=("codes",)),
    Command(CommandId.GO_IMPORT, mark("Import"), Group.PLACES, icon="import", needs=("import",)),
    Command(CommandId.GO_SETTINGS, mark("Settings"), Group.PLACES, keys="Ctrl+,", icon="settings"),
    Command(
        CommandId.NEW_CONTACT,
        mark("New contact"),
        Group.CALL,
        keys="F2",
        icon="add",
        needs=("register",),
        short=mark("Take in"),
    ),
    Command(
        CommandId.ANSWER,
        mark("Answer the call"),
        Group.CALL,
        keys="F3",
        icon="answer",
        needs=("register",),
        short=mark("Take the call"),
    ),
    Command(CommandId.HANG_UP, mark("Hang up"), Group.CALL, keys="F4", icon="hang_up", needs=("register",)),
    Command(CommandId.REFRESH, mark("Refresh"), Group.WINDOW, keys="F5", icon="refresh"),
    Command(CommandId.CLOSE_TAB, mark("Close the tab"), Group.WINDOW, keys="Ctrl+W", icon="close", also="Ctrl+F4"),
    Command(CommandId.REOPEN_TAB, mark("Open the closed tab again"), Group.WINDOW, keys="Ctrl+Shift+T", icon="history"),
    Command(CommandId.NEXT_TAB, mark("Next tab"), Group.WINDOW, keys="Ctrl+Tab", icon="right", repeats=True),
    Command(
        CommandId.PREVIOUS_TAB, mark("Previous tab"), Group.WINDOW, keys="Ctrl+Shift+Tab", icon="left", repeats=True
    ),
    Command(CommandId.DETACH_TAB, mark("Tab into its own window"), Group.WINDOW, keys="Ctrl+Shift+D", icon="detach"),
    Command(CommandId.NEXT_PART, mark("Next part of the page"), Group.WINDOW, keys="Ctrl+F6"),
    Command(CommandId.LARGER, mark("Larger"), Group.WINDOW, keys="Ctrl+=", repeats=True, also="Ctrl++"),
    Command(CommandId.SMALLER, mark("Smaller"), Group.WINDOW, keys="Ctrl+-", repeats=True),
    Command(CommandId.USUAL_SIZE, mark("Usual size"), Group.WINDOW, keys="Ctrl+0"),
    Command(CommandId.SWITCH_THEME, mark("Light or dark"), Group.WINDOW, icon="dark"),
    Command(CommandId.SWITCH_LANGUAGE, mark("中文 / English"), Group.WINDOW, icon="language"),
    Command(CommandId.SIGN_OUT, mark("Sign out"), Group.WINDOW, icon="sign_out"),
    Command(
        CommandId.SAVE,
        mark("Save"),
        Group.FORM,
        keys="Ctrl+S",
        icon="save",
        where=_on(
            Where.INTAKE,
            Where.CASE,
            Where.ENTERPRISES,
            Where.KNOWLEDGE,
            Where.PEOPLE,
            Where.CODES,
            Where.PAPER,
            Where.ORDERS,
            Where.SETTINGS,
        ),
    ),
    Command(
        CommandId.SAVE_AND_DISTRIBUTE,
        mark("Save and distribute"),
        Group.FORM,
        keys="F8",
        icon="distribute",
        needs=("register",),
        where=_on(Where.INTAKE),
        short=mark("Save, distribute"),
    ),
    Command(
        CommandId.FINISH_CONSULTATION,
        mark("Answered: save as consultation"),
        Group.FORM,
        keys="Ctrl+Return",
        icon="done",
        needs=("register",),
        where=_on(Where.INTAKE),
        short=mark("Consultation done"),
        also="Ctrl+Enter",
    ),
    Command(
        CommandId.UNDO,
        mark("Undo the last step"),
        Group.FORM,
        keys="Ctrl+Z",
        icon="undo",
        where=_on(Where.INTAKE, Where.CASE, Where.LIST, Where.QUEUE, Where.ORDERS, Where.PAPER),
    ),
    Command(
        CommandId.NEW,
        mark("New"),
        Group.FORM,
        keys="Ctrl+N",
        icon="add",
        where=_on(Where.ENTERPRISES, Where.KNOWLEDGE, Where.PEOPLE, Where.CODES),
    ),
    Command(CommandId.DISCARD, mark("Discard this draft"), Group.FORM, icon="bin", where=_on(Where.INTAKE)),
    Command(
        CommandId.EMERGENCY,
        mark("Emergency"),
        Group.INTAKE,
        keys="F12",
        icon="urgent",
        needs=("register",),
        where=_on(Where.INTAKE),
    ),
    Command(
        CommandId.NAMELESS,
        mark("The caller gives no name"),
        Group.INTAKE,
        keys="Alt+N",
        icon="person",
        needs=("register",),
        where=_on(Where.INTAKE),
    ),
    Command(
        CommandId.READ_BACK,
        mark("Read back and closing words"),
        Group.INTAKE,
        keys="Alt+R",
        icon="copy",
        needs=("register",),
        where=_on(Where.INTAKE),
    ),
    Command(
        CommandId.ATTACH,
        mark("Attach a file"),
        Group.INTAKE,
        keys="Alt+U",
        icon="attach",
        where=_on(Where.INTAKE, Where.CASE, Where.ORDERS),
    ),
    Command(
        CommandId.LINK_CASE,
        mark("Belongs to this case"),
        Group.INTAKE,
        keys="Alt+L",
        icon="link",
        needs=("register",),
        where=_on(Where.INTAKE),
    ),
    Command(
        CommandId.OUTCOME_PROGRESS,
        mark("Asks for progress"),
        Group.OUTCOMES,
        keys="Alt+P",
        icon="info",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_URGE,
        mark("Urges"),
        Group.OUTCOMES,
        keys="Alt+J",
        icon="alert",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_SUPPLEMENT,
        mark("Adds material"),
        Group.OUTCOMES,
        keys="Alt+M",
        icon="attach",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_WITHDRAW,
        mark("Withdraws"),
        Group.OUTCOMES,
        keys="Alt+W",
        icon="undo",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_SILENT,
        mark("Nobody speaks"),
        Group.OUTCOMES,
        keys="Alt+S",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_WRONG_NUMBER,
        mark("Wrong number"),
        Group.OUTCOMES,
        keys="Alt+X",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_NUISANCE,
        mark("Nuisance call"),
        Group.OUTCOMES,
        keys="Alt+H",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_DROPPED,
        mark("Line dropped"),
        Group.OUTCOMES,
        keys="Alt+D",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_PASSED_ON,
        mark("Passed on to another hotline"),
        Group.OUTCOMES,
        keys="Alt+Z",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.OUTCOME_CALL_BACK,
        mark("Call-back promised"),
        Group.OUTCOMES,
        keys="Alt+B",
        icon="call_back",
        needs=("register",),
        where=_on(Where.INTAKE, Where.QUEUE),
    ),
    Command(
        CommandId.PLAYER_PLAY,
        mark("Play or pause"),
        Group.PLAYER,
        keys="F7",
        icon="play",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
        short=mark("Play"),
    ),
    Command(
        CommandId.PLAYER_BACK,
        mark("Back 5 seconds"),
        Group.PLAYER,
        keys="F6",
        icon="back",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
        short=mark("−5 s"),
        repeats=True,
    ),
    Command(
        CommandId.PLAYER_FORWARD,
        mark("On 5 seconds"),
        Group.PLAYER,
        keys="F9",
        icon="forward",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
        short=mark("+5 s"),
        repeats=True,
    ),
    Command(
        CommandId.PLAYER_SLOWER,
        mark("Play slower"),
        Group.PLAYER,
        keys="Shift+F6",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.PLAYER_FASTER,
        mark("Play faster"),
        Group.PLAYER,
        keys="Shift+F9",
        icon="speed",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.PLAYER_STAMP,
        mark("Write the time mark into the facts"),
        Group.PLAYER,
        keys="Shift+F7",
        icon="clock",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.SCAN_LARGER,
        mark("Scan larger"),
        Group.PLAYER,
        keys="Ctrl+Shift+=",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.SCAN_SMALLER,
        mark("Scan smaller"),
        Group.PLAYER,
        keys="Ctrl+Shift+-",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.SCAN_NEXT,
        mark("Next page of the scan"),
        Group.PLAYER,
        keys="Ctrl+PgDown",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.SCAN_PREVIOUS,
        mark("Previous page of the scan"),
        Group.PLAYER,
        keys="Ctrl+PgUp",
        where=_on(Where.INTAKE, Where.QUEUE, Where.CASE),
    ),
    Command(
        CommandId.CLAIM,
        mark("Take it"),
        Group.QUEUE,
        keys="Ctrl+Return",
        icon="check",
        needs=("register",),
        where=_on(Where.QUEUE),
        short=mark("Take"),
        also="Ctrl+Enter",
    ),
    Command(
        CommandId.RELEASE,
        mark("Give it back to the queue"),
        Group.QUEUE,
        keys="Alt+G",
        icon="undo",
        needs=("register",),
        where=_on(Where.QUEUE),
    ),
    Command(
        CommandId.CALL_BACK,
        mark("Record a call-back"),
        Group.QUEUE,
        keys="F8",
        icon="call_back",
        needs=("register",),
        where=_on(Where.QUEUE),
        short=mark("Call back"),
    ),
    Command(
        CommandId.OPEN,
        mark("Open"),
        Group.LIST,
        keys="Return",
        where=_on(
            Where.LIST,
            Where.QUEUE,
            Where.ORDERS,
            Where.APPROVALS,
            Where.PAPER,
            Where.ENTERPRISES,
            Where.PEOPLE,
            Where.KNOWLEDGE,
            Where.CODES,
        ),
        by_widget=True,
        also="Enter",
    ),
    Command(
        CommandId.PEEK,
        mark("Look without opening"),
        Group.LIST,
        keys="Space",
        icon="reveal",
        where=_on(Where.LIST, Where.QUEUE, Where.ORDERS, Where.APPROVALS, Where.PAPER, Where.ENTERPRISES),
        by_widget=True,
    ),
    Command(
        CommandId.MARK_ROWS,
        mark("Mark rows"),
        Group.LIST,
        keys="Shift+Down",
        where=_on(Where.LIST, Where.QUEUE, Where.ORDERS, Where.APPROVALS, Where.PAPER),
        by_widget=True,
    ),
    Command(
        CommandId.NEXT_ROW,
        mark("Next"),
        Group.LIST,
        keys="Alt+Down",
        icon="down_arrow",
        where=_on(Where.LIST, Where.QUEUE, Where.CASE, Where.ORDERS, Where.APPROVALS, Where.PAPER, Where.ENTERPRISES),
        repeats=True,
    ),
    Command(
        CommandId.PREVIOUS_ROW,
        mark("Previous"),
        Group.LIST,
        keys="Alt+Up",
        icon="up_arrow",
        where=_on(Where.LIST, Where.QUEUE, Where.CASE, Where.ORDERS, Where.APPROVALS, Where.PAPER, Where.ENTERPRISES),
        repeats=True,
    ),
    Command(
        CommandId.FILTER,
        mark("Filter"),
        Group.LIST,
        keys="Ctrl+F",
        icon="filter",
        where=_on(
            Where.LIST,
            Where.QUEUE,
            Where.ORDERS,
            Where.APPROVALS,
            Where.PAPER,
            Where.ENTERPRISES,
            Where.PEOPLE,
            Where.KNOWLEDGE,
            Where.CODES,
            Where.FIGURES,
            Where.IMPORT,
        ),
    ),
    Command(
        CommandId.JUMP,
        mark("Jump to"),
        Group.LIST,
        keys="Ctrl+G",
        where=_on(Where.LIST, Where.QUEUE, Where.ORDERS, Where.APPROVALS, Where.PAPER, Where.ENTERPRISES),
    ),
    Command(
        CommandId.EXPORT,
        mark("Export"),
        Group.LIST,
        keys="Ctrl+E",
        icon="download",
        where=_on(Where.LIST, Where.ORDERS, Where.PAPER, Where.ENTERPRISES, Where.FIGURES),
    ),
    Command(
        CommandId.REVEAL,
        mark("Show the name and number"),
        Group.CASE,
        keys="Ctrl+I",
        icon="reveal",
        needs=("reveal",),
        where=_on(Where.CASE, Where.LIST, Where.QUEUE, Where.INTAKE, Where.ORDERS, Where.PAPER),
    ),
    Command(
        CommandId.ACCEPT,
        mark("Accept"),
        Group.CASE,
        keys="Alt+A",
        icon="done",
        needs=("decide",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.DECLINE,
        mark("Not accept"),
        Group.CASE,
        keys="Alt+D",
        icon="decline",
        needs=("decide",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.TELL,
        mark("Told the complainant"),
        Group.CASE,
        keys="Alt+I",
        icon="call_back",
        needs=("decide",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.ASK_IDENTITY,
        mark("Ask for proof of identity"),
        Group.CASE,
        keys="Alt+Q",
        icon="person",
        needs=("decide",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.DISTRIBUTE,
        mark("Distribute"),
        Group.CASE,
        keys="F8",
        icon="distribute",
        needs=("distribute",),
        where=_on(Where.CASE, Where.LIST),
    ),
    Command(
        CommandId.RETURN,
        mark("Return"),
        Group.CASE,
        keys="Alt+R",
        icon="return",
        needs=(
            "distribute",
            "decide",
        ),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.ORDER,
        mark("Settlement order"),
        Group.CASE,
        keys="Alt+O",
        icon="order",
        needs=("order",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.RECORD_CONSENT,
        mark("Record consent"),
        Group.CASE,
        keys="Alt+S",
        icon="check",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.APPOINT_MEDIATION,
        mark("Appoint a mediation"),
        Group.CASE,
        keys="Alt+M",
        icon="calendar",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.RECORD_MEDIATION,
        mark("Record the mediation"),
        Group.CASE,
        keys="Alt+N",
        icon="mediation",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.ENTRUST_MEDIATION,
        mark("Entrust the mediation"),
        Group.CASE,
        keys="Alt+H",
        icon="people",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.PAUSE_TESTING,
        mark("Testing begins or ends"),
        Group.CASE,
        keys="Alt+T",
        icon="waiting",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.AGREE,
        mark("Agreement reached"),
        Group.CASE,
        keys="Alt+G",
        icon="mediation",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.TERMINATE,
        mark("Terminate the mediation"),
        Group.CASE,
        keys="Alt+X",
        icon="decline",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.WITHDRAW,
        mark("Record the withdrawal"),
        Group.CASE,
        keys="Alt+W",
        icon="undo",
        needs=(
            "decide",
            "mediate",
        ),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.SELF_SETTLE,
        mark("Record the own settlement"),
        Group.CASE,
        keys="Alt+J",
        icon="check",
        needs=("mediate",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.LEDGER,
        mark("Claims and payments"),
        Group.CASE,
        keys="Alt+L",
        icon="ledger",
        needs=("ledger",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.CONFIRM_LEDGER,
        mark("Confirm the amount"),
        Group.CASE,
        icon="check",
        needs=("confirm_ledger",),
        where=_on(Where.CASE, Where.APPROVALS),
    ),
    Command(
        CommandId.CLOSE,
        mark("Close the case"),
        Group.CASE,
        keys="Alt+C",
        icon="closed",
        needs=("close",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.FOLLOW_UP,
        mark("Follow-up call"),
        Group.CASE,
        keys="Alt+F",
        icon="call_back",
        needs=("follow_up",),
        where=_on(Where.CASE, Where.LIST),
    ),
    Command(
        CommandId.REOPEN,
        mark("Reopen to correct"),
        Group.CASE,
        icon="reopen",
        needs=("correct",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.VERIFY,
        mark("Begin the verification"),
        Group.CASE,
        keys="Alt+V",
        icon="search",
        needs=("verify",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.EXTEND,
        mark("Extend the verification"),
        Group.CASE,
        keys="Alt+E",
        icon="waiting",
        needs=("verify",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.FILE_CASE,
        mark("File or not file"),
        Group.CASE,
        keys="Alt+Y",
        icon="law",
        needs=("verify",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.TRANSFER_OUT,
        mark("Transfer to another authority"),
        Group.CASE,
        keys="Alt+Z",
        icon="transfer",
        needs=("decide",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.GUIDE,
        mark("Guide elsewhere"),
        Group.CASE,
        keys="Alt+B",
        icon="right",
        needs=(
            "decide",
            "register",
        ),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.REPLY,
        mark("Answer the consultation"),
        Group.CASE,
        icon="send",
        needs=(
            "register",
            "decide",
        ),
        where=_on(Where.CASE),
    ),
    Command(CommandId.WRITE_NOTE, mark("Write a note"), Group.CASE, keys="Alt+K", icon="edit", where=_on(Where.CASE)),
    Command(
        CommandId.EXPLAIN_CLOCK,
        mark("Why this date"),
        Group.CASE,
        keys="Alt+?",
        icon="help",
        where=_on(Where.CASE, Where.INTAKE, Where.LIST),
    ),
    Command(
        CommandId.APPROVE,
        mark("Approve"),
        Group.APPROVAL,
        keys="Ctrl+Return",
        icon="done",
        needs=("approve",),
        where=_on(Where.APPROVALS),
        also="Ctrl+Enter",
    ),
    Command(
        CommandId.REFUSE,
        mark("Refuse with a reason"),
        Group.APPROVAL,
        keys="Ctrl+Backspace",
        icon="return",
        needs=("approve",),
        where=_on(Where.APPROVALS),
    ),
    Command(
        CommandId.ASK_APPROVAL,
        mark("Ask for approval"),
        Group.APPROVAL,
        keys="Alt+P",
        icon="decision",
        where=_on(Where.PAPER),
    ),
    Command(
        CommandId.ANSWER_ORDER,
        mark("Answer the order"),
        Group.ORDERS,
        keys="Ctrl+Return",
        icon="edit",
        needs=(
            "answer_order",
            "order",
        ),
        where=_on(Where.ORDERS),
        also="Ctrl+Enter",
    ),
    Command(
        CommandId.URGE_ORDER,
        mark("Urge the enterprise"),
        Group.ORDERS,
        keys="Alt+J",
        icon="alert",
        needs=("order",),
        where=_on(Where.ORDERS),
    ),
    Command(
        CommandId.CONFIRM_ORDER,
        mark("The consumer confirms"),
        Group.ORDERS,
        keys="Alt+A",
        icon="done",
        needs=("order",),
        where=_on(Where.ORDERS),
    ),
    Command(
        CommandId.FAIL_ORDER,
        mark("Not settled"),
        Group.ORDERS,
        keys="Alt+X",
        icon="decline",
        needs=("order",),
        where=_on(Where.ORDERS),
    ),
    Command(
        CommandId.ORDER_TO_COMPLAINT,
        mark("Begin a complaint from it"),
        Group.ORDERS,
        keys="Alt+N",
        icon="right",
        needs=("order",),
        where=_on(Where.ORDERS),
    ),
    Command(
        CommandId.MAKE_PAPER,
        mark("Make a paper"),
        Group.PAPERS,
        keys="Alt+P",
        icon="papers",
        needs=("paper",),
        where=_on(Where.CASE),
    ),
    Command(
        CommandId.PREVIEW_PAPER,
        mark("Preview"),
        Group.PAPERS,
        keys="Ctrl+Shift+P",
        icon="reveal",
        needs=("paper",),
        where=_on(Where.PAPER, Where.CASE),
    ),
    Command(
        CommandId.ISSUE_PAPER,
        mark("Number and issue"),
        Group.PAPERS,
        keys="Ctrl+Return",
        icon="issue",
        needs=("paper",),
        where=_on(Where.PAPER),
        also="Ctrl+Enter",
    ),
    Command(
        CommandId.PRINT_PAPER,
        mark("Print"),
        Group.PAPERS,
        keys="Ctrl+P",
        icon="print",
        needs=("paper",),
        where=_on(Where.PAPER, Where.CASE),
    ),
    Command(
        CommandId.SAVE_PAPER,
        mark("Save as PDF"),
        Group.PAPERS,
        keys="Ctrl+Shift+S",
        icon="download",
        needs=("paper",),
        where=_on(Where.PAPER, Where.CASE),
    ),
    Command(
        CommandId.SERVE_PAPER,
        mark("Record the service"),
        Group.PAPERS,
        keys="F8",
        icon="letter",
        needs=("serve",),
        where=_on(Where.PAPER),
        short=mark("Record service"),
    ),
    Command(
        CommandId.VOID_PAPER,
        mark("Void the paper"),
        Group.PAPERS,
        icon="decline",
        needs=("paper",),
        where=_on(Where.PAPER),
    ),
    Command(
        CommandId.PERIOD_BEFORE,
        mark("Period before"),
        Group.FIGURES,
        keys="Alt+Left",
        icon="left",
        needs=("figures",),
        where=_on(Where.FIGURES),
    ),
    Command(
        CommandId.PERIOD_AFTER,
        mark("Period after"),
        Group.FIGURES,
        keys="Alt+Right",
        icon="right",
        needs=("figures",),
        where=_on(Where.FIGURES),
    ),
    Command(
        CommandId.OPEN_CASES,
        mark("The cases behind this figure"),
        Group.FIGURES,
        keys="Return",
        icon="work",
        needs=("figures",),
        where=_on(Where.FIGURES),
        by_widget=True,
    ),
    Command(
        CommandId.WALL,
        mark("Wall mode"),
        Group.FIGURES,
        keys="F11",
        icon="wall",
        needs=("figures",),
        where=_on(Where.FIGURES),
        short=mark("Wall"),
    ),
    Command(
        CommandId.ADD_PERSON_ROLE,
        mark("Roles of this person"),
        Group.ADMINISTRATION,
        keys="Alt+R",
        icon="people",
        needs=("people",),
        where=_on(Where.PEOPLE),
    ),
    Command(
        CommandId.RENEW_SIGN_IN,
        mark("New first password"),
        Group.ADMINISTRATION,
        keys="Alt+P",
        icon="key",
        needs=("people",),
        where=_on(Where.PEOPLE),
    ),
    Command(
        CommandId.RETIRE,
        mark("Retire"),
        Group.ADMINISTRATION,
        icon="closed",
        needs=(
            "people",
            "codes",
            "enterprises",
        ),
        where=_on(Where.PEOPLE, Where.CODES, Where.ENTERPRISES),
    ),
    Command(
        CommandId.MERGE_ENTERPRISES,
        mark("Merge two entries"),
        Group.ADMINISTRATION,
        icon="merge",
        needs=("enterprises",),
        where=_on(Where.ENTERPRISES),
    ),
    Command(
        CommandId.CHOOSE_FILE,
        mark("Choose a file"),
        Group.ADMINISTRATION,
        keys="Ctrl+O",
        icon="import",
        needs=("import",),
        where=_on(Where.IMPORT),
    ),
    Command(
        CommandId.TRY_IMPORT,
        mark("Try it out"),
        Group.ADMINISTRATION,
        keys="F7",
        icon="reveal",
        needs=("import",),
        where=_on(Where.IMPORT),
        short=mark("Try out"),
    ),
    Command(
        CommandId.RUN_IMPORT,
        mark("Import now"),
        Group.ADMINISTRATION,
        keys="F8",
        icon="upload",
        needs=("import",),
        where=_on(Where.IMPORT),
        short=mark("Import"),
    ),
)


@cache
def _by_id() -> dict[CommandId, Command]:
    return {command.id: command for command in COMMANDS}


def command(name: CommandId) -> Command:
    """Give the row of ``name``."""
    return _by_id()[name]


def places() -> Iterator[Command]:
    """Give the rows of the rail, top to bottom."""
    return (row for row in COMMANDS if row.group is Group.PLACES)


def clashes() -> list[tuple[Where, str, CommandId, CommandId]]:
    """Name every key that two commands of one page claim; empty when all is well."""
    found = []
    for page in Where:
        taken: dict[str, CommandId] = {}
        for row in COMMANDS:
            for key in filter(None, (row.keys, row.also)):
                if page not in row.where:
                    continue
                if key in taken:
                    found.append((page, key, taken[key], row.id))
                taken[key] = row.id
    return found
