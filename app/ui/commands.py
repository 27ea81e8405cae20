"""Everything the desk can be told to do, as one table: menus, rail, key bar, F1 sheet and palette are read from it.

A command is a row; the page in front says through ``handlers()`` which rows it answers now. A row is added at the end
of its group, with its name in ``command_words`` and its Chinese title in ``resources/i18n/zh_CN/frame.json``; a test
fails when two rows that can meet on one page have the same key.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from app.models.vocabulary import Permission as Right
from app.models.words import mark
from app.ui.command_words import EVERYWHERE, Command, CommandId, Group, Where

__all__ = ["COMMANDS", "EVERYWHERE", "Command", "CommandId", "Group", "Where", "clashes", "command", "places"]

Id = CommandId


def _on(*pages: Where) -> frozenset[Where]:
    return frozenset(pages)


_REGISTERS = frozenset({Where.ENTERPRISES, Where.KNOWLEDGE, Where.PEOPLE, Where.CODES})
_LISTS = frozenset({Where.QUEUE, Where.LIST, Where.APPROVALS, Where.ORDERS, Where.PAPER, Where.ENTERPRISES})
_TABLES = _LISTS | _REGISTERS
_CASEWORK = frozenset({Where.INTAKE, Where.QUEUE, Where.LIST, Where.CASE, Where.ORDERS, Where.PAPER})
_VIEWED = _on(Where.INTAKE, Where.QUEUE, Where.CASE, Where.PAPER)
_CARDED = frozenset({Where.INTAKE, Where.CASE, Where.ENTERPRISES}) | _LISTS - {Where.PAPER}


def _row(
    name: Id,
    title: str,
    keys: str = "",
    icon: str = "",
    *needs: Right,
    where: frozenset[Where] | None = None,
    short: str = "",
    also: str = "",
    by_widget: bool = False,
    repeats: bool = False,
) -> tuple[Command, frozenset[Where] | None]:
    row = Command(
        name, title, Group.WINDOW, keys, icon, needs, short=short, also=also, by_widget=by_widget, repeats=repeats
    )
    return row, where


def _group(group: Group, where: frozenset[Where], *rows: tuple[Command, frozenset[Where] | None]) -> Iterator[Command]:
    """Give the rows their heading, and the pages they are met on where they name none."""
    for row, own in rows:
        yield replace(row, group=group, where=own or where)


COMMANDS: tuple[Command, ...] = (
    *_group(
        Group.HELP,
        EVERYWHERE,
        _row(Id.SHOW_KEYS, mark("Keys of this page"), "F1", "keyboard", short=mark("All keys")),
        _row(Id.PALETTE, mark("Search and commands"), "Ctrl+K", "search"),
    ),
    *_group(
        Group.CALL,
        EVERYWHERE,
        _row(Id.NEW_CONTACT, mark("New contact"), "F2", "add", Right.REGISTER, short=mark("Take in")),
        _row(Id.ANSWER, mark("Answer the call"), "F3", "answer", Right.REGISTER, short=mark("Take the call")),
        _row(Id.HANG_UP, mark("Hang up"), "F4", "hang_up", Right.REGISTER),
    ),
    *_group(
        Group.PLACES,
        EVERYWHERE,
        _row(Id.GO_INTAKE, mark("Intake"), "Ctrl+1", "intake", Right.REGISTER),
        _row(Id.GO_QUEUES, mark("Unheard and unread"), "Ctrl+2", "voicemail", Right.REGISTER),
        _row(Id.GO_WORK, mark("Work"), "Ctrl+3", "work"),
        _row(Id.GO_APPROVALS, mark("Approvals"), "Ctrl+4", "decision", Right.APPROVE),
        _row(Id.GO_ORDERS, mark("Settlement orders"), "Ctrl+5", "order", Right.ORDER, Right.ANSWER_ORDER),
        _row(Id.GO_PAPERS, mark("Papers"), "Ctrl+6", "papers", Right.PAPER, Right.SERVE, Right.CORRECT),
        _row(Id.GO_FIGURES, mark("Figures"), "Ctrl+7", "figures", Right.FIGURES),
        _row(Id.GO_ENTERPRISES, mark("Enterprises"), "Ctrl+8", "enterprises", Right.REGISTER, Right.ENTERPRISES),
        _row(Id.GO_KNOWLEDGE, mark("Knowledge"), "Ctrl+9", "knowledge", Right.REGISTER, Right.DECIDE),
        _row(Id.GO_PEOPLE, mark("People and units"), "", "people", Right.PEOPLE),
        _row(Id.GO_CODES, mark("Codes and calendar"), "", "calendar", Right.CODES),
        _row(Id.GO_IMPORT, mark("Import"), "", "import", Right.IMPORT),
        _row(Id.GO_SETTINGS, mark("Settings"), "Ctrl+,", "settings"),
    ),
    *_group(
        Group.FORM,
        _on(Where.INTAKE),
        _row(
            Id.SAVE,
            mark("Save"),
            "Ctrl+S",
            "save",
            where=_REGISTERS | _on(Where.INTAKE, Where.CASE, Where.ORDERS, Where.PAPER, Where.SETTINGS),
        ),
        _row(
            Id.SAVE_AND_DISTRIBUTE,
            mark("Save and distribute"),
            "F8",
            "distribute",
            Right.REGISTER,
            short=mark("Save, distribute"),
        ),
        _row(
            Id.FINISH_CONSULTATION,
            mark("Answered: save as consultation"),
            "Ctrl+Return",
            "done",
            Right.REGISTER,
            short=mark("Consultation done"),
        ),
        _row(Id.UNDO, mark("Undo the last step"), "Ctrl+Z", "undo", where=_CASEWORK),
        _row(Id.NEW, mark("New"), "Ctrl+N", "add", where=_REGISTERS | _on(Where.ORDERS)),
        _row(Id.DISCARD, mark("Discard this draft"), "", "bin"),
    ),
    *_group(
        Group.INTAKE,
        _on(Where.INTAKE),
        _row(Id.EMERGENCY, mark("Emergency"), "F12", "urgent", Right.REGISTER),
        _row(Id.NAMELESS, mark("The caller gives no name"), "Alt+N", "person", Right.REGISTER),
        _row(Id.READ_BACK, mark("Read back and closing words"), "Alt+R", "copy", Right.REGISTER),
        _row(Id.ATTACH, mark("Attach a file"), "Alt+U", "attach", where=_on(Where.INTAKE, Where.CASE, Where.ORDERS)),
        _row(Id.LINK_CASE, mark("Belongs to this case"), "Alt+L", "link", Right.REGISTER),
    ),
    *_group(
        Group.OUTCOMES,
        _on(Where.INTAKE, Where.QUEUE),
        _row(Id.OUTCOME_PROGRESS, mark("Asks for progress"), "Alt+P", "info", Right.REGISTER),
        _row(Id.OUTCOME_URGE, mark("Urges"), "Alt+J", "alert", Right.REGISTER),
        _row(Id.OUTCOME_SUPPLEMENT, mark("Adds material"), "Alt+M", "attach", Right.REGISTER),
        _row(Id.OUTCOME_WITHDRAW, mark("Withdraws"), "Alt+W", "undo", Right.REGISTER),
        _row(Id.OUTCOME_SILENT, mark("Nobody speaks"), "Alt+S", "", Right.REGISTER),
        _row(Id.OUTCOME_WRONG_NUMBER, mark("Wrong number"), "Alt+X", "", Right.REGISTER),
        _row(Id.OUTCOME_NUISANCE, mark("Nuisance call"), "Alt+H", "", Right.REGISTER),
        _row(Id.OUTCOME_DROPPED, mark("Line dropped"), "Alt+D", "", Right.REGISTER),
        _row(Id.OUTCOME_PASSED_ON, mark("Passed on to another hotline"), "Alt+Z", "", Right.REGISTER),
        _row(Id.OUTCOME_CALL_BACK, mark("Call-back promised"), "Alt+B", "call_back", Right.REGISTER),
        _row(
            Id.OUTCOME_SETTLE,
            mark("Settlement order first"),
            "Alt+Y",
            "order",
            Right.ORDER,
            where=_on(Where.INTAKE),
            short=mark("Settle first"),
        ),
        _row(Id.OUTCOME_OTHER, mark("What became of the contact"), "Alt+O", "", Right.REGISTER, short=mark("No case")),
    ),
    *_group(
        Group.PLAYER,
        _on(Where.INTAKE, Where.QUEUE, Where.CASE),
        _row(Id.PLAYER_PLAY, mark("Play or pause"), "F7", "play", short=mark("Play")),
        _row(Id.PLAYER_BACK, mark("Back 5 seconds"), "F6", "back", short=mark("−5 s"), repeats=True),
        _row(Id.PLAYER_FORWARD, mark("On 5 seconds"), "F9", "forward", short=mark("+5 s"), repeats=True),
        _row(Id.PLAYER_SLOWER, mark("Play slower"), "Shift+F6"),
        _row(Id.PLAYER_FASTER, mark("Play faster"), "Shift+F9", "speed"),
        _row(Id.PLAYER_STAMP, mark("Write the time mark into the facts"), "Shift+F7", "clock"),
        _row(Id.SCAN_LARGER, mark("Scan larger"), "Ctrl+Shift+=", "larger", where=_VIEWED),
        _row(Id.SCAN_SMALLER, mark("Scan smaller"), "Ctrl+Shift+-", "smaller", where=_VIEWED),
        _row(Id.SCAN_NEXT, mark("Next page of the scan"), "Ctrl+PgDown", "down"),
        _row(Id.SCAN_PREVIOUS, mark("Previous page of the scan"), "Ctrl+PgUp", "up"),
        _row(Id.PLAYER_LOOP, mark("Repeat the last 5 seconds"), "Ctrl+F7", "repeat"),
        _row(Id.SCAN_FIT, mark("Fit the scan to the width"), "Ctrl+Shift+0", "fit", where=_VIEWED),
        _row(Id.SCAN_TURN, mark("Turn the scan to the right"), "Ctrl+Shift+R", "turn"),
    ),
    *_group(
        Group.QUEUE,
        _on(Where.QUEUE),
        _row(Id.CLAIM, mark("Take it"), "Ctrl+Return", "check", Right.REGISTER, short=mark("Take")),
        _row(Id.RELEASE, mark("Give it back to the queue"), "Alt+G", "undo", Right.REGISTER),
        _row(Id.CALL_BACK, mark("Record a call-back"), "F8", "call_back", Right.REGISTER, short=mark("Call back")),
    ),
    *_group(
        Group.LIST,
        _LISTS,
        _row(Id.OPEN, mark("Open"), "Return", where=_TABLES, by_widget=True),
        _row(Id.PEEK, mark("Look without opening"), "Space", "reveal", by_widget=True),
        _row(
            Id.MARK_ROWS,
            mark("Mark rows"),
            "Shift+Down",
            where=_on(Where.QUEUE, Where.LIST, Where.APPROVALS, Where.ORDERS, Where.PAPER),
            by_widget=True,
        ),
        _row(Id.NEXT_ROW, mark("Next"), "Alt+Down", "down_arrow", where=_LISTS | _on(Where.CASE), repeats=True),
        _row(Id.PREVIOUS_ROW, mark("Previous"), "Alt+Up", "up_arrow", where=_LISTS | _on(Where.CASE), repeats=True),
        _row(Id.FILTER, mark("Filter"), "Ctrl+F", "filter", where=_TABLES | _on(Where.FIGURES, Where.IMPORT)),
        _row(Id.JUMP, mark("Jump to"), "Ctrl+G"),
        _row(
            Id.EXPORT,
            mark("Export"),
            "Ctrl+E",
            "download",
            where=_on(Where.LIST, Where.ORDERS, Where.PAPER, Where.FIGURES, Where.ENTERPRISES),
        ),
    ),
    *_group(
        Group.CASE,
        _on(Where.CASE),
        _row(Id.REVEAL, mark("Show the name and number"), "Ctrl+I", "reveal", Right.REVEAL, where=_CASEWORK),
        _row(Id.ACCEPT, mark("Accept"), "Alt+A", "done", Right.DECIDE),
        _row(Id.DECLINE, mark("Not accept"), "Alt+D", "decline", Right.DECIDE),
        _row(Id.TELL, mark("Told or served"), "Alt+I", "call_back", Right.TELL),
        _row(Id.ASK_IDENTITY, mark("Ask for proof of identity"), "Alt+Q", "person", Right.DECIDE),
        _row(
            Id.DISTRIBUTE, mark("Distribute"), "F8", "distribute", Right.DISTRIBUTE, where=_on(Where.LIST, Where.CASE)
        ),
        _row(Id.RETURN, mark("Return"), "Alt+R", "return", Right.DISTRIBUTE, Right.DECIDE),
        _row(Id.ORDER, mark("Settlement order"), "Alt+O", "order", Right.ORDER),
        _row(Id.RECORD_CONSENT, mark("Record consent"), "Alt+S", "check", Right.REGISTER, Right.MEDIATE),
        _row(Id.APPOINT_MEDIATION, mark("Appoint a mediation"), "Alt+M", "calendar", Right.MEDIATE),
        _row(Id.RECORD_MEDIATION, mark("Record the mediation"), "Alt+N", "mediation", Right.MEDIATE),
        _row(Id.ENTRUST_MEDIATION, mark("Entrust the mediation"), "Alt+H", "people", Right.MEDIATE),
        _row(Id.PAUSE_TESTING, mark("Testing begins or ends"), "Alt+T", "waiting", Right.MEDIATE),
        _row(Id.AGREE, mark("Agreement reached"), "Alt+G", "mediation", Right.MEDIATE),
        _row(Id.TERMINATE, mark("Terminate the mediation"), "Alt+X", "decline", Right.MEDIATE),
        _row(Id.WITHDRAW, mark("Record the withdrawal"), "Alt+W", "undo", Right.REGISTER, Right.MEDIATE),
        _row(Id.SELF_SETTLE, mark("Record the own settlement"), "Alt+J", "check", Right.MEDIATE),
        _row(Id.LEDGER, mark("Claims and payments"), "Alt+L", "ledger", Right.LEDGER),
        _row(
            Id.CONFIRM_LEDGER,
            mark("Confirm the amount"),
            "Ctrl+Shift+C",
            "check",
            Right.CONFIRM_LEDGER,
            where=_on(Where.CASE, Where.APPROVALS),
        ),
        _row(Id.CLOSE, mark("Close the case"), "Alt+C", "closed", Right.CLOSE),
        _row(
            Id.FOLLOW_UP,
            mark("Follow-up call"),
            "Alt+F",
            "call_back",
            Right.FOLLOW_UP,
            where=_on(Where.LIST, Where.CASE),
        ),
        _row(Id.REOPEN, mark("Reopen to correct"), "Ctrl+Shift+O", "reopen", Right.CORRECT),
        _row(Id.VERIFY, mark("Begin the verification"), "Alt+V", "search", Right.VERIFY),
        _row(Id.EXTEND, mark("Extend the verification"), "Alt+E", "waiting", Right.VERIFY),
        _row(Id.FILE_CASE, mark("File a case"), "Alt+Y", "law", Right.VERIFY),
        _row(Id.TRANSFER_OUT, mark("Not competent: tell where to go"), "Alt+Z", "transfer", Right.VERIFY),
        _row(Id.GUIDE, mark("Guide elsewhere"), "Alt+B", "right", Right.DECIDE, Right.REGISTER),
        _row(Id.REPLY, mark("Answer the consultation"), "Ctrl+Shift+A", "send", Right.REGISTER, Right.DECIDE),
        _row(Id.WRITE_NOTE, mark("Write a note"), "Alt+K", "edit"),
        _row(Id.EXPLAIN_CLOCK, mark("Why this date"), "Alt+?", "help", where=_on(Where.INTAKE, Where.LIST, Where.CASE)),
        _row(Id.TAKE_CASE, mark("Take over the case"), "Ctrl+Shift+T", "person", Right.DECIDE),
        _row(Id.TAKE_UP, mark("Decide it here"), "Ctrl+Shift+U", "decision", Right.DECIDE),
        _row(Id.SUSPEND, mark("Suspend or go on"), "Ctrl+Shift+X", "pause", Right.MEDIATE),
        _row(Id.NOT_FILE, mark("Not file a case"), "Ctrl+Shift+Y", "decline", Right.VERIFY),
        _row(Id.LINK_TO, mark("Link to another case"), "Ctrl+Shift+L", "link", Right.REGISTER),
        _row(Id.AMEND, mark("Amend what is known"), "Ctrl+Shift+E", "edit", Right.REGISTER),
        _row(Id.ADD_PARTY, mark("Add a person"), "Ctrl+Shift+N", "person", Right.REGISTER),
    ),
    *_group(
        Group.APPROVAL,
        _on(Where.APPROVALS),
        _row(Id.APPROVE, mark("Approve"), "Ctrl+Return", "done", Right.APPROVE),
        _row(Id.REFUSE, mark("Refuse with a reason"), "Ctrl+Backspace", "return", Right.APPROVE),
        _row(Id.ASK_APPROVAL, mark("Ask for approval"), "Alt+P", "decision", where=_on(Where.PAPER)),
    ),
    *_group(
        Group.ORDERS,
        _on(Where.ORDERS),
        _row(Id.ANSWER_ORDER, mark("Answer the order"), "Ctrl+Return", "edit", Right.ANSWER_ORDER, Right.ORDER),
        _row(Id.URGE_ORDER, mark("Urge the enterprise"), "Alt+J", "alert", Right.ORDER),
        _row(Id.CONFIRM_ORDER, mark("The consumer confirms"), "Alt+A", "done", Right.ORDER),
        _row(Id.FAIL_ORDER, mark("Not settled"), "Alt+X", "decline", Right.ORDER),
        _row(Id.ORDER_TO_COMPLAINT, mark("Begin a complaint from it"), "Alt+N", "right", Right.ORDER),
    ),
    *_group(
        Group.PAPERS,
        _on(Where.CASE, Where.PAPER),
        _row(Id.MAKE_PAPER, mark("Make a paper"), "Alt+P", "papers", Right.PAPER, where=_on(Where.CASE)),
        _row(Id.PREVIEW_PAPER, mark("Preview"), "Ctrl+Shift+P", "reveal", Right.PAPER),
        _row(Id.ISSUE_PAPER, mark("Number and issue"), "Ctrl+Return", "issue", Right.PAPER, where=_on(Where.PAPER)),
        _row(Id.PRINT_PAPER, mark("Print"), "Ctrl+P", "print", Right.PAPER, Right.SERVE),
        _row(Id.SAVE_PAPER, mark("Save as PDF"), "Ctrl+Shift+S", "download", Right.PAPER, Right.SERVE),
        _row(
            Id.SERVE_PAPER,
            mark("Record the service"),
            "F8",
            "letter",
            Right.SERVE,
            where=_on(Where.PAPER),
            short=mark("Record service"),
        ),
        _row(Id.VOID_PAPER, mark("Void the paper"), "", "decline", Right.CORRECT, where=_on(Where.PAPER)),
    ),
    *_group(
        Group.FIGURES,
        _on(Where.FIGURES),
        _row(Id.PERIOD_BEFORE, mark("Period before"), "Alt+Left", "left", Right.FIGURES),
        _row(Id.PERIOD_AFTER, mark("Period after"), "Alt+Right", "right", Right.FIGURES),
        _row(Id.OPEN_CASES, mark("The cases behind this figure"), "Return", "work", Right.FIGURES, by_widget=True),
        _row(Id.WALL, mark("Wall mode"), "F11", "wall", Right.FIGURES, short=mark("Wall")),
    ),
    *_group(
        Group.ADMINISTRATION,
        _on(Where.IMPORT),
        _row(
            Id.ADD_PERSON_ROLE, mark("Roles of this person"), "Alt+R", "people", Right.PEOPLE, where=_on(Where.PEOPLE)
        ),
        _row(Id.RENEW_SIGN_IN, mark("New first password"), "Alt+P", "key", Right.PEOPLE, where=_on(Where.PEOPLE)),
        _row(
            Id.RETIRE,
            mark("Retire"),
            "",
            "closed",
            Right.PEOPLE,
            Right.CODES,
            Right.ENTERPRISES,
            where=_on(Where.ENTERPRISES, Where.PEOPLE, Where.CODES),
        ),
        _row(Id.COPY, mark("Copy"), "Ctrl+Shift+C", "copy", where=_on(Where.PEOPLE, Where.KNOWLEDGE, Where.SETTINGS)),
        _row(
            Id.ANNOUNCE_YEAR,
            mark("Announce a year's holidays"),
            "Alt+Y",
            "calendar",
            Right.CODES,
            where=_on(Where.CODES),
            short=mark("Announce a year"),
        ),
        _row(
            Id.MERGE_ENTERPRISES,
            mark("Merge two entries"),
            "",
            "merge",
            Right.ENTERPRISES,
            where=_on(Where.ENTERPRISES),
        ),
        _row(Id.CHOOSE_FILE, mark("Choose a file"), "Ctrl+O", "import", Right.IMPORT),
        _row(Id.TRY_IMPORT, mark("Try it out"), "F7", "reveal", Right.IMPORT, short=mark("Try out")),
        _row(Id.RUN_IMPORT, mark("Import now"), "F8", "upload", Right.IMPORT, short=mark("Import")),
    ),
    *_group(
        Group.WINDOW,
        EVERYWHERE,
        _row(Id.REFRESH, mark("Refresh"), "F5", "refresh"),
        _row(Id.CLOSE_TAB, mark("Close the tab"), "Ctrl+W", "close", also="Ctrl+F4"),
        _row(Id.NEXT_TAB, mark("Next tab"), "Ctrl+Tab", "right", repeats=True),
        _row(Id.PREVIOUS_TAB, mark("Previous tab"), "Ctrl+Shift+Tab", "left", repeats=True),
        _row(Id.DETACH_TAB, mark("Tab into its own window"), "Ctrl+Shift+D", "detach"),
        _row(Id.NEXT_PART, mark("Next part of the page"), "Ctrl+F6"),
        _row(Id.CARD_1, mark("First card"), "Alt+1", where=_CARDED),
        _row(Id.CARD_2, mark("Second card"), "Alt+2", where=_CARDED),
        _row(Id.CARD_3, mark("Third card"), "Alt+3", where=_CARDED),
        _row(Id.CARD_4, mark("Fourth card"), "Alt+4", where=_CARDED),
        _row(Id.CARD_5, mark("Fifth card"), "Alt+5", where=_CARDED),
        _row(Id.CARD_6, mark("Sixth card"), "Alt+6", where=_CARDED),
        _row(Id.LARGER, mark("Larger"), "Ctrl+=", also="Ctrl++", repeats=True),
        _row(Id.SMALLER, mark("Smaller"), "Ctrl+-", repeats=True),
        _row(Id.USUAL_SIZE, mark("Usual size"), "Ctrl+0"),
        _row(Id.SWITCH_THEME, mark("Light or dark"), "", "dark"),
        _row(Id.SWITCH_LANGUAGE, mark("中文 / English"), "", "language"),
        _row(Id.SIGN_OUT, mark("Sign out"), "", "sign_out"),
        _row(Id.SHOW_KEPT, mark("Unfinished on this computer"), "", "edit", Right.REGISTER),
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
            for key in row.spellings():
                if page not in row.where:
                    continue
                if key in taken:
                    found.append((page, key, taken[key], row.id))
                taken[key] = row.id
    return found
