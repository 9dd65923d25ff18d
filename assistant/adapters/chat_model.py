"""A chat model behind LangChain's `init_chat_model`: any provider it knows, or any address that speaks like OpenAI (`chat_base_url`).

LangChain bounds neither the whole of a call nor a server that drips: the call runs in a thread of its own, which the reader leaves when the
time is over. Errors become one French sentence, which repeats nothing of what the server said, nor of the key.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.errors import ChatModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MAX_OUTPUT_TOKENS = 2000  # the answer takes a few hundred; models that reason first take the rest
MAX_RETRIES = 2  # of the provider's own client, before the first word, within the same time
FAILURES = 3  # in a row, after which the model rests
REST = 60.0  # seconds
CHARACTERS_A_TOKEN = 4  # when the server does not count
_WHOLE = {"stop", "end_turn", "eos", "stop_sequence", "eos_token", "complete"}  # reasons to finish that mean: all was said


@dataclass
class CircuitBreaker:
    """After `failures` in a row, refuses for `rest` seconds; then lets one call try. Safe to share between threads."""

    failures: int = FAILURES
    rest: float = REST
    clock: Callable[[], float] = monotonic
    _in_a_row: int = 0
    _refuses_until: float = 0.0
    _trying: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def seconds_left(self) -> float:
        """0 when a call may go; it must then end by `succeeded`, `failed` or `abandoned`."""
        with self._lock:
            if self._in_a_row < self.failures:
                return 0.0
            left = self._refuses_until - self.clock()
            if left > 0:
                return left
            if self._trying:
                return self.rest
            self._trying = True
            return 0.0

    def succeeded(self) -> None:
        with self._lock:
            self._in_a_row, self._trying = 0, False

    def failed(self) -> None:
        with self._lock:
            self._in_a_row, self._trying = self._in_a_row + 1, False
            if self._in_a_row >= self.failures:
                self._refuses_until = self.clock() + self.rest

    def abandoned(self) -> None:
        """The reader left: nothing is known of the model."""
        with self._lock:
            self._trying = False


@dataclass
class Usage:
    """Tokens since the start; `estimated` calls were counted by us, the server having given no figure."""

    calls: int = 0
    failures: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: int = 0


@dataclass
class _Call:
    """One call, shared by the reader and the thread that speaks to the server."""

    pieces: queue.Queue[str | BaseException | None] = field(default_factory=lambda: queue.Queue(maxsize=256))
    left: threading.Event = field(default_factory=threading.Event)
    response: Any = None

    def put(self, piece: str | BaseException | None) -> bool:
        """False when the reader has left."""
        while not self.left.is_set():
            try:
                self.pieces.put(piece, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def leave(self) -> None:
        """Close the connection, so that the thread ends even when the server drips without a word."""
        self.left.set()
        if self.response is not None:
            with contextlib.suppress(Exception):  # closed under its reader, it may complain in any way
                self.response.close()


class LangChainChatModel:
    """The `ChatModel` of `rewriting`. Safe to share between threads."""

    def __init__(self, model: BaseChatModel, *, name: str, seconds: float, current: threading.local | None = None, breaker: CircuitBreaker | None = None) -> None:
        self._model, self.name, self._seconds = model, name, seconds
        self._current = current if current is not None else threading.local()
        self.breaker = breaker or CircuitBreaker()
        self.usage = Usage()
        self._lock = threading.Lock()

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The text as it comes, within the time allowed for the whole. Raises ChatModelError."""
        left = self.breaker.seconds_left()
        if left:
            raise ChatModelError(f"Le modèle de langage « {self.name} » a échoué {self.breaker.failures} fois de suite : il est mis en pause encore {left:.0f} s.")
        deadline = monotonic() + self._seconds
        call = _Call()
        threading.Thread(target=self._run, args=(call, system, user), daemon=True, name="chat-model").start()
        said = 0
        ended = False
        try:
            while True:
                try:
                    piece = call.pieces.get(timeout=max(0.0, deadline - monotonic()))
                except queue.Empty:
                    raise ChatModelError(f"Le modèle de langage « {self.name} » n'a pas fini en {self._seconds:g} s (réglage ASSISTANT_CHAT_TIMEOUT).") from None
                if isinstance(piece, BaseException):
                    raise self._sentence(piece, said=said) from piece
                if piece is None:
                    break
                said += len(piece)
                yield piece
            if not said:
                raise ChatModelError(f"Le modèle de langage « {self.name} » a répondu par un texte vide.")
            ended = True
            self.breaker.succeeded()
        except ChatModelError:
            ended = True
            self.breaker.failed()
            with self._lock:
                self.usage.failures += 1
            raise
        finally:
            call.leave()
            if not ended:
                self.breaker.abandoned()

    def _run(self, call: _Call, system: str, user: str) -> None:
        """In its own thread: what the server sends, then None; or what went wrong."""
        self._current.call = call
        finish: str | None = None
        counted: dict[str, int] = {}
        said = 0
        try:
            for chunk in self._model.stream([("system", system), ("human", user)]):
                metadata = chunk.response_metadata or {}
                finish = metadata.get("finish_reason") or metadata.get("stop_reason") or metadata.get("done_reason") or finish
                if usage := getattr(chunk, "usage_metadata", None):
                    counted = {key: max(counted.get(key, 0), usage[key]) for key in ("input_tokens", "output_tokens")}
                text = str(chunk.text)
                said += len(text)
                if text and not call.put(text):
                    return
            if finish is None or finish.lower() not in _WHOLE:
                raise _CutShort(finish or "")
            call.put(None)
        except Exception as error:  # any failure of any provider ends here, and is said to the reader
            call.put(error)
        finally:
            with self._lock:
                self.usage.calls += 1
                self.usage.estimated += not counted
                self.usage.input_tokens += counted.get("input_tokens", (len(system) + len(user)) // CHARACTERS_A_TOKEN)
                self.usage.output_tokens += counted.get("output_tokens", said // CHARACTERS_A_TOKEN)

    def _sentence(self, error: BaseException, *, said: int) -> ChatModelError:
        status, kind = getattr(error, "status_code", None), type(error).__name__
        if isinstance(error, _CutShort):
            why = "a atteint sa longueur maximale avant la fin" if error.reason in ("length", "max_tokens") else "s'est interrompu avant la fin de sa réponse"
        elif status in (401, 403):
            why = "refuse la clé (réglage ASSISTANT_CHAT_API_KEY)"
        elif status == 404:
            why = "est inconnu du serveur (réglages ASSISTANT_CHAT_MODEL et ASSISTANT_CHAT_BASE_URL)"
        elif status == 429:
            why = "refuse pour l'instant : trop de demandes, ou quota épuisé"
        elif isinstance(status, int) and status >= 500:
            why = f"est en panne (erreur {status})"
        elif isinstance(status, int):
            why = f"refuse la demande (erreur {status})"
        elif "Timeout" in kind:
            why = "n'a pas répondu à temps"
        elif said:
            why = "s'est interrompu avant la fin de sa réponse"
        elif "Connect" in kind or isinstance(error, OSError):
            why = "est injoignable (réglage ASSISTANT_CHAT_BASE_URL)"
        else:
            why = f"a répondu quelque chose d'illisible ({kind})"
        return ChatModelError(f"Le modèle de langage « {self.name} » {why}.")


class _CutShort(Exception):
    """The stream ended without saying that all was said. `reason` is the server's word for it, perhaps empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def load_chat_model(name: str, *, base_url: str = "", api_key: str = "", seconds: float = 30.0) -> LangChainChatModel:
    """The model of the settings. Raises ChatModelError when its library is missing or its name is not understood; nothing is sent yet.

    With an address, the model is spoken to as OpenAI's, whatever its name holds (« llama3.2:3b »), and only the key given here is sent there.
    """
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise ChatModelError(_MISSING) from error
    current = threading.local()
    options: dict[str, Any] = {"temperature": 0, "timeout": seconds, "max_retries": MAX_RETRIES}
    if base_url or name.startswith("openai:"):
        options |= _openai_options(base_url, seconds, current)
        # Older servers know « max_tokens » alone, OpenAI's newer models the other name alone.
        options |= {"extra_body": {"max_tokens": MAX_OUTPUT_TOKENS}} if base_url else {"max_tokens": MAX_OUTPUT_TOKENS}
    else:
        options["max_tokens"] = MAX_OUTPUT_TOKENS
    if api_key or base_url:
        options["api_key"] = api_key or "aucune"  # never a key of the environment to an address of ours
    model = name.removeprefix("openai:") if base_url else name
    try:
        chat = init_chat_model(model, model_provider="openai" if base_url else None, **options)
    except ImportError as error:
        raise ChatModelError(_MISSING) from error
    except Exception as error:
        raise ChatModelError(f"Le modèle de langage « {name} » ne peut pas être préparé ({type(error).__name__}) : vérifiez ASSISTANT_CHAT_MODEL (« fournisseur:modèle »), ASSISTANT_CHAT_BASE_URL et ASSISTANT_CHAT_API_KEY.") from error
    return LangChainChatModel(chat, name=name, seconds=seconds, current=current)


_MISSING = "Il manque la bibliothèque du modèle de langage : installez-la avec « pip install '.[chat]' », ou celle de votre fournisseur (docs/modele-de-langage.md)."


def _openai_options(base_url: str, seconds: float, current: threading.local) -> dict[str, Any]:
    """The address, and a client that follows no redirection and lets each call close its own connection."""
    import openai

    def remember(response: Any) -> None:
        call: _Call | None = getattr(current, "call", None)
        if call is not None:
            call.response = response
            if call.left.is_set():
                response.close()

    client = openai.DefaultHttpxClient(timeout=seconds, follow_redirects=False, event_hooks={"response": [remember]})
    return {"http_client": client, **({"base_url": base_url, "use_responses_api": False} if base_url else {})}
