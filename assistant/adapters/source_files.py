"""`corpus/sources.yaml`, and the copies of the official sources in the data folder.

    <data>/sources/state.json          what is known of each copy; rewritten whole, by one rename
    <data>/sources/files/ID.html       a copy, replaced by one rename
    <data>/sources/files/ID.meta.yaml  its front matter, from sources.yaml
    <data>/sources/.lock               held by the one process that fetches
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import yaml

from assistant.adapters.rule_files import StrictLoader
from assistant.adapters.system_errors import french_reason
from assistant.errors import AssistantError, CorpusError, DocumentError, UsageError
from assistant.sources import Copy, OfficialSource, SourceList, copies_from, front_matter_of, sources_from

NAME = "sources.yaml"
MAX_LIST_BYTES = 2_000_000


def read_sources(corpus: Path) -> SourceList:
    """The list of the corpus. Raises CorpusError when there is none, DocumentError that names the faulty entry."""
    path = corpus / NAME
    if not path.is_file():
        raise CorpusError(f"Aucune liste de sources officielles : le fichier « {path} » n'existe pas. Vérifiez --corpus ou ASSISTANT_CORPUS_DIR.")
    try:
        if path.stat().st_size > MAX_LIST_BYTES:
            raise DocumentError(NAME, "le fichier est trop gros pour une liste de sources.")
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(NAME, f"YAML mal formé ({getattr(error, 'problem', '') or 'syntaxe'}).", line=mark.line + 1 if mark else None) from error
    except OSError as error:
        raise DocumentError(NAME, f"le fichier ne peut pas être lu ({french_reason(error)}).") from error
    except (ValueError, RecursionError) as error:  # an impossible day, bytes that are not UTF-8
        raise DocumentError(NAME, "date impossible, fichier trop profond ou qui n'est pas en UTF-8.") from error
    return sources_from(raw, NAME)


class SourceStore:
    """The copies of a data folder. Reading needs no lock; what writes holds it."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "sources"
        self._files = self.folder / "files"
        self.copies = self._read_state()

    def _read_state(self) -> dict[str, Copy]:
        try:
            return copies_from(json.loads((self.folder / "state.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError):  # none yet, or damaged: everything is fetched again
            return {}

    @contextlib.contextmanager
    def only_writer(self) -> Iterator[None]:
        try:
            self._files.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise AssistantError(f"Le dossier « {self.folder} » ne peut pas être écrit ({french_reason(error)}) : changez --data ou ses droits.") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise UsageError(f"Un téléchargement est déjà en cours dans {self.folder} : attendez qu'il finisse, puis relancez la commande.") from error
            for leftover in self._files.glob(".*.new"):  # of a run that was killed
                leftover.unlink(missing_ok=True)
            self.copies = self._read_state()
            yield

    def path_of(self, copy: Copy) -> Path:
        return self._files / Path(copy.file).name

    def checksum(self, copy: Copy | None) -> str:
        """ok, different or missing: the copy on disk against what was fetched; unknown when nothing was."""
        if copy is None:
            return "unknown"
        try:
            with self.path_of(copy).open("rb") as file:
                return "ok" if hashlib.file_digest(file, "sha256").hexdigest() == copy.sha256 else "different"
        except OSError:
            return "missing"

    def known(self, source: OfficialSource) -> Copy | None:
        """The copy of this very address; an entry whose address changed starts anew."""
        copy = self.copies.get(source.id)
        return copy if copy is not None and copy.url == source.url else None

    def put(self, source: OfficialSource, copy: Copy, body: bytes | None) -> None:
        """Keep a copy: its file (None: the file has not changed), its front matter, then the state. A kill at any moment leaves whole files."""
        if body is not None:
            replace(self.path_of(copy), body)
        head = yaml.safe_dump(front_matter_of(source, copy), allow_unicode=True, sort_keys=False)
        replace(self.path_of(copy).with_suffix(".meta.yaml"), head.encode("utf-8"))
        self.copies[source.id] = copy
        state = {"format": 1, "sources": {key: asdict(self.copies[key]) for key in sorted(self.copies)}}
        replace(self.folder / "state.json", json.dumps(state, ensure_ascii=False, indent=1).encode("utf-8"))

    def documents(self, sources: Mapping[str, OfficialSource]) -> tuple[list[Path], list[DocumentError]]:
        """The files to index, and those that are no longer what was fetched."""
        paths, refused = [], []
        for key, source in sorted(sources.items()):
            copy = self.known(source)
            if copy is None or not source.indexed:
                continue
            if self.checksum(copy) == "ok":
                paths.append(self.path_of(copy))
            else:
                refused.append(DocumentError(copy.file, f"la copie de la source « {key} » est perdue ou a changé depuis son téléchargement. Relancez « assistant-ti sources fetch --only {key} »."))
        return paths, refused


def replace(path: Path, data: bytes) -> None:
    """The old file stays until the new one is complete and on the disk."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
