from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI
from fastapi.testclient import TestClient

from channels.content import Content
from channels.media import LIFETIME, LinkRefused, Links, Media, router
from channels.settings import Settings

KEY, OTHER = "0123456789abcdef-one", "fedcba9876543210-two"
CARD = Media(tag="mam", town="Todos Santos")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the library that seals; the first element is the time."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: now[0])
    return now


@pytest.fixture(scope="module")
def links() -> Links:
    return Links(KEY, "https://rumbo.example.org/")


@pytest.fixture(scope="module")
def browser(links: Links) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router(links, Content(Settings(), None).media))
    with TestClient(app) as client:
        yield client


def seal(url: str) -> str:
    return url.rpartition("/")[2]


def test_links_lead_to_what_they_were_made_for(links: Links) -> None:
    """A link opens to the same thing, and its address tells neither language nor town."""
    url = links.to(CARD)

    assert url.startswith("https://rumbo.example.org/media/")
    assert links.opened(seal(url)) == CARD
    assert "Todos" not in url


def test_links_expire(links: Links, clock: list[float]) -> None:
    """Good for the time that Twilio may take, and not a minute longer."""
    made = seal(links.to(CARD))
    clock[0] += LIFETIME.total_seconds() - 60
    assert links.opened(made) == CARD

    clock[0] += 120
    with pytest.raises(LinkRefused):
        links.opened(made)


def test_links_of_the_old_key_open_while_it_is_there() -> None:
    """Changing DATA_KEY breaks no link that is on its way; without the old key it is refused."""
    made = seal(Links(KEY).to(CARD))

    assert Links(f"{OTHER},{KEY}").opened(made) == CARD
    with pytest.raises(LinkRefused):
        Links(OTHER).opened(made)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        "..",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "card/mam.png",
        "mam.ogg",
        "ñandú",
        "%00",
        Fernet(Fernet.generate_key()).encrypt(b'{"tag": "mam"}').decode(),
    ],
)
def test_media_refuses_what_we_did_not_make(browser: TestClient, wrong: str) -> None:
    """Paths, guesses and seals of another key are not found, and nothing says why."""
    answer = browser.get(f"/media/{wrong}")

    assert answer.status_code == 404
    assert b"root:" not in answer.content


def test_media_refuses_a_changed_link(browser: TestClient, links: Links) -> None:
    """One letter is enough."""
    made = seal(links.to(CARD))
    changed = made[:40] + ("A" if made[40] != "A" else "B") + made[41:]

    assert browser.get(f"/media/{changed}").status_code == 404


@pytest.mark.parametrize(
    "media", [CARD, Media(tag="mix"), Media(name="chontal de Tabasco")], ids=["with a town", "mix", "not registered"]
)
def test_media_serves_cards(browser: TestClient, links: Links, media: Media) -> None:
    """A card is a picture as large as a phone's screen, small enough for a weak line."""
    answer = browser.get(f"/media/{seal(links.to(media))}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (1080, 1440)
    assert len(answer.content) < 200_000
    assert browser.head(f"/media/{seal(links.to(media))}").status_code == 200


@pytest.mark.parametrize(
    "media",
    [
        Media(tag="mam", slug="us-asylum-fees"),
        Media(tag="../../mam", slug="us-asylum-fees"),
        Media(tag="passwd", slug="../../../etc"),
        Media(tag="mam", slug="no-such-article"),
    ],
)
def test_media_serves_only_recordings_in_service(browser: TestClient, links: Links, media: Media) -> None:
    """Even a link of ours is no way to a file that is not an article's recording."""
    assert browser.get(f"/media/{seal(links.to(media))}").status_code == 404


def test_media_reads_what_it_wrote() -> None:
    """The journal keeps a thing as text."""
    for media in (CARD, Media(name="chontal"), Media(tag="mam", slug="us-asylum-fees")):
        assert Media.read(media.written()) == media
