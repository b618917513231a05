"""What each key does on the call desk. The keys themselves are declared in `commands.py`."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage


def bind(page: "CallDeskPage") -> None:
    on = page.keys.on
    on("dial", page.dial)
    on("answered", page.session.answered)
    on("next_lead", partial(page.queue.list.step, 1))
    on("previous_lead", partial(page.queue.list.step, -1))
    on("other_number", page.person.next_number)
    on("why", partial(page.person.explain, in_full=True))
    on("skip_lead", page.acts.ask_skip)
    on("zone", page.acts.ask_zone)
    on("consent", page.acts.consent.ask)
    on("plan", page.acts.show_plan)
    on("mode", page.modes.next_mode)
    on("filter", page.views.open)
    on("next_view", page.views.next_view)
    on("touch_done", page.acts.touch.done)
    on("wrote_back", page.acts.touch.wrote_back)
    on("take_up", page.unfinished.take)
    on("copy_number", page.person.copy_number)
    on("hold", page.session.hold)
    on("mute", page.session.mute)
    on("hang_up", page.hang_up)
    on("ask", page.script.ask)
    on("facts", page.side.facts.focus_first)
    on("objections", page.objections.focus_first)
    on("step_back", page.script.step_back)
    on("note", partial(page.notes.edit.setFocus, Qt.FocusReason.ShortcutFocusReason))
    on("referred", page.side.referred.open)
    on("route", page.routes.ask)
    on("meeting", page.side.slots.mark_next)
    on("leave_field", page.leave)
    on("undo_call", page.closing.undo)
    on("export", page.export.ask)
    for number in range(1, 10):
        on(f"answer_{number}", partial(page.script.answer, number))
    for number in range(1, 11):
        on(f"outcome_{number}", partial(page.bar.press, number))
    on("add_address", page.person.open_address)
    for name, cap in (*page.person.capped, *page.bar.capped):
        page.keys.show_on(name, cap)
