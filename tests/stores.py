"""New stores for the tests, made in 2 ms instead of 130: migrated once in a run and copied.

They also share what SQLAlchemy has compiled, as everything in a running desk does: compiled anew for each test's store,
that would be half the time of most tests. How a store is made and migrated is for tests/store to test.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from bdr_desk.store.store import Store, open_store

_compiled: dict[Any, Any] = {}


def new_store(file: Path) -> Store:
    """What `open_store` makes where there is nothing yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return sharing_compiled(open_store(Path(shutil.copy(_template().file, file))))


def sharing_compiled(store: Store) -> Store:
    """The same store, for statements compiled for others before it."""
    engine = store.engine
    engine.dialect = _template().engine.dialect  # part of the key under which statements are kept
    engine.update_execution_options(compiled_cache=_compiled)
    return Store(store.file, engine)


@cache
def _template() -> Store:
    folder = tempfile.mkdtemp(prefix="bdr-store-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = open_store(Path(folder) / "desk.sqlite3")
    store.close()
    return store
