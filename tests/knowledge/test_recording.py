"""A recording is sent while somebody vouches for it and it says what the article says; otherwise the check says why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.errors import KnowledgeError
from knowledge.recording import LARGEST, LONGEST, sound_of
from knowledge.sample_articles import SLUGS, TODAY, read, segments, write_library
from knowledge.workshop.record import record
from tests.sounds import opus

SLUG = "us-asylum-fees"
ON = date(2026, 7, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles")


def put(folder: Path, content: bytes, tag: str = "mam") -> Path:
    path = folder / SLUG / f"{tag}.ogg"
    path.write_bytes(content)
    return path


def vouch(
    folder: Path, tag: str = "mam", *, speaker: str = "Ana, Todos Santos", reviewer: str = "Luis, teacher"
) -> None:
    record(folder, SLUG, tag=tag, speaker=speaker, reviewer=reviewer, today=ON)


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check(folder, segments, TODAY, slugs=SLUGS)]


def test_length_and_codec_are_read_from_the_file(folder: Path) -> None:
    """Seven and a half seconds of Opus are that."""
    sound = sound_of(put(folder, opus(7.5)))

    assert sound.opus
    assert sound.seconds == pytest.approx(7.5, abs=0.1)


def test_recording_is_sent_once_somebody_vouches_for_it(folder: Path) -> None:
    """Before, the check says that nobody does; afterwards it is the article's."""
    put(folder, opus(20))
    assert read(folder, SLUG).recordings == frozenset()
    assert codes(folder) == ["recording_unsigned"]

    vouch(folder)

    assert read(folder, SLUG).recordings == {"mam"}
    assert codes(folder) == []
    assert "Luis, teacher" in (folder / SLUG / "recorded.yaml").read_text("utf-8")


def test_changed_answer_silences_its_recordings(folder: Path) -> None:
    """Other words make what was read out wrong, although nobody touched the recording."""
    put(folder, opus(20))
    vouch(folder)
    words = folder / SLUG / "es.md"
    words.write_text(words.read_text("utf-8").replace("sms: El", "sms: Hoy, el"), "utf-8")

    assert "recording_behind" in codes(folder)
    assert read(folder, SLUG).recordings == frozenset()


def test_another_file_needs_another_listener(folder: Path) -> None:
    """Who vouched for one file did not vouch for the next."""
    put(folder, opus(20))
    vouch(folder)
    put(folder, opus(21))

    assert codes(folder) == ["recording_replaced"]
    assert read(folder, SLUG).recordings == frozenset()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "recording_format", id="nothing"),
        pytest.param(b"ID3" + b"\0" * 500, "recording_format", id="an MP3 with another name"),
        pytest.param(opus(20)[:40], "recording_format", id="half a file"),
        pytest.param(opus(0.2), "recording_format", id="no time to say a word"),
        pytest.param(opus(LONGEST + 1), "recording_long", id="longer than anybody listens"),
        pytest.param(b"x" * (LARGEST + 1), "recording_large", id="larger than Twilio sends"),
    ],
)
def test_unfit_files_are_named_and_not_sent(folder: Path, content: bytes, code: str) -> None:
    """Format, length and size are checked, and nobody can vouch for an unfit file."""
    put(folder, content)

    assert codes(folder) == [code]
    assert read(folder, SLUG).recordings == frozenset()
    with pytest.raises(KnowledgeError):
        vouch(folder)
    assert not (folder / SLUG / "recorded.yaml").exists()


@pytest.mark.parametrize(
    ("tag", "speaker", "reviewer", "code"),
    [
        pytest.param("mam", "Ana, Todos Santos", "Ana, teacher", "recording_own_word", id="her own word"),
        pytest.param("mam", "Ana, Todos Santos", "Luis", "bad_reviewer", id="a name without a role"),
        pytest.param("quc", "Ana, Todos Santos", "Luis, teacher", "recording_missing", id="no such file"),
        pytest.param("tlh", "Ana, Todos Santos", "Luis, teacher", "unknown_language", id="no such language"),
    ],
)
def test_vouching_is_refused_with_a_sentence(folder: Path, tag: str, speaker: str, reviewer: str, code: str) -> None:
    """Two people are needed, and a file in a language that somebody can choose."""
    put(folder, opus(20))

    with pytest.raises(KnowledgeError) as refused:
        vouch(folder, tag, speaker=speaker, reviewer=reviewer)

    assert [problem.code for problem in refused.value.problems] == [code]


def test_entry_without_a_file_is_named(folder: Path) -> None:
    """Who takes a recording away is reminded of its entry."""
    path = put(folder, opus(20))
    vouch(folder)
    path.unlink()

    assert codes(folder) == ["recording_missing"]


def test_recordings_of_several_languages_stand_beside_each_other(folder: Path) -> None:
    """A second entry takes nothing from the first, and a new one replaces the old of its language."""
    for tag in ("mam", "quc"):
        put(folder, opus(20), tag)
        vouch(folder, tag)
    vouch(folder, "mam", reviewer="Rosa, nurse")

    assert read(folder, SLUG).recordings == {"mam", "quc"}
    assert {(one.tag, one.reviewer) for one in read(folder, SLUG).recorded} == {
        ("mam", "Rosa, nurse"),
        ("quc", "Luis, teacher"),
    }
