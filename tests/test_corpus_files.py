"""The corpus folder: one bad file is refused with a sentence that says why, and the others are read all the same."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.adapters.corpus_files import list_files, read_corpus, read_document
from assistant.documents import Document
from assistant.errors import CorpusError, DocumentError

GOOD = "---\nid: bon\ntitle: Une bonne fiche\npublished_on: 2024-11-09\n---\n# Une bonne fiche\n\nLe programme compte 183 territoires.\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder: Path) -> tuple[dict[str, Document], list[str]]:
    files, refused = list_files(folder)
    documents, more = read_corpus(files)
    return {document.id: document for document in documents}, [str(error) for error in [*refused, *more]]


def a_pdf(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path))
    for i, line in enumerate(lines):
        canvas.drawString(60, 780 - 14 * i, line)
    canvas.save()
    return path


def test_each_format_gives_a_document_with_the_same_sentence(tmp_path: Path) -> None:
    sentence = "Le programme compte 183 territoires en 2023."
    write(tmp_path, "a.md", f"# Titre\n\n{sentence}\n")
    write(tmp_path, "b.txt", f"Titre\n\n{sentence}\n")
    write(tmp_path, "c.html", f"<h1>Titre</h1><p>{sentence}</p>")
    a_pdf(tmp_path, "d.pdf", [sentence])
    document = docx.Document()
    document.add_paragraph(sentence)
    document.save(str(tmp_path / "e.docx"))
    documents, refused = read(tmp_path)
    assert refused == []
    assert sorted(documents) == ["a", "b", "c", "d", "e"]
    assert all(sentence in document.text for document in documents.values())


def test_a_document_without_front_matter_takes_its_id_from_its_path_and_its_title_from_its_heading(tmp_path: Path) -> None:
    write(tmp_path, "Plans/Grand Chalon.md", "# Plan du Grand Chalon\n\nUn texte.\n")
    documents, _ = read(tmp_path)
    assert documents["plans-grand-chalon"].metadata.title == "Plan du Grand Chalon"


def test_a_pdf_takes_its_front_matter_from_the_file_beside_it(tmp_path: Path) -> None:
    a_pdf(tmp_path, "plan.pdf", ["Le plan compte quatre axes."])
    write(tmp_path, "plan.meta.yaml", "id: mon-plan\ntitle: Mon plan\nkind: plan\nphase: 2\n")
    documents, refused = read(tmp_path)
    assert refused == []
    assert (documents["mon-plan"].metadata.kind, documents["mon-plan"].metadata.phase) == ("plan", 2)


def test_the_page_of_a_pdf_is_kept_with_each_block(tmp_path: Path) -> None:
    a_pdf(tmp_path, "plan.pdf", ["Le plan compte quatre axes."])
    documents, _ = read(tmp_path)
    assert documents["plan"].blocks[0].page == 1


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("id: x\ntitle: [ouvert\nkind: guide", "casse.md, ligne"),
        ("id: x\ntitle: y\nauteur: moi", "casse.md, ligne 4 : clé inconnue « auteur »"),
        ("id: x\npublished_on: 31/12/2024", "casse.md, ligne 3 : « published_on » doit être une date AAAA-MM-JJ, et non « 31/12/2024 »"),
        ("id: x\nvalid_from: 2024-02-30", "casse.md, ligne"),
        ("id: x\nphase: 3", "casse.md, ligne 3 : « phase » vaut 1, 2 ou rien"),
        ("id: x\nkind: roman", "casse.md, ligne 3 : « roman » n'est pas une nature de document"),
        ("id: x\nvalid_from: 2025-01-01\nvalid_to: 2024-01-01", "casse.md, ligne 4 : « valid_to » précède « valid_from »"),
        ("juste une phrase", "casse.md, ligne 2 : l'en-tête YAML doit être"),
        ("id: x\nsources: [{titre: y}]", "casse.md, ligne 3 : chaque source"),
        ('id: x\nsources: [{title: y, url: "javascript:alert(1)"}]', "n'est pas une adresse http"),
    ],
)
def test_a_wrong_front_matter_is_refused_with_its_line_and_the_others_are_read(tmp_path: Path, head: str, message: str) -> None:
    write(tmp_path, "casse.md", f"---\n{head}\n---\n# Titre\n\nUn texte.\n")
    write(tmp_path, "bon.md", GOOD)
    documents, refused = read(tmp_path)
    assert list(documents) == ["bon"]
    assert len(refused) == 1
    assert message in refused[0]


def test_a_second_document_of_the_same_id_is_refused_and_names_the_first(tmp_path: Path) -> None:
    write(tmp_path, "a.md", GOOD)
    write(tmp_path, "b.md", GOOD)
    documents, refused = read(tmp_path)
    assert documents["bon"].path == "a.md"
    assert refused == ["b.md : l'identifiant « bon » est déjà celui de a.md."]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("vide.md", "", "aucun texte lisible"),
        ("vide.txt", " \n\n ", "aucun texte lisible"),
        ("chiffres.md", "123 456", "aucun texte lisible"),
        ("scripts.html", "<script>document.write('x')</script>", "scripts seulement"),
        ("casse.pdf", b"%PDF-1.4 broken", "endommagé"),
        ("casse.docx", b"PK broken", "endommagé"),
        ("binaire.txt", bytes(range(256)) * 40, "encodage"),
        ("nul.txt", b"\x00" * 4000, "encodage"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_french_and_the_others_are_read(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    write(tmp_path, name, content)
    write(tmp_path, "bon.md", GOOD)
    documents, refused = read(tmp_path)
    assert list(documents) == ["bon"]
    assert [name in each and message in each for each in refused] == [True]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_rights_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    write(tmp_path, "ferme.md", GOOD).chmod(0)
    write(tmp_path, "bon.md", GOOD)
    documents, refused = read(tmp_path)
    assert list(documents) == ["bon"]
    assert "ne peut pas être lu" in refused[0]


def test_a_link_to_nothing_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "lien.md").symlink_to(tmp_path / "absent.md")
    write(tmp_path, "bon.md", GOOD)
    documents, refused = read(tmp_path)
    assert list(documents) == ["bon"]
    assert "lien.md" in refused[0]


def test_a_file_that_disappears_between_listing_and_reading_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "bon.md", GOOD)
    gone = write(tmp_path, "parti.md", GOOD)
    files, _ = list_files(tmp_path)
    gone.unlink()
    documents, refused = read_corpus(files)
    assert [document.id for document in documents] == ["bon"]
    assert "parti.md" in str(refused[0])


def test_a_front_matter_file_in_an_unknown_encoding_does_not_stop_the_others(tmp_path: Path) -> None:
    a_pdf(tmp_path, "plan.pdf", ["Le plan compte quatre axes."])
    write(tmp_path, "plan.meta.yaml", b"\x81\x8d\xff\x00" * 50)
    write(tmp_path, "bon.md", GOOD)
    documents, refused = read(tmp_path)
    assert list(documents) == ["bon"]
    assert "plan" in refused[0]


def test_a_missing_folder_says_which_setting_to_check(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="n'existe pas : vérifiez --corpus"):
        list_files(tmp_path / "absent")


def test_an_empty_folder_holds_no_file(tmp_path: Path) -> None:
    assert list_files(tmp_path) == ([], [])


def test_hidden_folders_data_folders_and_other_formats_are_not_documents(tmp_path: Path) -> None:
    for name in (".git/x.md", "__pycache__/x.md", "rules/x.md", "image.png", ".cache.md"):
        write(tmp_path, name, GOOD)
    write(tmp_path, "bon.md", GOOD)
    assert [file.name for file in list_files(tmp_path)[0]] == ["bon.md"]


def test_the_documents_folder_is_used_when_there_is_one(tmp_path: Path) -> None:
    write(tmp_path, "documents/bon.md", GOOD)
    write(tmp_path, "README.md", "# Pas un document\n\nTexte.")
    assert [file.name for file in list_files(tmp_path)[0]] == ["bon.md"]


def test_old_windows_text_is_read_with_its_accents(tmp_path: Path) -> None:
    write(tmp_path, "ancien.txt", "L'été à 5 € : c’est « décidé ».".encode("cp1252"))
    documents, _ = read(tmp_path)
    assert documents["ancien"].text == "L'été à 5 € : c’est « décidé »."


def test_a_page_in_a_declared_encoding_is_read_with_its_accents(tmp_path: Path) -> None:
    page = "<html><head><meta charset='iso-8859-15'></head><body><h1>Été</h1><p>Une aide de 5 € à Mâcon, de tout cœur.</p></body></html>"
    write(tmp_path, "page.html", page.encode("iso-8859-15"))
    documents, _ = read(tmp_path)
    assert "Une aide de 5 € à Mâcon, de tout cœur." in documents["page"].text


def test_a_text_with_many_hidden_characters_is_noted(tmp_path: Path) -> None:
    write(tmp_path, "cache.md", "# Titre\n\nUn texte" + "\u200b" * 30 + " visible.\n")
    documents, _ = read(tmp_path)
    assert "30 caractères invisibles" in documents["cache"].notices[0]


def test_the_date_of_a_document_is_read_in_its_text_when_it_is_plain(tmp_path: Path) -> None:
    write(tmp_path, "loi.txt", "LOI n° 2023-973 du 23 octobre 2023 relative à l'industrie verte\n\nArticle 1er\nLe préfet décide.\n")
    documents, _ = read(tmp_path)
    assert (documents["loi"].metadata.published_on, documents["loi"].metadata.kind) == (date(2023, 10, 23), "loi")


def test_a_document_already_read_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, "bon.md", GOOD)
    files, _ = list_files(tmp_path)
    first = read_document(files[0])
    (again,), _ = read_corpus(files, known={first.content_hash: first})
    assert again is first


def test_the_hash_of_a_file_changes_with_its_bytes_and_with_its_front_matter_file(tmp_path: Path) -> None:
    path = a_pdf(tmp_path, "plan.pdf", ["Le plan."])
    hashes = [list_files(tmp_path)[0][0].hash]
    write(tmp_path, "plan.meta.yaml", "title: Un plan\n")
    hashes.append(list_files(tmp_path)[0][0].hash)
    path.write_bytes(path.read_bytes() + b"\n")
    hashes.append(list_files(tmp_path)[0][0].hash)
    assert len(set(hashes)) == 3


def test_a_refusal_names_the_file_even_when_it_is_read_alone(tmp_path: Path) -> None:
    write(tmp_path, "vide.md", "")
    with pytest.raises(DocumentError, match=r"^vide\.md : "):
        read_document(list_files(tmp_path)[0][0])
