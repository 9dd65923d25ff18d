"""Index generations on disk: built aside, verified by another process, published by one atomic rename, removed after their last reader.

    <index>/builds/.lock            held by the one writer
    <index>/builds/<name>.tmp/      being built; a killed run leaves it, the next run removes it
    <index>/builds/<name>/          complete and never written again
    <index>/builds/<name>/.readers  shared lock of each process that serves from it
    <index>/current                 symbolic link to the generation that serves
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from assistant.adapters.system_errors import DiskFullError, french_reason, is_disk_full
from assistant.errors import AssistantError, IndexBusyError, IndexDamagedError, IndexMissingError

FORMAT = 10  # of the files in a generation; raise it too when documents are cut otherwise: the chunks of those that have not changed are taken over
VERIFICATION_SECONDS = 900


@contextlib.contextmanager
def only_writer(index_dir: Path) -> Iterator[None]:
    """Holds the writer's lock; a second writer gets IndexBusyError at once. The lock falls with the process, however it ends."""
    builds = index_dir / "builds"
    try:
        builds.mkdir(parents=True, exist_ok=True)
        lock = (builds / ".lock").open("w")
    except OSError as error:
        if is_disk_full(error):
            raise DiskFullError(str(index_dir)) from error
        raise AssistantError(f"Le dossier de données « {index_dir} » ne peut pas être écrit ({french_reason(error)}) : changez --data ou ses droits.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexBusyError(str(index_dir)) from error
        yield


def was_stopped(index_dir: Path) -> bool:
    """True when the last run was killed, or crashed, while it built: until `remove_leftovers`."""
    return any((index_dir / "builds").glob("*.tmp"))


def remove_leftovers(index_dir: Path) -> list[str]:
    """Remove what killed runs left behind, and the generations that neither serve nor are being read; returns their names.

    The caller holds the writer's lock.
    """
    removed = []
    for leftover in (index_dir / "builds").glob("*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
        removed.append(leftover.stem)
    return removed + remove_unread(index_dir)


def new_build(index_dir: Path) -> Path:
    """An empty folder to build in; the caller holds the writer's lock."""
    build = index_dir / "builds" / f"{secrets.token_hex(6)}.tmp"
    build.mkdir()
    return build


def publish(index_dir: Path, build: Path) -> Path:
    """Make a verified build the one that serves; readers see the old one until this instant, and the new one after."""
    _sync(build)
    generation = build.with_suffix("")
    build.rename(generation)
    _sync_folder(generation.parent)
    link = index_dir / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / generation.name)
    os.replace(link, index_dir / "current")
    _sync_folder(index_dir)
    return generation


def remove_unread(index_dir: Path) -> list[str]:
    """Delete the generations that neither serve nor are being read; returns their names."""
    removed = []
    serving = (index_dir / "current").resolve()
    for generation in (index_dir / "builds").iterdir():
        if generation.is_dir() and generation.suffix != ".tmp" and generation.resolve() != serving and _removed_unless_read(generation):
            removed.append(generation.name)
    return removed


def remove_if_replaced(generation: Path) -> None:
    """Called by a reader that leaves `generation`: the last one to leave a generation that another has replaced removes it.

    Only for a generation that has served: one that is complete and not yet published looks the same, and must stay.
    """
    if generation.is_dir() and generation.resolve() != (generation.parent.parent / "current").resolve():
        _removed_unless_read(generation)


def _removed_unless_read(generation: Path) -> bool:
    try:
        with (generation / ".readers").open("a") as readers:
            fcntl.flock(readers, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(generation, ignore_errors=True)
            return True
    except OSError:
        return False  # somebody still reads it


def current_generation(index_dir: Path) -> Path | None:
    link = index_dir / "current"
    generation = link.resolve()
    return generation if link.is_symlink() and generation.is_dir() else None


def open_for_reading(index_dir: Path) -> tuple[Path, IO[str]]:
    """The serving generation and the lock that keeps it there while it is read. Raises IndexMissingError."""
    for _ in range(20):  # a generation may be replaced between the look and the lock
        generation = current_generation(index_dir)
        if generation is None:
            break
        try:
            readers = (generation / ".readers").open("a")
        except FileNotFoundError:
            continue
        fcntl.flock(readers, fcntl.LOCK_SH)
        if (generation / "manifest.json").is_file():
            return generation, readers
        readers.close()
    raise IndexMissingError(str(index_dir))


def read_manifest(generation: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"L'index de {generation} est illisible : relancez « assistant-ti index --rebuild ».") from error
    return manifest


class Verifier:
    """A child process, started early so that its imports run while we build; a store that crashes crashes only it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.adapters.verify_generation"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")])},
        )

    def verify(self, build: Path) -> None:
        """Raises IndexDamagedError when the build cannot be served, DiskFullError when there is no room to open it."""
        try:
            out, err = self._process.communicate(str(build) + "\n", timeout=VERIFICATION_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise IndexDamagedError(f"La vérification du nouvel index a dépassé {VERIFICATION_SECONDS} s ; l'ancien continue de servir.") from error
        if self._process.returncode == 0:
            return
        if is_disk_full(RuntimeError(err)):
            raise DiskFullError(str(build.parent.parent))
        last_words = err.strip().splitlines()[-1:]
        reason = out.strip() or (last_words[0][:300] if last_words else f"code {self._process.returncode}")
        raise IndexDamagedError(f"Le nouvel index n'a pas passé sa vérification ({reason}) ; l'ancien continue de servir.")

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
