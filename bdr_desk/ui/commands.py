"""Every command and its keys, declared once. Keys belong to a state; the screen shows those that are live.

A bare key (a letter, a digit, Enter) never fires while a text field has the focus, and Escape leaves the field.
Ctrl is ⌘ on a Mac; where a Mac's keyboard writes a letter with Alt, the command names other keys for it.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)


class State(StrEnum):
    """What the call desk is in the middle of."""

    QUEUE = "queue"
    RINGING = "ringing"
    IN_CALL = "in_call"
    WRAP_UP = "wrap_up"


ANYWHERE = frozenset(State)
CALLING = frozenset({State.RINGING, State.IN_CALL})
CLOSING = frozenset({State.RINGING, State.WRAP_UP})  # an unanswered call is closed while it rings


@dataclass(frozen=True)
class Command:
    """`keys` in Qt's portable text; `mac` replaces them on a Mac. `group` is its heading on the key sheet."""

    id: str
    title: str
    keys: tuple[str, ...]
    when: frozenset[State] = ANYWHERE
    group: str = "Anywhere"
    mac: tuple[str, ...] = ()

    @property
    def here(self) -> tuple[str, ...]:
        return self.mac if self.mac and sys.platform == "darwin" else self.keys


def _numbered(
    name: str, title: str, key: str, count: int, when: frozenset[State], group: str, mac: str = ""
) -> tuple[Command, ...]:
    return tuple(
        Command(
            f"{name}_{n}",
            f"{title} {n}",
            (f"{key}{n % 10}",),
            when,
            group,
            (f"{mac}{n % 10}",) if mac else (),
        )
        for n in range(1, count + 1)
    )


ONLY_QUEUE = frozenset({State.QUEUE})
ONLY_RINGING = frozenset({State.RINGING})
ONLY_TALK = frozenset({State.IN_CALL})
NOT_CALLING = ANYWHERE - CALLING
WITH_SCRIPT = ANYWHERE

COMMANDS: tuple[Command, ...] = (
    Command("find", "Find anything", ("Ctrl+K",)),
    Command("keys", "Show the keys", ("F1", "?")),
    Command("leave_field", "Leave the field, or close what is open", ("Esc",)),
    Command("sync", "Sync with the team now", ("F5",)),
    Command("export", "Export what is shown", ("Ctrl+E",), ONLY_QUEUE),
    *_numbered("page", "Go to page", "Ctrl+", 9, ANYWHERE, "Anywhere"),
    Command("open_sample", "Open the sample", ("S",), ANYWHERE, "First start"),
    Command("dial", "Dial", ("Return",), ONLY_QUEUE, "Queue"),
    Command("next_lead", "Next lead", ("J",), ONLY_QUEUE, "Queue"),
    Command("previous_lead", "Previous lead", ("K",), ONLY_QUEUE, "Queue"),
    Command("other_number", "Other number", ("N",), ONLY_QUEUE, "Queue"),
    Command("why", "Why this lead, or why it cannot be dialled", ("W",), ONLY_QUEUE, "Queue"),
    Command("skip_lead", "Pass this lead over, with the reason", ("X",), ONLY_QUEUE, "Queue"),
    Command("zone", "Say their time zone", ("Z",), ONLY_QUEUE, "Queue"),
    Command("touch_done", "The e-mail or letter that is due is done", ("E",), ONLY_QUEUE, "Queue"),
    Command("wrote_back", "They wrote back", ("R",), ONLY_QUEUE, "Queue"),
    Command("plan", "The plan for today", ("P",), ONLY_QUEUE, "Queue"),
    Command("filter", "Filter the queue, and its saved views", ("/",), ONLY_QUEUE, "Queue"),
    Command("next_view", "The next saved view", ("V",), ONLY_QUEUE, "Queue"),
    Command("mode", "Manual, preview, power: how it goes on after a call", ("M",), NOT_CALLING, "Queue"),
    Command("take_up", "Take up the unfinished call", ("U",), ONLY_QUEUE, "Queue"),
    Command("undo_call", "Undo the last outcome", ("Ctrl+Z",), NOT_CALLING, "When the call ended"),
    Command("answered", "They answered", ("Return",), ONLY_RINGING, "Call"),
    Command("copy_number", "Copy the number", ("C",), ONLY_RINGING, "Call"),
    Command("hold", "Hold, resume", ("F6",), ONLY_TALK, "Call"),
    Command("mute", "Mute, unmute", ("F7",), ONLY_TALK, "Call"),
    Command("hang_up", "Hang up", ("F8",), CALLING, "Call"),
    Command("ask", "To the answer field", ("F2",), WITH_SCRIPT, "Script"),
    Command("step_back", "Step back", ("F3",), WITH_SCRIPT, "Script"),
    Command("note", "To the note", ("F4",), WITH_SCRIPT, "Script"),
    Command("objections", "To the objection cards", ("F9",), WITH_SCRIPT, "Script"),
    Command("facts", "To the facts", ("Ctrl+F",), WITH_SCRIPT, "Script"),
    *_numbered("answer", "They say answer", "Alt+", 9, WITH_SCRIPT, "Script", "Meta+"),
    Command("add_address", "Add a number or an e-mail address", ("Ctrl+N",), WITH_SCRIPT, "Account and meeting"),
    Command("consent", "They agree to be written to, or no longer", ("Ctrl+G",), WITH_SCRIPT, "Account and meeting"),
    Command("referred", "Someone they name", ("Ctrl+R",), WITH_SCRIPT, "Account and meeting"),
    Command("route", "Note the way in: keys, extension, gatekeeper", ("Ctrl+T",), WITH_SCRIPT, "Account and meeting"),
    Command("meeting", "Next free time for a meeting", ("Ctrl+M",), WITH_SCRIPT, "Account and meeting"),
    *_numbered("outcome", "Outcome", "", 10, CLOSING, "When the call ended"),
    Command("import_list", "Import a list", ("I",), ANYWHERE, "Lists"),
    Command("import_go", "Import what the page shows", ("Ctrl+I",), ANYWHERE, "Lists"),
    Command("paste_list", "Take the rows that were copied", ("Ctrl+V",), ANYWHERE, "Lists"),
    Command("next_doubt", "Next column to look at", ("F2",), ANYWHERE, "Lists"),
    Command("list_review", "What the list is worth", ("V",), ANYWHERE, "Lists"),
    Command("list_quarantine", "Review the quarantine", ("Q",), ANYWHERE, "Lists"),
    Command("list_release", "Release to the queue", ("R",), ANYWHERE, "Lists"),
    Command("list_hold", "Hold back from the queue", ("H",), ANYWHERE, "Lists"),
    Command("list_undo", "Take the import back", ("Z",), ANYWHERE, "Lists"),
    Command("row_release", "Release, with the reason", ("R",), ANYWHERE, "Quarantine"),
    Command("row_keep_out", "Keep out, with the reason", ("K",), ANYWHERE, "Quarantine"),
    Command("row_correct", "Correct, then release", ("E",), ANYWHERE, "Quarantine"),
    Command("row_all", "All rows of this rule", ("A",), ANYWHERE, "Quarantine"),
    Command("row_down", "Further down the row", ("Alt+Down",), ANYWHERE, "Quarantine"),
    Command("row_up", "Further up the row", ("Alt+Up",), ANYWHERE, "Quarantine"),
    Command("row_undo", "Undo the last decision", ("U",), ANYWHERE, "Quarantine"),
    Command("duplicates", "Who stands here twice", ("D",), ANYWHERE, "Lists"),
    Command("merge_pair", "Merge the two", ("M",), ANYWHERE, "Duplicates"),
    Command("two_people", "They are two people", ("N",), ANYWHERE, "Duplicates"),
    Command("swap_pair", "Keep the other one's values", ("X",), ANYWHERE, "Duplicates"),
    Command("undo_merge", "Undo the merge", ("U",), ANYWHERE, "Duplicates"),
    Command("source_compare", "Compare two lists or sources", ("C",), ANYWHERE, "Sources"),
    Command("source_autopsy", "What a list is worth", ("V",), ANYWHERE, "Sources"),
    Command("source_profile", "The ideal customer", ("P",), ANYWHERE, "Sources"),
    Command("source_cost", "What it cost, and when it was", ("E",), ANYWHERE, "Sources"),
    Command("open_lead", "Open the lead at the desk", ("Return",), ANYWHERE, "On a list of leads"),
    Command("touch_add", "Add a touch below", ("Alt+N",), ANYWHERE, "Cadence", ("Meta+N",)),
    Command("touch_up", "Move the touch up", ("Alt+Up",), ANYWHERE, "Cadence"),
    Command("touch_down", "Move the touch down", ("Alt+Down",), ANYWHERE, "Cadence"),
    Command("touch_remove", "Remove the touch", ("Alt+Delete",), ANYWHERE, "Cadence", ("Meta+D",)),
    Command("cadence_put", "Put the cadence in force", ("Ctrl+Return",), ANYWHERE, "Cadence"),
    Command("open_invitation", "Open the invitation", ("O",), ANYWHERE, "Meetings"),
    Command("save_invitation", "Save a copy of it", ("S",), ANYWHERE, "Meetings"),
    Command("move_meeting", "Move the meeting", ("M",), ANYWHERE, "Meetings"),
    Command("cancel_meeting", "Cancel the meeting", ("X",), ANYWHERE, "Meetings"),
    Command("add_rep", "Add a rep", ("R",), ANYWHERE, "Meetings"),
    Command("handoff_accept", "Accept", ("A",), ANYWHERE, "Handoffs"),
    Command("handoff_reject", "Reject, with the reason", ("R",), ANYWHERE, "Handoffs"),
    Command("handoff_ask", "Ask the BDR", ("Q",), ANYWHERE, "Handoffs"),
    Command("handoff_answer", "Answer the rep's question", ("T",), ANYWHERE, "Handoffs"),
    Command("handoff_feedback", "Say how it went", ("F",), ANYWHERE, "Handoffs"),
)  # fmt: skip

_BY_ID = {command.id: command for command in COMMANDS}


def command(name: str) -> Command:
    return _BY_ID[name]


def key_text(name: str) -> str:
    """The first key of a command as this system writes it."""
    return shown(command(name).here[0])


def shown(keys: str) -> str:
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace("Return", "Enter").replace("+", " ") if len(text) > 1 else text


def is_bare(keys: str) -> bool:
    """A key that would write something, or press Enter, in a text field."""
    return keys == "Return" or len(keys) == 1


def is_typing(widget: QWidget | None) -> bool:
    """Whether keys pressed now are written into `widget`."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox)


class Keys(QObject):
    """Binds commands to what they do on one page or window. They fire only while `place` is on the screen."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._bound: list[tuple[Command, str, QShortcut]] = []
        self._caps: list[tuple[str, QWidget]] = []
        self._off: set[str] = set()
        self.state = State.QUEUE
        self.typing = False
        self._on_button = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def on(self, name: str, do: Callable[[], object]) -> None:
        for keys in command(name).here:
            for variant in (keys, keys.replace("Return", "Enter")) if "Return" in keys else (keys,):
                shortcut = QShortcut(QKeySequence(variant), self._place)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(do)
                self._bound.append((command(name), keys, shortcut))
        self._apply()

    def show_on(self, name: str, cap: QWidget) -> None:
        """Dim `cap` while the command's key would do nothing."""
        self._caps.append((name, cap))
        self._apply()

    def set_state(self, state: State) -> None:
        self.state = state
        self._apply()

    def allow(self, name: str, allowed: bool) -> None:
        """Commands that make no sense right now (no lead, no second number) are silent, and their keycaps dim."""
        (self._off.discard if allowed else self._off.add)(name)
        self._apply()

    def ready(self) -> frozenset[str]:
        """The ids of the commands that would do something on the screen as it is, once nothing is being typed."""
        allowed = (bound.id for bound, _, _ in self._bound if self._makes_sense(bound))
        return frozenset(allowed) if self.shown else frozenset()

    @property
    def shown(self) -> bool:
        return self._place.isVisible()

    def live(self, name: str) -> bool:
        return any(self._fires(bound, keys) for bound, keys, _ in self._bound if bound.id == name)

    def _fires(self, bound: Command, keys: str) -> bool:
        if not self._makes_sense(bound):
            return False
        if self.typing and is_bare(keys):
            return False
        return not (self._on_button and keys == "Return")  # Enter presses the button that has the focus

    def _makes_sense(self, bound: Command) -> bool:
        return self.state in bound.when and bound.id not in self._off

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.typing, self._on_button = is_typing(new), isinstance(new, QAbstractButton)
        self._apply()

    def _apply(self) -> None:
        for bound, keys, shortcut in self._bound:
            shortcut.setEnabled(self._fires(bound, keys))
        for name, cap in self._caps:
            cap.setEnabled(self.live(name))
