"""Settings → objects, by hand: the parts list of the product. The only module that knows both the core and its adapters."""

from __future__ import annotations

import gc
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from assistant.answers import Answer
from assistant.embedding import index_signature
from assistant.errors import CorpusError, DocumentError, IndexMismatchError
from assistant.glossary import Entry, Glossary
from assistant.settings import Settings
from assistant.sources import CATALOGUE, chosen
from assistant.understanding import embedded_form

if TYPE_CHECKING:
    from assistant.adapters.embeddings import SentenceTransformerEmbeddings
    from assistant.adapters.feedback_store import FeedbackStore
    from assistant.adapters.history_store import HistoryStore
    from assistant.adapters.index_files import SearchIndex
    from assistant.adapters.polite_http import Downloader
    from assistant.adapters.source_fetching import Outcome
    from assistant.answering import Parts
    from assistant.companies import CompanyLookup, RegisterAnswer
    from assistant.conversing import Conversation
    from assistant.eligibility import Rule
    from assistant.indexing import IndexReport, Progress
    from assistant.learned_facts import FactsModel
    from assistant.precedents import Precedent
    from assistant.retrieval import Passage
    from assistant.rewriting import Rewriter
    from assistant.schemes_in_text import SchemeNames
    from assistant.searching import Searcher
    from assistant.simulating import Form, Simulation
    from assistant.sources import SourceCheck
    from assistant.territories import TerritoryIndex

# Nothing leaves this machine unless a setting asks for it.
for _name in ("ANONYMIZED_TELEMETRY", "LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
    os.environ.setdefault(_name, "false")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def load_settings(*, corpus: Path | None = None, data: Path | None = None) -> Settings:
    given = {key: value for key, value in (("corpus_dir", corpus), ("data_dir", data)) if value is not None}
    return Settings(**given)  # type: ignore[arg-type]


def index_dir(settings: Settings) -> Path:
    """One index a corpus folder: indexing another folder never touches this one."""
    key = hashlib.sha256(os.fsencode(settings.corpus_dir.resolve())).hexdigest()[:10]
    own = settings.data_dir / "indexes" / f"{settings.corpus_dir.resolve().name}-{key}"
    if not (own / "current").is_symlink() and "corpus_dir" not in settings.model_fields_set:
        # `ask --data D` after `index --corpus X --data D`: the only index there is the one meant.
        others = [path.parent for path in (settings.data_dir / "indexes").glob("*/current")]
        if len(others) == 1:
            return others[0]
    return own


TUNED_LAYERS = "tuned_layers.safetensors"  # in the folder of a corpus


def load_model(settings: Settings, *, on_progress: Callable[[int, int], None] | None = None) -> SentenceTransformerEmbeddings:
    from assistant.adapters.embeddings import load_embeddings

    # Tuned on the statements of one corpus, the layers come with it: on other documents they were measured to do harm.
    tuned = settings.corpus_dir / TUNED_LAYERS
    model = load_embeddings(
        settings.embedding_model,
        engine=settings.embedding_engine,
        data_dir=settings.data_dir,
        tuned_layers=tuned if tuned.is_file() else None,
        on_progress=on_progress,
    )
    gc.freeze()  # what torch and the model brought lives as long as the process: walked by each full collection, it cost a second of an indexing
    return model


def load_facts_model(settings: Settings, beside: SentenceTransformerEmbeddings | None = None) -> FactsModel:
    """What reads a project in a message, whatever the documents and the model that embeds them; it shares the tokenizer of the bundled one."""
    from assistant.adapters.bundled_model import TOKENIZER
    from assistant.adapters.facts_model import TunedReader

    return TunedReader(settings.data_dir, tokenizer=beside.tokenizer_of_file(TOKENIZER.sha256) if beside else None)


def load_precedents(settings: Settings) -> list[Precedent]:
    """The questions written beforehand from the documents of the settings; only the model tuned on these can tell how near one is."""
    from assistant.adapters.precedent_files import FOLDER, read_precedents

    return read_precedents(settings.corpus_dir / FOLDER)


def load_glossary(settings: Settings) -> Glossary:
    """The corpus's own `glossary.yaml`, else ours: acronyms of the field are the same in any folder."""
    for folder in (settings.corpus_dir, Path(__file__).resolve().parent.parent / "corpus"):
        path = folder / "glossary.yaml"
        if path.is_file():
            try:
                rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
                return Glossary([Entry(row["acronym"], row["expansion"], tuple(row.get("synonyms", ()))) for row in rows])
            except (yaml.YAMLError, KeyError, TypeError) as error:
                raise CorpusError(f"Le glossaire {path} est mal formé : une liste de {{acronym, expansion, synonyms}} est attendue.") from error
    return Glossary()


def _our_data(settings: Settings, name: str) -> Path:
    """A folder of data beside the documents, else the one that ships: the list of territories is the same whatever the documents."""
    own = settings.corpus_dir / name
    return own if own.is_dir() else Path(__file__).resolve().parent.parent / "corpus" / name


def _refreshed_territories(settings: Settings) -> Path:
    """Where the tables made from fetched lists live: one place for each set of tables that they start from."""
    base = _our_data(settings, "territories").resolve()
    return settings.data_dir / "sources" / f"territories-{hashlib.sha256(os.fsencode(base)).hexdigest()[:10]}"


def load_territory_index(settings: Settings) -> TerritoryIndex:
    """The tables that `sources fetch` made, when they are sound and not older; else those beside the documents, else those that ship."""
    from assistant.adapters.territory_files import load_territories
    from assistant.adapters.territory_refresh import newest_tables

    base = _our_data(settings, "territories")
    newest = newest_tables(base, _refreshed_territories(settings))
    try:
        return load_territories(newest)
    except CorpusError:
        if newest == base:
            raise
        return load_territories(base)


def load_rules(settings: Settings) -> dict[str, Rule]:
    from assistant.adapters.rule_files import read_rules

    return read_rules(_our_data(settings, "rules"))


def load_scheme_names(settings: Settings, rules: dict[str, Rule]) -> SchemeNames:
    from assistant.adapters.scheme_aliases import read_aliases
    from assistant.schemes_in_text import SchemeNames

    own = settings.corpus_dir / "scheme_aliases.yaml"
    path = own if own.is_file() else Path(__file__).resolve().parent.parent / "corpus" / "scheme_aliases.yaml"
    return SchemeNames(rules.values(), read_aliases(path, rules) if path.is_file() else {})


def load_company_register(settings: Settings) -> CompanyLookup:
    """The public register of companies, asked briefly: a question never waits long for it. Switched off, it says so."""
    from assistant.companies import switched_off

    if settings.company_register == "off":
        return switched_off
    from assistant.adapters.company_register import CompanyRegister

    return CompanyRegister(
        settings.company_register_address, timeout=settings.company_register_timeout, retries=1, deadline=settings.company_register_timeout
    ).look_up


def run_index(settings: Settings, *, rebuild: bool = False, on_progress: Progress | None = None) -> IndexReport:
    """Index the corpus of the settings and publish it."""
    from assistant.adapters.corpus_files import documents_folder
    from assistant.indexing import build_index

    documents_folder(settings.corpus_dir)  # a missing folder is said before the model is loaded
    fetched, refused = fetched_documents(settings)
    model = load_model(settings, on_progress=(lambda done, total: on_progress("Préparation du modèle", done, total)) if on_progress else None)
    tuned = model.statements is not model
    report = build_index(
        settings.corpus_dir,
        index_dir(settings),
        model,
        fetched=fetched,
        precedents=load_precedents(settings) if tuned else (),
        as_embedded=partial(embedded_form, glossary=load_glossary(settings)) if tuned else str,
        cache_path=settings.data_dir / "vectors.sqlite",
        chunk_size=settings.chunk_size,
        rebuild=rebuild,
        chroma_host=settings.chroma_host,
        on_progress=on_progress,
    )
    report.refused += refused
    return report


def fetched_documents(settings: Settings) -> tuple[list[Path], list[DocumentError]]:
    """The copies of the corpus's official sources to index with it, and what is refused: nothing here stops the indexing."""
    from assistant.adapters.source_files import NAME, SourceStore, read_sources

    if not (settings.corpus_dir / NAME).is_file():
        return [], []
    try:
        sources = read_sources(settings.corpus_dir).sources
    except DocumentError as error:
        return [], [error]
    return SourceStore(settings.data_dir).documents({source.id: source for source in sources})


def _downloader(settings: Settings, hosts: frozenset[str]) -> Downloader:
    from assistant.adapters.polite_http import Downloader, Limits

    limits = Limits(
        max_bytes=int(settings.sources_max_megabytes * 1_000_000),
        seconds=settings.sources_timeout,
        attempts=settings.sources_attempts,
        delay=settings.sources_delay,
    )
    return Downloader(hosts, limits=limits, allow_loopback=settings.sources_allow_loopback)


def fetch_official_sources(
    settings: Settings, *, only: Sequence[str] = (), on_progress: Progress | None = None, today: date | None = None
) -> tuple[list[Outcome], list[str]]:
    """Fetch the sources of the corpus into the data folder, and refresh the territories' tables: what became of each, and what is to be said of the tables."""
    from assistant.adapters.source_fetching import fetch_sources
    from assistant.adapters.source_files import SourceStore, read_sources
    from assistant.adapters.territory_refresh import lists_of_catalogues, refresh_territories
    from assistant.errors import SourceError

    listed = read_sources(settings.corpus_dir)
    sources = chosen(listed, only)
    store, day = SourceStore(settings.data_dir), today or date.today()

    def tell(done: int, total: int) -> None:
        if on_progress:
            on_progress("Téléchargement", done, total)

    said: list[str] = []
    with store.only_writer(), _downloader(settings, listed.hosts) as downloader:
        if not downloader.network_is_up(source.url for source in sources):
            raise SourceError("Pas de réseau : aucun des sites de la liste ne répond. Rien n'a été changé ; les copies déjà téléchargées continuent de servir.")
        outcomes = fetch_sources(sources, store, downloader, today=day, tell=tell)
        if any(source.territories for source in sources):
            more = lists_of_catalogues(listed.sources, store, listed.hosts)
            if any(source.territories == CATALOGUE for source in sources):
                outcomes += fetch_sources(more, store, downloader, today=day)
            refresh_territories(
                [*listed.sources, *more], store, base=_our_data(settings, "territories"), home=_refreshed_territories(settings), log=said.append
            )
    return outcomes, said


def check_official_sources(settings: Settings, *, on_progress: Progress | None = None, today: date | None = None) -> tuple[list[SourceCheck], bool]:
    """What is known of each source, and whether there was a network to ask the sites themselves."""
    from assistant.adapters.source_fetching import check_sources
    from assistant.adapters.source_files import SourceStore, read_sources

    listed = read_sources(settings.corpus_dir)

    def tell(done: int, total: int) -> None:
        if on_progress:
            on_progress("Contrôle", done, total)

    with _downloader(settings, listed.hosts) as downloader:
        online = downloader.network_is_up(source.url for source in listed.sources)
        checks = check_sources(listed.sources, SourceStore(settings.data_dir), downloader if online else None, today=today or date.today(), tell=tell)
    return checks, online


def load_rewriter(settings: Settings) -> Rewriter | None:
    """The chat model and its prompts, when one is configured; None otherwise. Raises ChatModelError when it cannot be prepared."""
    if not settings.chat_model:
        return None
    from assistant.adapters.chat_model import load_chat_model
    from assistant.adapters.prompt_files import read_prompt
    from assistant.rewriting import Rewriter

    return Rewriter(
        model=load_chat_model(settings.chat_model, base_url=settings.chat_base_url, api_key=settings.chat_api_key, seconds=settings.chat_timeout),
        system={language: read_prompt(f"rewriting-system-{language}") for language in ("fr", "en")},
        user=read_prompt("rewriting-user"),
        seconds=settings.chat_timeout,
    )


def load_feedback(settings: Settings) -> FeedbackStore | None:
    """Where opinions go; None when the settings want none."""
    if not settings.feedback:
        return None
    from assistant.adapters.database import open_database
    from assistant.adapters.feedback_store import FeedbackStore

    return FeedbackStore(open_database(settings.data_dir, database_url=settings.database_url), days=settings.feedback_days)


def load_history(settings: Settings) -> HistoryStore | None:
    """Where conversations go that the service itself keeps; None by default: they stay in the reader's browser."""
    if settings.history != "server":
        return None
    from assistant.adapters.database import open_database
    from assistant.adapters.history_store import HistoryStore

    return HistoryStore(open_database(settings.data_dir, database_url=settings.database_url), days=settings.history_days)


def load_seal_key(settings: Settings) -> bytes:
    """The secret that seals what readers keep: that of the settings, else one drawn once and kept in the data folder."""
    from assistant.adapters.seal_key import read_or_draw

    return settings.seal_key.encode("utf-8", "surrogateescape") or read_or_draw(settings.data_dir / "seal.key")


class Assistant:
    """The product, ready to answer. Moves to a newer index between two questions; safe to share between threads."""

    def __init__(self, settings: Settings, *, today: Callable[[], date] = date.today) -> None:
        self.settings = settings
        self._today = today
        self._lock = threading.Lock()
        self._index_dir = index_dir(settings)
        self._glossary = load_glossary(settings)
        self._rewriter = load_rewriter(settings)
        self._in_use: dict[str, int] = {}
        self._retired: dict[str, SearchIndex] = {}
        self.territories = load_territory_index(settings)
        self.territories.warm_up()
        self.rules = load_rules(settings)
        self.scheme_names = load_scheme_names(settings, self.rules)
        self.company_register = load_company_register(settings)
        index = self._open()  # an index that is missing is said before the model is loaded
        self.model = load_model(settings)
        self._check(index)
        self.facts_model = load_facts_model(settings, self.model)
        self._searcher = self._searcher_over(index)

    def _open(self) -> SearchIndex:
        from assistant.adapters.index_files import open_index

        return open_index(self._index_dir, chroma_host=self.settings.chroma_host)

    def _check(self, index: SearchIndex) -> None:
        if index.manifest["model"] != index_signature(self.model):
            index.close()
            raise IndexMismatchError(index.manifest["model"], index_signature(self.model))

    def _searcher_over(self, index: SearchIndex) -> Searcher:
        from assistant.searching import Searcher

        return Searcher(index, self.model)

    @contextmanager
    def parts(self) -> Iterator[Parts]:
        """The parts over the serving generation, which stays open until the end of the block."""
        from assistant.abstention import CALIBRATION, TUNED
        from assistant.answering import Parts

        searcher = self._current()
        name = searcher.index.name
        try:
            yield Parts(
                searcher=searcher,
                model=self.model,
                glossary=self._glossary,
                today=self._today,
                passages=self.settings.passages,
                max_question_length=self.settings.max_question_length,
                territories=self.territories,
                # Questions on other documents are not for our schemes: « à combien de jours a-t-on droit ? » asks about theirs.
                rules=self.rules if (self.settings.corpus_dir / "rules").is_dir() else {},
                scheme_names=self.scheme_names,
                look_up_company=self.company_register,
                facts_model=self.facts_model,
                calibration=TUNED if searcher.tuned else CALIBRATION,
            )
        finally:
            with self._lock:
                self._in_use[name] -= 1
                if self._in_use[name] == 0 and name in self._retired:
                    self._retired.pop(name).close()

    def _newer(self) -> SearchIndex | None:
        """The generation just published; None when it cannot be opened, and the one that serves goes on."""
        from assistant.errors import AssistantError

        try:
            return self._open()
        except AssistantError:
            return None

    def _current(self) -> Searcher:
        from assistant.adapters.generations import current_generation

        with self._lock:
            newest = current_generation(self._index_dir)
            serving = self._searcher.index
            index = self._newer() if newest is not None and newest.name != serving.name else None
            if index is not None:
                if index.manifest["model"] == index_signature(self.model):
                    self._searcher = self._searcher_over(index)
                    if self._in_use.get(serving.name, 0):
                        self._retired[serving.name] = serving
                    else:
                        serving.close()
                else:
                    index.close()  # made by another model: the old index goes on until a restart
            name = self._searcher.index.name
            self._in_use[name] = self._in_use.get(name, 0) + 1
            return self._searcher

    def new_conversation(self) -> Conversation:
        from assistant.conversing import Conversation

        return Conversation()

    def conversation_to_json(self, conversation: Conversation) -> dict[str, Any]:
        from assistant.keeping import conversation_to_json

        return conversation_to_json(conversation)

    def conversation_from_json(self, raw: Mapping[str, Any]) -> Conversation:
        from assistant.keeping import conversation_from_json

        return conversation_from_json(raw)

    def ask(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Conversation | None = None) -> Answer:
        """One answer; with a conversation, in its light and remembered by it. Raises QuestionError for a question that cannot be read."""
        *_, answer = self._answers(question, audience, on, conversation)
        return answer

    def stream(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Conversation | None = None) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence; the last one is whole."""
        answer: Answer | None = None
        for answer in self._answers(question, audience, on, conversation):
            if self._rewriter:
                yield answer
        if answer is None or self._rewriter:
            return
        for shown in range(1, len(answer.sentences)):
            numbers = {n for sentence in answer.sentences[:shown] for n in sentence.citations}
            yield replace(
                answer, sentences=answer.sentences[:shown], citations=tuple(c for c in answer.citations if c.number in numbers), clarifications=(), notices=()
            )
        yield answer

    def _answers(self, question: str, audience: str | None, on: date | None, conversation: Conversation | None) -> Iterator[Answer]:
        """The quoted answer; or, with a chat model, what it makes of it as its sentences are proved."""
        from assistant.answering import answer_question

        with self.parts() as parts:
            draft = answer_question(question, parts, audience=audience, on=on, conversation=conversation)
            if self._rewriter is None or draft.engine.get("composer") != "extractive":
                yield draft
                return
        from assistant.rewriting import rewriting

        yield from rewriting(draft, self._rewriter)

    def territory_lookup(self, text: str) -> dict[str, Any]:
        """The look-up alone, as `territory --json`."""
        return self.territories.look_up(text).to_json()

    def simulate(self, form: Form, *, companies: MutableMapping[str, RegisterAnswer] | None = None) -> Simulation:
        """What the rules say of a form. `companies` remembers what the register answered, from one form to the next."""
        from assistant.companies import remembering
        from assistant.simulating import simulate

        look_up = remembering(self.company_register, {} if companies is None else companies)
        with self.parts() as parts:
            return simulate(form, self.rules, self.territories, today=self._today(), look_up_company=look_up, is_word=parts.searcher.is_word, facts_model=self.facts_model)

    def search(self, question: str, *, k: int, on: date | None = None) -> list[Passage]:
        """The passages alone, best first."""
        from assistant.answering import search_passages

        with self.parts() as parts:
            return search_passages(question, parts, k=k, on=on)[1].passages

    def close(self) -> None:
        self._searcher.index.close()
        for index in self._retired.values():
            index.close()


def build_assistant(settings: Settings, *, today: Callable[[], date] = date.today) -> Assistant:
    """The assistant over the index of the settings. Raises IndexMissingError, IndexMismatchError, ModelUnavailableError."""
    return Assistant(settings, today=today)
