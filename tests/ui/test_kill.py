"""Nothing typed is ever lost: a desk is really killed in the middle of a note, and opened again."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bdr_desk.desk import Desk
from bdr_desk.queries.drafts import unfinished
from bdr_desk.store.tables import Project
from tests.people import add_lead
from tests.ui.conftest import Driver

NOTE = "Luis is for it; the board meets in Mar"


def test_kill_nine_loses_nothing_older_than_half_a_second(
    desk: Desk, project: Project, open_desk: Callable[..., Driver], tmp_path: Path
) -> None:
    lead = add_lead(desk, project)
    killed = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.killed_desk", str(tmp_path), NOTE],
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True,
    )  # fmt: skip
    with killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "kill me\n"
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    assert [(draft.lead, draft.note, draft.state) for draft in unfinished(desk)] == [(lead, NOTE, "in_call")]
    driver = open_desk()
    assert driver.page.notes.edit.toPlainText() == NOTE
    assert driver.page.person.state_says.startswith("Cut off")
