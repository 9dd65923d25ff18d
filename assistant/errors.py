"""Every failure that a reader can act on. Each is a French sentence that says what is wrong and what to do.

    AssistantError
      UsageError               bad input: exit code 2
        QuestionError          the question cannot be read
        CorpusError            the folder of documents cannot be read
        DocumentError          one document is refused; the others are kept
      IndexMissingError        nothing is indexed yet
      IndexMismatchError       the index was made by another model
      IndexBusyError           another process is writing the index
      IndexDamagedError        a generation did not pass its verification
      StoreUnreachableError    the Chroma server does not answer
      ModelUnavailableError    the embedding model cannot be loaded
      ChatModelError           the chat model did not answer
      SourceError              an official source cannot be fetched; the others are

They are caught once, at the edge (page, terminal, API). Anything else is a bug and keeps its traceback.
"""


class AssistantError(Exception):
    """Base of the errors shown to a reader as they are. `exit_code` is that of the command line."""

    exit_code = 1


class UsageError(AssistantError):
    """What was given cannot be used."""

    exit_code = 2


class QuestionError(UsageError):
    """The question is empty, too long or unreadable."""


class CorpusError(UsageError):
    """The corpus folder is missing, empty or unreadable."""


class DocumentError(UsageError):
    """One document is refused. `path` names it, `line` (from 1) when it is known."""

    def __init__(self, path: str, reason: str, *, line: int | None = None) -> None:
        self.path, self.reason, self.line = path, reason, line
        where = f"{path}, ligne {line}" if line else path
        super().__init__(f"{where} : {reason}")


class IndexMissingError(UsageError):
    def __init__(self, folder: str) -> None:
        super().__init__(f"Aucun index dans {folder} : lancez d'abord « assistant-ti index ».")


class IndexMismatchError(UsageError):
    def __init__(self, built_with: str, loaded: str) -> None:
        super().__init__(
            f"L'index a été construit avec le modèle « {built_with} » et le modèle chargé est « {loaded} » : leurs vecteurs ne se mélangent pas. "
            "Relancez « assistant-ti index », ou rétablissez le réglage ASSISTANT_EMBEDDING_MODEL."
        )


class IndexBusyError(UsageError):
    def __init__(self, folder: str) -> None:
        super().__init__(f"Une indexation est déjà en cours dans {folder} : attendez qu'elle finisse, puis relancez la commande.")


class IndexDamagedError(AssistantError):
    """A generation that was just built, or is about to be served, fails its verification."""


class StoreUnreachableError(AssistantError):
    """The server of the vectors is down, too slow, or is something else."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Le serveur Chroma ({address}) ne répond pas : vérifiez qu'il est démarré (« chroma run ») et le réglage ASSISTANT_CHROMA_HOST, puis réessayez."
        )


class ModelUnavailableError(AssistantError):
    """The embedding model is missing, incomplete or of another kind."""


class ChatModelError(AssistantError):
    """The chat model is down, slow or answers nonsense; the extractive answer takes its place."""


class SourceError(AssistantError):
    """An official source cannot be fetched; its reason, without a full stop, is put in a sentence or a table. `dead`: the address leads nowhere any more."""

    def __init__(self, reason: str, *, dead: bool = False) -> None:
        super().__init__(reason)
        self.dead = dead
