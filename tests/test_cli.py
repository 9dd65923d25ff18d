"""The command line: French help, exit codes, one JSON object and nothing else, and questions that nobody expected."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from command_runner import CommandRunner

from assistant.adapters.batch_files import COLUMNS, read_questions
from assistant.errors import UsageError

REPOSITORY = Path(__file__).resolve().parent.parent
VERBS = ("index", "ask", "chat", "search", "territory", "eligibility", "batch", "corpus", "sources", "serve")
pytestmark = pytest.mark.integration

OLD = """---
id: avance-2023
title: "L'avance remboursable Clairval, version de 2023"
kind: decret
published_on: 2023-01-05
valid_from: 2023-01-01
valid_to: 2024-12-31
---
# L'avance remboursable Clairval

Le plafond de l'avance remboursable Clairval est de 300 000 euros par entreprise.
"""
NEW = OLD.replace("2023", "2025").replace("valid_to: 2024-12-31", "replaces: avance-2023\nvalid_to: null").replace("300 000", "450 000").replace("avance-2025\ntitle", "avance-2025\ntitle", 1)
NEW = NEW.replace("replaces: avance-2025", "replaces: avance-2023")
GUIDE = """---
id: guide-clairval
title: Déposer un dossier Clairval
---
# Déposer un dossier Clairval

Le dossier Clairval se dépose en ligne, auprès de la région, avant le 30 septembre de chaque année.

Le comité Clairval réunit douze industriels et six élus du bassin de Romans.
"""
LIMIT = "Quel est le plafond de l'avance remboursable Clairval ?"


class Shell:
    """`assistant-ti` over one small corpus that is indexed."""

    def __init__(self, runner: CommandRunner, corpus: Path, data: Path) -> None:
        self.runner, self.corpus, self.data = runner, corpus, data

    def folders(self, *argv: str) -> tuple[str, ...]:
        return (*argv, "--corpus", str(self.corpus), "--data", str(self.data))

    def __call__(self, *argv: str) -> tuple[int, str, str]:
        return self.runner.run(*self.folders(*argv))

    def json(self, *argv: str) -> dict[str, Any]:
        code, out, err = self(*argv, "--json")
        assert (code, err) == (0, "")
        value = json.loads(out)
        assert isinstance(value, dict)
        return value


@pytest.fixture(scope="module")
def shell(runner: CommandRunner, tmp_path_factory: pytest.TempPathFactory, data_dir_with_model: Path) -> Shell:
    root = tmp_path_factory.mktemp("clairval")
    for folder in ("corpus", "data"):
        (root / folder).mkdir()
    (root / "data" / "models").symlink_to(data_dir_with_model / "models", target_is_directory=True)
    for name, text in (("avance-2023.md", OLD), ("avance-2025.md", NEW), ("guide.md", GUIDE)):
        (root / "corpus" / name).write_text(text, encoding="utf-8")
    made = Shell(runner, root / "corpus", root / "data")
    code, out, err = made("index")
    assert code == 0, err
    assert out.startswith("3 documents indexés (3 lus, 0 inchangés, 0 retirés, 0 refusés)")
    return made


# --- help and bad usage -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_the_help_is_french(runner: CommandRunner, verb: str) -> None:
    code, out, err = runner.run(*([verb] if verb else []), "--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage : assistant-ti")
    assert "affiche cette aide" in out
    assert not any(english in out for english in ("positional arguments", "optional arguments", "show this help", "usage: "))


def test_the_general_help_names_every_verb(runner: CommandRunner) -> None:
    out = runner.run("--help")[1]
    assert all(f"    {verb}" in out for verb in VERBS)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "il manque : COMMANDE"),
        (["dessine"], "n'est pas admis"),
        (["ask"], "il manque : question"),
        (["ask", "x", "--audience", "chat"], "n'est pas admis"),
        (["ask", "x", "--on", "31/12/2024"], "AAAA-MM-JJ"),
        (["ask", "x", "--inconnu"], "argument inconnu : --inconnu"),
        (["ask", "x", "--audienc", "elu"], "argument inconnu"),
        (["search", "x", "-k", "0"], "nombre de 1 à 200"),
        (["search", "x", "-k"], "attend une valeur"),
        (["eligibility", "--scheme", "pret-vert", "--fact"], "au moins une valeur"),
        (["serve", "--port", "99999"], "n'est pas un port"),
        (["batch", "questions.csv"], "il manque : -o/--output"),
        (["corpus"], "il manque : TRAVAIL"),
        (["sources"], "il manque : TRAVAIL"),
        (["sources", "fetch", "--only"], "au moins une valeur"),
    ],
)
def test_a_malformed_command_gets_one_french_sentence_and_code_2(runner: CommandRunner, argv: list[str], said: str) -> None:
    code, out, err = runner.run(*argv)
    assert (code, out) == (2, "")
    assert said in err
    assert "Aide : assistant-ti" in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["ask", ""], "La question est vide"),
        (["ask", " \t\n\u200b"], "La question est vide"),
        (["ask", "aide " * 4000], "la limite est de 2\u202f000"),
        (["search", ""], "La question est vide"),
        (["territory", " "], "Le lieu est vide"),
        (["territory", "x" * 20_000], "trop long"),
        (["eligibility", "--scheme", "pret-vrt"], "pret-vert"),
        (["eligibility", "--scheme", "pret-vert", "--fact", "taile=PME"], "taile"),
        (["eligibility", "--scheme", "pret-vert", "--fact", "taille"], "champ=valeur"),
        (["batch", "nulle-part.csv", "-o", "x.csv"], "introuvable"),
    ],
)
def test_bad_input_gets_one_french_sentence_and_code_2(shell: Shell, argv: list[str], said: str) -> None:
    code, out, err = shell(*argv)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(("name", "value", "said"), [("PORT", "bleu", "nombre entier"), ("CHUNK_SIZE", "3", "au moins 200"), ("EMBEDDING_ENGINE", "magie", "onnx-int8")])
def test_a_wrong_setting_is_named_with_what_is_expected(runner: CommandRunner, name: str, value: str, said: str) -> None:
    code, out, err = runner.run("territory", "Dijon", env={f"ASSISTANT_{name}": value})
    assert (code, out) == (2, "")
    assert f"ASSISTANT_{name}" in err
    assert said in err


def test_without_an_index_every_verb_that_needs_one_says_which_command_to_run(runner: CommandRunner, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("question\nQuoi ?\n", encoding="utf-8")
    for argv in (["ask", "Quoi ?"], ["search", "Quoi ?"], ["chat"], ["serve"], ["batch", str(tmp_path / "q.csv"), "-o", str(tmp_path / "r.csv")]):
        code, out, err = runner.run(*argv, "--corpus", str(shell.corpus), "--data", str(tmp_path / "rien"))
        assert (code, out) == (2, "")
        assert "assistant-ti index" in err


def test_a_missing_corpus_is_said_before_anything_is_loaded(runner: CommandRunner, tmp_path: Path) -> None:
    code, _, err = runner.run("index", "--corpus", str(tmp_path / "absent"), "--data", str(tmp_path / "data"))
    assert code == 2
    assert "absent" in err
    assert "n'existe pas" in err


# --- answers ----------------------------------------------------------------------------------------------------------------------------------


def test_ask_json_is_one_object_with_the_keys_of_the_interface(shell: Shell) -> None:
    answer = shell.json("ask", LIMIT)
    assert {
        "question", "standalone_question", "language", "audience", "status", "answer_markdown", "sentences", "citations", "clarifications", "territory", "eligibility",
        "notices", "timings_ms", "engine",
    } <= set(answer)  # fmt: skip
    assert answer["status"] in ("answered", "partial", "abstained", "clarification", "refused")
    assert {"composer", "embedding", "index"} <= set(answer["engine"])
    assert answer["question"] == LIMIT
    assert answer["citations"]
    for citation in answer["citations"]:
        assert {
            "number", "document_id", "title", "publisher", "url", "heading_path", "page", "quote", "start", "end", "published_on", "checked_on", "phase", "valid_from",
            "valid_to", "licence",
        } <= set(citation)  # fmt: skip
    for sentence in answer["sentences"]:
        assert {"text", "kind", "citations"} <= set(sentence)
        assert sentence["kind"] == "frame" or sentence["citations"]


def test_a_figure_taken_for_granted_is_said_back_before_what_the_source_says(shell: Shell) -> None:
    answer = shell.json("ask", "Le comité Clairval réunit bien vingt élus et 40 industriels, c'est ça ?")
    first, *facts = answer["sentences"]
    assert first == {"text": "La question suppose « 40 industriels » : les passages trouvés ne le confirment pas. Voici ce qu'ils disent :", "kind": "frame", "citations": []}
    assert "douze industriels" in facts[0]["text"]
    assert "La question suppose" not in shell.json("ask", "Le comité Clairval réunit bien 12 industriels, c'est ça ?")["answer_markdown"]


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("Le portable du président de la région ?", "refused", "Je ne communique pas de données sur des personnes"),
        ("Selon vous, ce comité est-il inutile ?", "abstained", "Je n'ai pas d'avis à donner"),
        ("Météo demain à Romans", "abstained", "service-public.fr"),
    ],
)
def test_what_is_not_answered_is_declined_kindly_and_says_where_to_turn(shell: Shell, question: str, status: str, words: str) -> None:
    answer = shell.json("ask", question)
    assert answer["status"] == status
    assert words in answer["answer_markdown"]
    assert answer["citations"] == []


def test_ask_on_a_day_answers_with_the_text_in_force_that_day(shell: Shell) -> None:
    today = shell.json("ask", LIMIT, "--on", "2026-11-23")
    assert today["citations"][0]["document_id"] == "avance-2025"
    assert "450 000" in today["answer_markdown"]
    before = shell.json("ask", LIMIT, "--on", "2023-06-01")
    assert before["citations"][0]["document_id"] == "avance-2023"
    assert "300 000" in before["answer_markdown"]


def test_ask_in_text_shows_the_answer_and_its_source(shell: Shell) -> None:
    code, out, err = shell("ask", LIMIT)
    assert (code, err) == (0, "")
    assert "450 000 euros" in out
    assert "Sources" in out


@pytest.mark.parametrize("question", ["🎉🎊🥳", "؟ما هي المساعدات المتاحة للمصانع الصغيرة", "工业企业可以获得哪些援助？", "x", "?!…", "\udcff\udcfe\udc80", "a" * 1999])
def test_a_question_that_no_document_can_answer_gets_no_fact(shell: Shell, question: str) -> None:
    code, out, err = shell("ask", question, "--json")
    if code == 2:
        assert (out, len(err.strip().splitlines())) == ("", 1)
        return
    assert code == 0, err
    answer = json.loads(out)
    assert answer["status"] != "answered" or not answer["citations"]
    assert "300 000" not in answer["answer_markdown"]


def test_search_json_has_the_score_of_each_stage(shell: Shell) -> None:
    found = shell.json("search", LIMIT, "-k", "2")
    assert set(found) == {"question", "passages"}
    assert [passage["rank"] for passage in found["passages"]] == [1, 2]
    for passage in found["passages"]:
        assert set(passage) == {"rank", "document_id", "chunk_id", "title", "heading_path", "page", "text", "score", "scores"}
        assert set(passage["scores"]) == {"lexical", "dense", "rerank"}
    assert found["passages"][0]["document_id"] == "avance-2025"
    assert shell.json("search", LIMIT, "--on", "2023-06-01")["passages"][0]["document_id"] == "avance-2023"
    assert "450 000" in shell("search", LIMIT)[1]


def test_territory_json_has_the_keys_of_the_interface(shell: Shell) -> None:
    found = shell.json("territory", "Chalon-sur-Saône")
    assert {"status", "commune", "epci", "territories", "candidates", "list_date", "source_url", "message"} <= set(found)
    assert found["status"] == "member"
    assert {"id", "name", "phase", "region"} <= set(found["territories"][0])
    assert shell.json("territory", "Saint-Denis")["status"] == "ambiguous"
    assert shell.json("territory", "Atlantide-sur-Mer")["status"] == "unknown"
    code, out, _ = shell("territory", "Chalon-sur-Saône")
    assert code == 0
    assert found["message"] in out


def test_eligibility_json_has_the_keys_of_the_interface(shell: Shell) -> None:
    verdict = shell.json("eligibility", "--scheme", "pret-vert", "--fact", "taille=PME", "anciennete_annees=5", "--fact", "en_difficulte=non", "--on", "2026-06-01")
    assert {"scheme", "on", "verdict", "criteria", "questions", "alternatives"} <= set(verdict)
    assert (verdict["scheme"], verdict["on"]) == ("pret-vert", "2026-06-01")
    assert verdict["verdict"] in ("likely_eligible", "not_eligible", "to_complete", "to_check", "closed")
    for criterion in verdict["criteria"]:
        assert {"field", "required", "outcome", "value", "expected", "explanation", "source_url"} <= set(criterion)
    assert len(verdict["questions"]) <= 2
    met = {criterion["field"] for criterion in verdict["criteria"] if criterion["outcome"] == "met"}
    assert "anciennete_annees" in met
    code, out, _ = shell("eligibility", "--scheme", "pret-vert", "--fact", "taille=PME")
    assert code == 0
    assert "seul le service instructeur décide" in out


def test_index_says_that_there_is_nothing_to_do(shell: Shell) -> None:
    assert shell("index") == (0, "Rien à faire : 3 documents, 3 passages déjà à jour.\n", "")


def test_corpus_lint_lists_the_faults_with_code_1(shell: Shell) -> None:
    code, out, err = shell("corpus", "lint")
    assert (code, err) == (1, "")
    assert "aucune source" in out
    code, out, _ = shell("corpus", "lint", "--json")
    assert code == 1
    report = json.loads(out)
    assert report["documents"] == 3
    assert {"path", "line", "rule", "message"} == set(report["faults"][0])


# --- many questions ---------------------------------------------------------------------------------------------------------------------------


def rows_of(path: Path, *, delimiter: str = ";") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_batch_gives_one_row_each_with_its_sources_and_status(shell: Shell, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.csv", tmp_path / "réponses.csv"
    questions.write_text(f'id;question;on\nA;"{LIMIT}";2023-06-01\nB;"{LIMIT}";\nC;;\nD;"=HYPERLINK(""http://mal.example"")";\n', encoding="cp1252")
    code, out, err = shell("batch", str(questions), "-o", str(answers))
    assert (code, err) == (0, "")
    assert "4 réponses" in out
    assert "1 questions illisibles" in out
    rows = rows_of(answers)
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == list("ABCD")
    assert "300 000" in rows[0]["answer"]
    assert "450 000" in rows[1]["answer"]
    assert "version de 2025" in rows[1]["sources"]
    assert rows[2]["status"] == "error"
    assert "vide" in rows[2]["error"]
    assert rows[3]["question"].startswith("'=")  # no spreadsheet runs it
    assert not (tmp_path / "réponses.csv.part").exists()


def test_a_batch_that_was_killed_goes_on_where_it_was(shell: Shell, tmp_path: Path) -> None:
    questions, answers, journal = tmp_path / "q.csv", tmp_path / "r.csv", tmp_path / "r.csv.part"
    questions.write_text("question\n" + "\n".join(f"Quel est le plafond numéro {i} de l'avance Clairval ?" for i in range(150)) + "\n", encoding="utf-8")
    argv = shell.folders("batch", str(questions), "-o", str(answers))
    run = shell.runner.start(*argv)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (journal.exists() and journal.read_bytes().count(b"\n") >= 3):
        time.sleep(0.01)
    run.kill()
    assert run.wait()[0] == -9
    assert not answers.exists()
    with journal.open("ab") as file:
        file.write(b'{"key": "cut in the mid')
    done = journal.read_bytes().count(b"\n")
    code, out, err = shell.runner.run(*argv)
    assert (code, err) == (0, "")
    assert f"150 réponses dans {answers}, dont {done} déjà faites" in out
    rows = rows_of(answers, delimiter=",") if ";" not in answers.read_text(encoding="utf-8-sig").splitlines()[0] else rows_of(answers)
    assert [row["id"] for row in rows] == [str(i) for i in range(1, 151)]
    assert all(row["status"] for row in rows)
    assert not journal.exists()


def test_a_table_without_a_column_of_questions_is_refused_and_a_plain_list_is_read(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("nom;âge\nAnne;3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="colonne « question »"):
        read_questions(table)
    table.write_text("Qui finance, et combien ?\nQuand ?\n", encoding="utf-8")
    assert [row.question for row in read_questions(table)[0]] == ["Qui finance, et combien ?", "Quand ?"]
    table.write_text("question\n", encoding="utf-8")
    with pytest.raises(UsageError, match="aucune question"):
        read_questions(table)


# --- the process itself -----------------------------------------------------------------------------------------------------------------------


def test_the_module_itself_answers_and_a_closed_pipe_is_silent() -> None:
    command = [sys.executable, "-m", "assistant", "territory", "Saint-Denis", "--json"]
    whole = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert json.loads(whole.stdout)["status"] == "ambiguous"
    reading, writing = os.pipe()
    os.close(reading)
    closed = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY)
    os.close(writing)
    assert (closed.returncode, closed.stderr) == (0, "")


def test_a_terminal_that_knows_no_accent_gets_an_answer_all_the_same() -> None:
    command = [sys.executable, "-m", "assistant", "territory", "Saint-Étienne"]
    told = subprocess.run(command, capture_output=True, cwd=REPOSITORY, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"Saint-" in told.stdout


def test_eligibility_without_a_scheme_ranks_them_all(shell: Shell) -> None:
    ranking = shell.json("eligibility", "--fact", "effectif=45", "projet=décarbonation", "--place", "Oyonnax", "--on", "2026-06-01")
    groups = ("open", "unknown_status", "not_eligible", "closed", "frameworks")
    assert set(ranking) == {"on", "facts", "questions", *groups}
    assert ranking["facts"]["phase_ti"] == 2
    schemes = [verdict["scheme"] for group in groups for verdict in ranking[group]]
    assert len(schemes) == len(set(schemes)) >= 70
    assert {"criteria", "questions", "fit", "name"} <= set(ranking["open"][0])
    code, out, _ = shell("eligibility", "--fact", "effectif=45", "--place", "Oyonnax")
    assert code == 0
    assert out.index("Ouverts, proches du projet") < out.index("Fermés : ")
    assert "Plastics Vallée" in out
    assert "seul le service instructeur décide" in out


def test_eligibility_refuses_a_place_that_is_not_one_commune(shell: Shell) -> None:
    code, out, err = shell("eligibility", "--place", "Saint-Denis")
    assert (code, out) == (2, "")
    assert err.startswith("Le lieu ne désigne pas une seule commune.")
    assert "Traceback" not in err
