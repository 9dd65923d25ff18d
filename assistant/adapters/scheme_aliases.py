"""`corpus/scheme_aliases.yaml` → the names that people use for each scheme. It stands beside `rules/`, whose every file is a rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import yaml

from assistant.errors import DocumentError


def read_aliases(path: Path, known: Collection[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """Names by scheme id; nothing when there is no such file (another folder of documents has no aliases). An id that is not `known` is refused."""
    if not path.is_file():
        return {}
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(path.name, "le fichier des noms de dispositifs ne peut pas être lu.", line=mark.line + 1 if mark else None) from error
    if not isinstance(raw, dict):
        raise DocumentError(path.name, "une table « identifiant : [noms] » est attendue.")
    aliases: dict[str, tuple[str, ...]] = {}
    for scheme, names in raw.items():
        if known and scheme not in known:
            raise DocumentError(path.name, f"« {scheme} » n'est pas un dispositif connu.")
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            raise DocumentError(path.name, f"« {scheme} » : une liste de noms est attendue.")
        aliases[str(scheme)] = tuple(names)
    return aliases
