"""Knowledge: what the law says and who else is competent, found by any word, copied by a key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.articles import article_words
from app.models.words import mark, tr
from app.services.codebook import CodeEntry
from app.services.law import ArticleRow
from app.services.search.fold import fold
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, restyle, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import Mark, words
from app.ui.widgets.segments import Segment, Segments
from app.ui.widgets.split import Split

PARTS = (("law", mark("Law")), ("others", mark("Who is competent")))
LAWS = {
    "REGULATION": mark("Regulation on consumer protection"),
    "ECOMMERCE_LAW": mark("E-commerce law"),
    "ORDER121": mark("Order 121: complaints and reports"),
    "CONSUMER_LAW": mark("Consumer protection law"),
}
UNCONFIRMED = mark("not confirmed for this city")
SUMMARY = mark("a summary, not the law's words")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing to look up.

    Attributes:
        key: Names it among its kind.
        head: The law or the matter.
        title: The article or the body.
        text: The words; what is copied.
        aside: A phone number or an article's title.
        warning: What one must know before quoting it (marked); empty where there is nothing.
        folded: Everything it is found by, as the search writes it.
    """

    key: str
    head: str
    title: str
    text: str
    aside: str
    warning: str
    folded: str


def law_entries(articles: tuple[ArticleRow, ...]) -> list[Entry]:
    """Give the articles for looking up."""
    found = []
    for row in sorted(articles, key=lambda row: (row.law, _article_order(row.article))):
        head = tr(LAWS.get(row.law, row.law))
        title = tr("Art. {article}", article=article_words(row.article))
        found.append(
            Entry(
                key=f"{row.law} {row.article}",
                head=head,
                title=title,
                text=row.text,
                aside=row.title,
                warning=SUMMARY if row.summary else "",
                folded=fold(f"{head} {row.law} {row.article} {title} {row.title} {row.text}"),
            )
        )
    return found


def other_entries(rows: tuple[CodeEntry, ...]) -> list[Entry]:
    """Give the other authorities for looking up."""
    found = []
    for row in rows:
        body, phone = str(row.details.get("body", "")), str(row.details.get("phone", ""))
        sentence = str(row.details.get("sentence", ""))
        found.append(
            Entry(
                key=row.code,
                head=row.title,
                title=body,
                text=sentence,
                aside=phone,
                warning=UNCONFIRMED if row.details.get("unconfirmed") else "",
                folded=fold(f"{row.title_zh} {row.title_en} {row.initials} {body} {phone} {sentence}"),
            )
        )
    return found


def finds(typed: str, entry: Entry) -> bool:
    """Tell whether every word that is typed stands somewhere in the entry."""
    return all(word in entry.folded for word in fold(typed).split())


class KnowledgePage(Page):
    """A search line, the list, and the words in full beside it."""

    where = Where.KNOWLEDGE
    icon = "knowledge"
    place = CommandId.GO_KNOWLEDGE

    def __init__(self, seat: Seat) -> None:
        super().__init__("knowledge")
        self._seat = seat
        self._entries: list[Entry] = []
        self.choice = Segments([Segment(name, tr(said)) for name, said in PARTS])
        self.choice.set_value("law")
        self.search = LineEdit()
        self.search.setClearButtonEnabled(True)
        self.models = {name: RowsModel(_COLUMNS[name](), lambda row: row.key) for name, _ in PARTS}
        self.views = {
            name: RowsView(model, f"knowledge-{name}", seat.state, label=tr("Knowledge"))
            for name, model in self.models.items()
        }
        self._head, self._title = words(kind="hint", wraps=True), words(kind="title", wraps=True)
        self._aside = words(kind="figure", wraps=True)
        self._warning = Mark("", Tone.SOON)
        self._text = words(wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = Button("", self.copy, icon="copy", kind="primary")
        self._lay_out()
        self.choice.changed.connect(self._turn)
        self.search.textChanged.connect(lambda _: self._narrow())
        self.search.entered.connect(self._to_list)
        for view in self.views.values():
            view.moved.connect(lambda _: self._show_entry())
            view.opened.connect(lambda _: self.copy())
        self.retranslate()
        self.setFocusProxy(self.search)

    @override
    def title(self) -> str:
        return tr("Knowledge")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {
            CommandId.FILTER: self._to_search,
            CommandId.COPY: self.copy,
            CommandId.OPEN: self.copy,
            CommandId.REFRESH: self.read_again,
        }

    @override
    def come_to_front(self) -> None:
        self._to_search()

    @override
    def retranslate(self) -> None:
        self.choice.set_segments([Segment(name, tr(said)) for name, said in PARTS])
        self.search.setPlaceholderText(tr("Any words: 七日 退货, an article's number, a matter, a phone number"))
        self.search.setAccessibleName(tr("Search"))
        self._copy.setText(f"{tr('Copy')}  {key_text(command(CommandId.COPY))}")
        for view in self.views.values():
            view.retranslate()
            view.empty.say(tr("Nothing has these words"), tr("Try fewer or other words."), icon="search")
        self._fill()
        self.titled.emit()

    def read_again(self) -> None:
        """Read law and lists again."""
        self._seat.tasks.run(self._seat.desk.read_books, lambda _: self._fill(), owner=self)

    def copy(self) -> None:
        """Put the words of the entry in front on the clipboard, with where they stand."""
        entry = self.view().current()
        if entry is None:
            return
        said = [f"{entry.head} {entry.title}".strip(), entry.text, entry.aside if self._is_law() is False else ""]
        QGuiApplication.clipboard().setText("\n".join(part for part in said if part))
        note = tr("Copied.") if not entry.warning else tr("Copied. Mind: {warning}.", warning=tr(entry.warning))
        self._seat.messages.note(note)

    def view(self) -> RowsView[Entry]:
        """Give the list in front."""
        return self.views[str(self.choice.value())]

    def shown(self) -> str:
        """Give the words that stand beside the list."""
        return self._text.text()

    def warning(self) -> str:
        """Give the mark that stands beside the list; empty where there is none."""
        return self._warning.text() if not self._warning.isHidden() else ""

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        space(line, 12)
        line.addWidget(self.choice)
        line.addWidget(self.search, 1)
        lists = QWidget()
        column = QVBoxLayout(lists)
        space(column, 0, (0, 0, 4, 0))
        for name, view in self.views.items():
            column.addWidget(view)
            view.setHidden(name != "law")
        inside = QWidget()
        said = QVBoxLayout(inside)
        space(said, 8, (0, 0, 12, 0))
        for widget in (self._head, self._title, self._aside, self._warning, self._text):
            said.addWidget(widget)
        said.addStretch(1)
        card = QFrame()
        card.setProperty("kind", "card")
        right = QVBoxLayout(card)
        space(right, 8, (16, 12, 4, 12))
        right.addWidget(Scroll(inside), 1)
        row = QHBoxLayout()
        space(row, 8, (0, 0, 12, 0))
        row.addStretch(1)
        row.addWidget(self._copy)
        right.addLayout(row)
        layout = QVBoxLayout(self)
        space(layout, 12, 16)
        layout.addLayout(line)
        layout.addWidget(Split("knowledge", self._seat.state, [lists, card], sizes=(700, 520)), 1)

    def _fill(self) -> None:
        desk = self._seat.desk
        if self._is_law():
            self._entries = law_entries(desk.law.articles)
        else:
            self._entries = other_entries(desk.codes.choices("other_authority"))
        self._narrow()

    def _narrow(self) -> None:
        typed = self.search.text()
        self.models[str(self.choice.value())].set_rows([entry for entry in self._entries if finds(typed, entry)])
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.view().current()
        for label, text in (
            (self._head, entry.head if entry else ""),
            (self._title, entry.title if entry else ""),
            (self._aside, entry.aside if entry else ""),
            (self._text, entry.text if entry else ""),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        set_tone(self._aside, None if self._is_law() else Tone.ACCENT)
        restyle(self._aside, "type", "title" if self._is_law() else "figure")  # a number is read out, a name only read
        self._warning.setText(tr(entry.warning) if entry and entry.warning else "")
        self._warning.setVisible(bool(entry and entry.warning))
        self._copy.setEnabled(entry is not None)

    def _turn(self, name: object) -> None:
        for known, view in self.views.items():
            view.setHidden(known != name)
        self._fill()
        self._to_search()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _to_list(self) -> None:
        self.view().setFocus()

    def _is_law(self) -> bool:
        return self.choice.value() == "law"


def _article_order(article: str) -> tuple[int, str]:
    digits = "".join(letter for letter in article.partition("(")[0] if letter.isdigit())
    return (int(digits) if digits else 0, article)


def _law_columns() -> list[Column[Entry]]:
    return [
        Column("law", mark("Law"), lambda row: row.head, width=150, tip=lambda row: row.head),
        Column(
            "article",
            mark("Article"),
            lambda row: row.title,
            lambda row: _article_order(row.key.rpartition(" ")[2]),
            sample=_article_samples,
        ),
        Column("title", mark("About"), lambda row: row.aside, stretches=True),
        Column("text", mark("Text"), lambda row: row.text, width=280, spare=1),
    ]


def _article_samples() -> tuple[str, ...]:
    return (tr("Art. {article}", article=article_words("37(1)(5)")),)


def _other_columns() -> list[Column[Entry]]:
    return [
        Column("matter", mark("Matter"), lambda row: row.head, stretches=True),
        Column("body", mark("Body"), lambda row: row.title, width=150),
        Column("phone", mark("Phone"), lambda row: row.aside, width=64),
        Column(
            "state",
            mark("State"),
            lambda row: tr("To confirm") if row.warning else "",
            width=80,
            tone=lambda _: Tone.SOON,
            icon=lambda row: "warning" if row.warning else "",
        ),
    ]


_COLUMNS: Mapping[str, Callable[[], list[Column[Entry]]]] = {"law": _law_columns, "others": _other_columns}
