"""The secret that seals what readers keep: drawn once, in a file for its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from assistant.adapters.system_errors import french_reason
from assistant.errors import AssistantError

SIZE = 32  # bytes


def read_or_draw(path: Path) -> bytes:
    """The secret of this file, made when there is none; two processes that start together get the same one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        if not path.exists():
            with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(secrets.token_bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(aside, path)  # whole or not at all, and never over one that is there
            except FileExistsError:
                pass
            finally:
                aside.unlink()
        key = path.read_bytes()
    except OSError as error:
        raise AssistantError(f"Le secret « {path} » ne peut pas être lu ni écrit ({french_reason(error)}) : changez --data ou ses droits.") from error
    if len(key) < SIZE:
        raise AssistantError(f"Le secret « {path} » est incomplet : supprimez ce fichier (les conversations gardées par les navigateurs ne se rouvriront plus).")
    return key
