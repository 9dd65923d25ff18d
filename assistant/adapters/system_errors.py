"""What the system says (errno, SQLite, Chroma) → a French reason, and whether it means that the disk is full."""

from __future__ import annotations

import errno
import re

from assistant.errors import AssistantError

_REASONS = {
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "quota de disque atteint",
    errno.EFBIG: "taille de fichier limitée par le système",
    errno.EACCES: "accès refusé",
    errno.EPERM: "opération non permise",
    errno.EROFS: "système de fichiers en lecture seule",
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
    errno.ELOOP: "liens symboliques en boucle",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EIO: "erreur d'entrée-sortie du disque",
    errno.ENOMEM: "mémoire insuffisante",
    errno.EADDRINUSE: "adresse déjà utilisée",
}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# SQLite, Rust (Chroma) and numpy's `tofile` say it without an errno.
_FULL_IN_WORDS = re.compile(r"disk is full|disk i/o error|no space left|file too large|quota exceeded|os error (?:27|28|122)|\d+ requested and \d+ written", re.IGNORECASE)


class DiskFullError(AssistantError):
    """Nothing more can be written; what served still serves."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"Plus rien ne peut être écrit dans « {folder} » (disque plein, ou limite de taille atteinte) : l'index n'a pas été changé, "
            "et l'ancien, s'il existe, continue de servir. Libérez de la place ou changez --data, puis relancez la commande."
        )


def french_reason(error: OSError) -> str:
    """« accès refusé » for EACCES; the system's own words for what is not in the table."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def is_disk_full(error: BaseException) -> bool:
    """True when the error, or one that it comes from, says that nothing more can be written."""
    seen: BaseException | None = error
    while seen is not None:
        if (isinstance(seen, OSError) and seen.errno in _FULL) or _FULL_IN_WORDS.search(str(seen)):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
