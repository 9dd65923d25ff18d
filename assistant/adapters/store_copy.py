"""A copy of the Chroma store of a published generation, made by a child process: `python -m assistant.adapters.store_copy FROM TO`.

What serves is only read. Its SQLite file changes when a reader opens it, so that it is copied by SQLite's own backup, which sees one state of it, and in a
process that has no Chroma: a second SQLite library in one process drops the locks of the first (docs/adr/0002). The other files never change once published.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

DATABASE = "chroma.sqlite3"
SECONDS = 120


class StoreCopy:
    """The child process, at work while the caller does something else."""

    def __init__(self, source: Path, target: Path) -> None:
        self._target = target
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.adapters.store_copy", str(source), str(target)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")])},
        )

    def succeeded(self) -> bool:
        """Waits for the end. False, and no folder left, when the store could not be copied: the caller then builds it from nothing."""
        try:
            if self._process.wait(timeout=SECONDS) == 0:
                return True
        except subprocess.TimeoutExpired:
            self.close()
        shutil.rmtree(self._target, ignore_errors=True)
        return False

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def copy_store(source: Path, target: Path) -> None:
    """Raises OSError or sqlite3.Error; `target` is then not to be used."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        contextlib.closing(sqlite3.connect(f"{(source / DATABASE).as_uri()}?mode=ro", uri=True, timeout=30)) as served,
        contextlib.closing(sqlite3.connect(target / DATABASE)) as copy,
    ):
        served.backup(copy)
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the copy is not sound")


if __name__ == "__main__":
    copy_store(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
