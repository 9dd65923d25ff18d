"""Indexing with the real model and the real Chroma: what is read again, what is refused, and that nothing is lost, whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from command_runner import CommandRunner

from assistant.adapters import generations
from assistant.adapters.index_files import SearchIndex, open_index, open_store
from assistant.adapters.verify_generation import problem_with
from assistant.answering import Parts, search_passages
from assistant.errors import CorpusError, IndexBusyError, IndexDamagedError, IndexMismatchError, IndexMissingError
from assistant.glossary import Glossary
from assistant.indexing import IndexReport, build_index
from assistant.precedents import Precedent
from assistant.searching import Searcher
from assistant.settings import Settings
from assistant.wiring import Assistant, build_assistant, index_dir

if TYPE_CHECKING:
    from assistant.adapters.embeddings import SentenceTransformerEmbeddings

REPOSITORY = Path(__file__).resolve().parent.parent
KILLS = 40
pytestmark = pytest.mark.integration

FORGES = "La forge de Thiers emploie 212 personnes et fabrique des couteaux depuis 1904."
FONDERIE = "La fonderie de Saint-Dizier coule 38 000 tonnes de fonte par an pour l'automobile."
PAPETERIE = "La papeterie d'Annonay recycle 61 % de son eau de fabrication."
QUESTIONS = {FORGES: "Combien de personnes emploie la forge de Thiers ?", FONDERIE: "Combien de fonte coule la fonderie de Saint-Dizier ?", PAPETERIE: "papeterie d'Annonay eau recyclée"}


def sheet(title: str, *sentences: str, **head: str) -> str:
    rows = [f"title: {title}", *(f"{key}: {value}" for key, value in head.items())]
    return "---\n" + "\n".join(rows) + "\n---\n# " + title + "\n\n" + "\n\n".join(sentences) + "\n"


@dataclass
class Place:
    """A corpus and a data folder of a test, indexed in this process with the session's model."""

    corpus: Path
    data: Path
    model: SentenceTransformerEmbeddings

    @property
    def folder(self) -> Path:
        """Where the product itself would put this corpus's index."""
        return index_dir(self.settings)

    @property
    def settings(self) -> Settings:
        return Settings(corpus_dir=self.corpus, data_dir=self.data)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def index(self, *, rebuild: bool = False) -> IndexReport:
        return build_index(self.corpus, self.folder, self.model, cache_path=self.data / "vectors.sqlite", rebuild=rebuild)

    @contextmanager
    def opened(self) -> Iterator[SearchIndex]:
        index = open_index(self.folder)
        try:
            yield index
        finally:
            index.close()

    def found(self, question: str, *, k: int = 3) -> list[str]:
        """Texts of the first passages."""
        with self.opened() as index:
            parts = Parts(Searcher(index, self.model), self.model, Glossary(), today=lambda: date(2026, 11, 23))
            return [passage.text for passage in search_passages(question, parts, k=k)[1].passages]

    def finds(self, sentence: str) -> bool:
        return sentence in self.found(QUESTIONS[sentence])[0]

    def generations(self) -> set[str]:
        return {path.name for path in (self.folder / "builds").iterdir() if path.is_dir()}


@pytest.fixture
def place(tmp_path: Path, embeddings: SentenceTransformerEmbeddings, data_dir_with_model: Path) -> Place:
    """Three sheets, not indexed yet. The data folder has the model by a link."""
    made = Place(tmp_path / "corpus", tmp_path / "data", embeddings)
    made.data.mkdir()
    (made.data / "models").symlink_to(data_dir_with_model / "models", target_is_directory=True)
    made.write("forges.md", sheet("Forges de Thiers", FORGES, id="forges"))
    made.write("fonderie.md", sheet("Fonderie de Saint-Dizier", FONDERIE, id="fonderie"))
    made.write("autres/papeterie.txt", f"Papeterie d'Annonay\n\n{PAPETERIE}\n")
    return made


# --- what is read, and what is not read again ------------------------------------------------------------------------------------------------


def test_a_new_index_finds_what_its_documents_say(place: Place) -> None:
    report = place.index()
    assert (report.documents, report.read, report.unchanged, report.removed, report.up_to_date) == (3, 3, 0, 0, False)
    assert report.embedded > 0
    assert all(place.finds(sentence) for sentence in QUESTIONS)


def test_only_what_changed_is_read_and_embedded_again(place: Place) -> None:
    first = place.index()
    nothing = place.index()
    assert (nothing.up_to_date, nothing.read, nothing.unchanged, nothing.embedded) == (True, 0, 3, 0)

    newer = FORGES.replace("212", "240")
    place.write("forges.md", sheet("Forges de Thiers", newer, id="forges"))
    second = place.index()
    assert (second.read, second.unchanged, second.removed) == (1, 2, 0)
    assert 0 < second.embedded <= 3 < first.embedded  # the changed passage, its sentence and at most a title
    assert newer in place.found(QUESTIONS[FORGES])[0]

    everything = place.index(rebuild=True)
    assert (everything.read, everything.unchanged, everything.embedded) == (3, 0, 0)  # the vectors were kept


def test_a_deleted_document_leaves_the_index(place: Place) -> None:
    place.index()
    (place.corpus / "fonderie.md").unlink()
    report = place.index()
    assert (report.documents, report.removed, report.read) == (2, 1, 0)
    assert not any("fonderie" in text for text in place.found(QUESTIONS[FONDERIE], k=10))
    with place.opened() as index:
        assert "fonderie" not in index.documents
        assert index.store is not None
        assert index.store.count() == len(index.chunks)


def test_a_moved_document_is_the_same_document_read_once_more(place: Place) -> None:
    place.index()
    (place.corpus / "ailleurs").mkdir()
    (place.corpus / "forges.md").rename(place.corpus / "ailleurs" / "forges.md")
    report = place.index()
    assert (report.documents, report.read, report.removed, report.embedded) == (3, 1, 0, 0)
    assert place.finds(FORGES)


# --- refusals ---------------------------------------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_refused_by_its_name_and_the_rest_is_indexed(place: Place) -> None:
    place.write("cassée.md", '---\ntitle: "sans fin\nid: x\n---\nTexte.\n')
    place.write("inconnue.md", sheet("Clé", "Une phrase entière.", couleur="bleu"))
    place.write("date.md", sheet("Date", "Une phrase entière.", valid_from="2024-02-31"))
    place.write("z-double.md", sheet("Double", "Un autre texte.", id="forges"))
    place.write("abîmé.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
    place.write("vide.md", "")
    (place.corpus / "lien-mort.md").symlink_to(place.corpus / "nulle-part.md")
    report = place.index()
    refused = {error.path: str(error) for error in report.refused}
    assert set(refused) == {"cassée.md", "inconnue.md", "date.md", "z-double.md", "abîmé.pdf", "vide.md", "lien-mort.md"}
    assert all(sentence.startswith(path) for path, sentence in refused.items())
    assert "couleur" in refused["inconnue.md"]
    assert "ligne" in refused["inconnue.md"]
    assert "2024-02-31" in refused["date.md"] or "valid_from" in refused["date.md"]
    assert "forges.md" in refused["z-double.md"]
    assert "introuvable" in refused["lien-mort.md"]
    assert report.documents == 3
    assert all(place.finds(sentence) for sentence in QUESTIONS)

    again = place.index()
    assert again.up_to_date
    assert {error.path: str(error) for error in again.refused} == refused

    place.write("vide.md", sheet("Plus vide", "La tannerie de Graulhet traite 900 peaux par jour."))
    repaired = place.index()
    assert repaired.documents == 4
    assert "vide.md" not in {error.path for error in repaired.refused}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_the_right_to_read_it_is_refused_by_its_name(place: Place) -> None:
    place.write("secret.md", sheet("Secret", "Une phrase.")).chmod(0)
    report = place.index()
    assert [error.path for error in report.refused] == ["secret.md"]
    assert "accès refusé" in str(report.refused[0])


def test_a_missing_or_empty_folder_is_said_and_the_index_stays(place: Place, tmp_path: Path) -> None:
    place.index()
    folder = place.folder
    (tmp_path / "vide").mkdir()
    (tmp_path / "illisible").mkdir()
    (tmp_path / "illisible" / "rien.md").write_text("---\nid: [\n---\n")
    for corpus, said in ((tmp_path / "absent", "n'existe pas"), (tmp_path / "vide", "Aucun document lisible"), (tmp_path / "illisible", "rien.md")):
        with pytest.raises(CorpusError, match=said):
            build_index(corpus, folder, place.model, cache_path=place.data / "vectors.sqlite")
    assert place.finds(FORGES)
    assert not list((folder / "builds").glob("*.tmp"))


def test_nothing_indexed_is_said_with_the_command_to_run(place: Place) -> None:
    with pytest.raises(IndexMissingError, match="assistant-ti index"):
        open_index(place.folder)


def test_the_index_of_another_model_is_refused_in_a_sentence(place: Place) -> None:
    place.index()
    with pytest.raises(IndexMismatchError, match=r"onnx-int8.*torch.*ne se mélangent pas.*assistant-ti index"):
        build_assistant(place.settings.model_copy(update={"embedding_engine": "torch"}))


# --- one writer -------------------------------------------------------------------------------------------------------------------------------

HOLD = "import sys; from pathlib import Path; from assistant.adapters.generations import only_writer\nwith only_writer(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


def test_a_second_writer_is_told_so_while_the_first_lives_and_no_longer(place: Place) -> None:
    place.index()
    place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "213"), id="forges"))
    first = subprocess.Popen([sys.executable, "-c", HOLD, str(place.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    try:
        assert first.stdout
        assert first.stdout.readline() == "held\n"
        with pytest.raises(IndexBusyError, match="déjà en cours"):
            place.index()
        assert place.finds(FORGES)
    finally:
        first.kill()
        first.communicate()
    assert place.index().read == 1


def test_precedents_are_kept_with_the_index_until_their_statements_change(place: Place) -> None:
    asked = [Precedent("combien de salariés à la forge ?", True, (("forges", FORGES[:20]),)), Precedent("quel chiffre d'affaires ?", False, (("fonderie", FONDERIE[:20]),))]

    def index() -> IndexReport:
        return build_index(place.corpus, place.folder, place.model, precedents=asked, cache_path=place.data / "vectors.sqlite")

    index()
    with place.opened() as opened:
        assert [one.question for one in opened.precedents.standing] == [one.question for one in asked]
        for one in opened.precedents.standing:
            document_id, statement = opened.statements[one.statements[0]]
            assert opened.documents[document_id].text[statement.start :].startswith(FORGES[:20] if one.answered else FONDERIE[:20])
        cosines = opened.precedents.cosines(place.model.embed_query(asked[0].question))
        assert cosines[0] > 0.999 > cosines[1]
    assert index().up_to_date
    place.write("forges.md", sheet("Forges de Thiers", "Le site a fermé en mars 2026.", id="forges"))
    assert index().embedded < 12  # what has not changed keeps its vectors
    with place.opened() as opened:
        assert [one.question for one in opened.precedents.standing] == ["quel chiffre d'affaires ?"]
        assert opened.precedents.cosines(place.model.embed_query("quel chiffre d'affaires ?"))[0] > 0.999


def test_an_index_is_made_again_when_its_precedents_change(place: Place) -> None:
    place.index()
    report = build_index(place.corpus, place.folder, place.model, precedents=[Precedent("combien ?", True, (("forges", FORGES[:20]),))], cache_path=place.data / "vectors.sqlite")
    assert not report.up_to_date
    with place.opened() as opened:
        assert len(opened.precedents.standing) == 1


# --- a full disk, a kill ----------------------------------------------------------------------------------------------------------------------


def command(place: Place, *extra: str) -> tuple[str, ...]:
    return ("index", "--corpus", str(place.corpus), "--data", str(place.data), *extra)


def test_files_that_may_not_grow_give_a_sentence_and_the_old_index_stays(place: Place, runner: CommandRunner) -> None:
    place.index()
    place.write("fonderie.md", sheet("Fonderie de Saint-Dizier", FONDERIE.replace("38 000", "39 000"), id="fonderie"))
    serving = generations.current_generation(place.folder)
    for limit in (2_000, 30_000, 100_000):
        code, out, err = runner.run(*command(place), file_size_limit=limit)
        assert (code, out) == (1, ""), err
        assert "Plus rien ne peut être écrit" in err
        assert "Traceback" not in err
    assert generations.current_generation(place.folder) == serving
    assert place.finds(FONDERIE)
    assert not list((place.folder / "builds").glob("*.tmp"))
    assert runner.run(*command(place))[0] == 0
    assert "39 000" in place.found(QUESTIONS[FONDERIE])[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disque"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8M", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_gives_a_sentence_and_the_old_index_stays(place: Place, runner: CommandRunner, small_disk: Path) -> None:
    (small_disk / "models").symlink_to(place.data / "models", target_is_directory=True)
    place.data = small_disk
    assert runner.run(*command(place))[0] == 0
    place.write("fonderie.md", sheet("Fonderie de Saint-Dizier", FONDERIE.replace("38 000", "39 000"), id="fonderie"))
    for room in (0, 150_000, 300_000, 380_000):
        (small_disk / "autre").unlink(missing_ok=True)
        (small_disk / "autre").write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - room))
        code, _, err = runner.run(*command(place, "--rebuild"))
        assert code == 1
        assert "Plus rien ne peut être écrit" in err
        assert "Traceback" not in err
    (small_disk / "autre").unlink()
    assert place.finds(FONDERIE)
    assert runner.run(*command(place))[0] == 0
    assert "39 000" in place.found(QUESTIONS[FONDERIE])[0]


@pytest.mark.alone
def test_kill_at_any_moment_loses_nothing(place: Place, runner: CommandRunner) -> None:
    """Forty kills of the command and all that it started, at moments spread over a whole run: the index always answers, and goes on."""
    versions = [sheet("Forges de Thiers", FORGES.replace("212", str(number)), id="forges") for number in (212, 240)]
    for version in versions:  # both versions' vectors are in the cache: the runs are short
        place.write("forges.md", version)
        place.index()
    lasted = []
    for _ in range(3):  # the shortest: a machine that was busy for one of them would spread the kills past the end
        started = time.monotonic()
        assert runner.run(*command(place, "--rebuild"))[0] == 0
        lasted.append(time.monotonic() - started)
    whole = min(lasted)
    rng = random.Random(0)
    killed = attempts = building = 0
    while killed < KILLS and attempts < 3 * KILLS:
        attempts += 1
        place.write("forges.md", versions[attempts % 2])
        run, started = runner.start(*command(place, "--rebuild")), time.monotonic()
        time.sleep(whole * (killed + rng.random()) / KILLS)
        writing = any((place.folder / "builds").glob("*.tmp"))
        run.kill()
        if run.wait()[0] == -9:
            killed += 1
            building += writing
        else:  # it had ended: the machine is less busy than when the whole was measured
            whole = min(whole, 0.95 * (time.monotonic() - started))
        assert FONDERIE in place.found(QUESTIONS[FONDERIE])[0]
        assert "La forge de Thiers emploie" in place.found(QUESTIONS[FORGES])[0]
        serving = generations.current_generation(place.folder)
        assert serving is not None
        with place.opened() as index:
            assert index.store is not None
            assert index.store.count() == len(index.chunks) == 3
    assert killed == KILLS
    assert building >= 0.25 * KILLS  # the kills fell during the writing, and not only before it
    place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "260"), id="forges"))
    code, out, err = runner.run(*command(place))
    assert code == 0, err
    assert "3 documents indexés (1 lus, 2 inchangés" in out
    assert "260" in place.found(QUESTIONS[FORGES])[0]
    assert len(place.generations()) == 1  # what the killed runs left is gone
    current = generations.current_generation(place.folder)
    assert current is not None
    assert problem_with(current) == ""


# --- readers ----------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def assistant(place: Place) -> Iterator[Assistant]:
    place.index()
    opened = build_assistant(place.settings)
    yield opened
    opened.close()


def test_a_reader_moves_to_the_new_index_between_two_questions_and_the_old_one_is_removed(place: Place, assistant: Assistant) -> None:
    (old,) = place.generations()
    with assistant.parts() as parts:  # a question under way
        place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "240"), id="forges"))
        place.index()
        assert len(place.generations()) == 2
        assert "212" in search_passages(QUESTIONS[FORGES], parts, k=1)[1].passages[0].text
        assert "240" in assistant.search(QUESTIONS[FORGES], k=1)[0].text  # the next question, asked meanwhile
        assert old in place.generations()
        assert "212" in search_passages(QUESTIONS[FORGES], parts, k=1)[1].passages[0].text
    assert "240" in assistant.search(QUESTIONS[FORGES], k=1)[0].text
    assert old not in place.generations()  # its last reader has left


def test_a_generation_that_another_process_reads_is_kept_until_it_leaves(place: Place) -> None:
    place.index()
    with place.opened() as index:
        place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "240"), id="forges"))
        place.index()
        place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "250"), id="forges"))
        place.index()
        assert place.generations() == {index.name, Path(os.readlink(place.folder / "current")).name}
    assert place.generations() == {Path(os.readlink(place.folder / "current")).name}


def test_a_reader_that_opens_while_indexes_follow_each_other_always_gets_a_whole_one(place: Place) -> None:
    place.index()
    still = place.folder.parent / "copie"  # what readers have open, Chroma writes a journal in
    shutil.copytree(place.folder / "current", still, ignore=shutil.ignore_patterns(".readers"))
    writer = subprocess.Popen([sys.executable, "-c", PUBLISH_OFTEN, str(place.folder), str(still)], cwd=REPOSITORY)
    opened = set()
    try:
        while writer.poll() is None:
            with place.opened() as index:
                opened.add(index.name)
                assert len(index.chunks) == 3
                assert index.store is not None
                assert index.store.count() == 3
    finally:
        writer.kill()
        writer.wait()
    assert writer.returncode == 0
    assert len(opened) > 3


# Twenty copies of the serving generation, published one after the other.
PUBLISH_OFTEN = """
import shutil, sys, time
from pathlib import Path
from assistant.adapters import generations
folder, still = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(20):
    with generations.only_writer(folder):
        build = generations.new_build(folder)
        shutil.copytree(still, build, dirs_exist_ok=True)
        generations.publish(folder, build)
        generations.remove_unread(folder)
    time.sleep(0.1)
"""


# --- verification and repair ------------------------------------------------------------------------------------------------------------------


def test_every_passage_finds_itself(place: Place) -> None:
    place.write("longue.md", sheet("Longue fiche", *(f"Le site numéro {i} de la vallée produit {i * 13} pièces par jour pour le client {chr(65 + i % 26)}." for i in range(120))))
    place.index()
    with place.opened() as index:
        vectors = np.load(place.folder / "current" / "vectors.npy")
        assert len(index.chunks) > 10
        for i, chunk in enumerate(index.chunks):
            ((key, similarity),) = index.dense.nearest(vectors[i], k=1)
            assert key == chunk.id
            assert similarity > 0.999
        assert {key for key, _ in index.dense.nearest(vectors[0], k=len(index.chunks))} == set(index.position)


def test_a_build_that_lost_something_does_not_pass_its_verification(place: Place, tmp_path: Path) -> None:
    place.index()
    small = tmp_path / "petite"
    shutil.copytree(place.folder / "current", small)
    place.write("quatre.md", sheet("Quatrième", "La verrerie de Saint-Gobain fond 500 tonnes de verre par jour."))
    place.index()
    whole = place.folder / "current"
    assert problem_with(whole) == ""

    def damaged(name: str) -> Path:
        copy = tmp_path / name
        shutil.copytree(whole, copy)
        return copy

    fewer = damaged("chroma")
    shutil.rmtree(fewer / "chroma")
    shutil.copytree(small / "chroma", fewer / "chroma")
    assert "3 passages dans Chroma pour 4" in problem_with(fewer)

    lexical = damaged("lexical")
    shutil.rmtree(lexical / "lexical")
    shutil.copytree(small / "lexical", lexical / "lexical")
    assert "lexical" in problem_with(lexical)

    swapped = damaged("vecteurs")
    np.save(swapped / "vectors.npy", -np.load(swapped / "vectors.npy"))
    assert "ne se retrouve pas lui-même" in problem_with(swapped)

    verifier = generations.Verifier()
    with pytest.raises(IndexDamagedError, match="l'ancien continue de servir"):
        verifier.verify(fewer)


# --- a new generation begun from a copy of the one that serves --------------------------------------------------------------------------------


LONG = [f"Le site numéro {i} de la vallée produit {i * 13} pièces par jour pour le client {chr(65 + i % 26)}." for i in range(400)]


def manifest_of(place: Place) -> dict[str, Any]:
    return generations.read_manifest((place.folder / "current").resolve())


def as_served(folder: Path) -> dict[str, bytes]:
    """Every file of a generation but those that a reader's opening may touch."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and "sqlite3" not in path.name and path.name != ".readers"}


def assert_sound(place: Place) -> None:
    """Chroma holds the passages of the index, no other, and each is found by its own vector; the texts are those of a store built from nothing."""
    with place.opened() as index:
        assert index.store is not None
        assert index.store.count() == len(index.chunks)
        vectors = np.load(place.folder / "current" / "vectors.npy")
        assert all(index.dense.nearest(vectors[i], k=1)[0][0] == chunk.id for i, chunk in enumerate(index.chunks))
        assert {key for key, _ in index.dense.nearest(vectors[0], k=len(index.chunks))} == set(index.position)
        assert index.store.rows_digest() == index.manifest["rows"]
    assert problem_with((place.folder / "current").resolve()) == ""


def test_a_small_change_takes_over_the_store_that_serves_and_leaves_it_as_it_was(place: Place) -> None:
    place.write("longue.md", sheet("Longue fiche", *LONG))
    place.index()
    first = manifest_of(place)
    assert (first["added"], first["worn"]) == ([], 0)
    with place.opened() as reader:  # what serves while the next one is built
        assert reader.folder is not None
        before = as_served(reader.folder)
        newer = FORGES.replace("212", "240")
        place.write("forges.md", sheet("Forges de Thiers", newer, id="forges"))
        place.index()
        assert as_served(reader.folder) == before
    second = manifest_of(place)
    assert (len(second["added"]), second["worn"]) == (1, 1)
    assert newer in place.found(QUESTIONS[FORGES])[0]
    assert_sound(place)

    (place.corpus / "fonderie.md").unlink()
    place.index()
    assert (manifest_of(place)["added"], manifest_of(place)["worn"]) == ([], 2)
    assert_sound(place)
    copied = manifest_of(place)["rows"]
    place.index(rebuild=True)
    assert (manifest_of(place)["rows"], manifest_of(place)["worn"]) == (copied, 0)


def test_a_changed_title_changes_what_chroma_keeps_of_the_same_passages(place: Place) -> None:
    place.write("longue.md", sheet("Longue fiche", *LONG))
    place.write("titre.md", "---\ntitle: Ancien titre\nid: four\n---\n\nLe four du site de Vienne chauffe à 900 degrés.\n")
    place.index()
    place.write("titre.md", "---\ntitle: Nouveau titre\nid: four\n---\n\nLe four du site de Vienne chauffe à 900 degrés.\n")
    place.index()
    assert manifest_of(place)["added"]
    assert_sound(place)


def test_a_store_that_is_damaged_while_it_serves_is_not_taken_over(place: Place) -> None:
    place.write("longue.md", sheet("Longue fiche", *LONG))
    place.index()
    small = place.data / "petite"
    shutil.copytree(place.folder / "current" / "chroma", small)  # every passage but those to come: sound, and not of the next index
    place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "240"), id="forges"))
    place.index()
    serving = (place.folder / "current").resolve()
    shutil.rmtree(serving / "chroma")
    shutil.copytree(small, serving / "chroma")
    place.write("fonderie.md", sheet("Fonderie de Saint-Dizier", FONDERIE.replace("38", "39"), id="fonderie"))
    place.index()
    assert (manifest_of(place)["added"], manifest_of(place)["worn"]) == ([], 0)  # built from nothing
    assert_sound(place)

    serving = (place.folder / "current").resolve()
    (serving / "chroma" / "chroma.sqlite3").write_bytes(b"not a database, not any more" * 400)
    place.write("fonderie.md", sheet("Fonderie de Saint-Dizier", FONDERIE, id="fonderie"))
    place.index()
    assert manifest_of(place)["worn"] == 0
    assert_sound(place)


def test_what_a_killed_run_leaves_makes_the_next_one_build_from_nothing(place: Place) -> None:
    place.write("longue.md", sheet("Longue fiche", *LONG))
    place.index()
    (place.folder / "builds" / "abcdef.tmp").mkdir()
    place.write("forges.md", sheet("Forges de Thiers", FORGES.replace("212", "240"), id="forges"))
    place.index()
    assert (manifest_of(place)["added"], manifest_of(place)["worn"]) == ([], 0)
    assert not list((place.folder / "builds").glob("*.tmp"))


def test_a_store_whose_texts_are_others_does_not_pass_its_verification(place: Place, tmp_path: Path) -> None:
    place.index()
    copy = tmp_path / "autre"
    shutil.copytree(place.folder / "current", copy)
    store = open_store(copy, "embedded")
    with place.opened() as index:
        chunk = index.chunks[0]
        store.add([chunk.id], ["Un autre texte."], np.load(copy / "vectors.npy")[:1], [{"document_id": chunk.document_id}])
    store.close()
    assert "ne sont pas ceux de l'index" in problem_with(copy)


def test_a_damaged_index_is_said_and_the_next_run_repairs_it(place: Place) -> None:
    place.index()
    (place.folder / "current" / "chunks.jsonl").write_text('{"id": "forges:')
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        open_index(place.folder)
    assert place.index(rebuild=True).documents == 3
    assert place.finds(FORGES)

    (place.folder / "current" / "manifest.json").write_text("{")
    with pytest.raises(IndexDamagedError):
        open_index(place.folder)
    assert place.index().read == 3
    assert place.finds(FORGES)


def test_a_damaged_vector_cache_costs_only_time(place: Place) -> None:
    first = place.index()
    (place.data / "vectors.sqlite").write_bytes(b"not a database, not any more" * 400)
    for suffix in ("-wal", "-shm"):
        (place.data / f"vectors.sqlite{suffix}").unlink(missing_ok=True)
    report = place.index(rebuild=True)
    assert report.embedded == first.embedded
    assert place.index(rebuild=True).embedded == 0
    assert place.finds(FORGES)
