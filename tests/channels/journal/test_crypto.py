from __future__ import annotations

import pytest

from channels.journal.crypto import Crypto, new_data_key, spellings
from channels.journal.errors import KeyMissing, KeyTooWeak, KeyWrong

from .conftest import NUMBER

OLD, NEW = new_data_key(), new_data_key()


@pytest.mark.parametrize("data_key", [None, "", " , "])
def test_crypto_without_a_key_says_how_to_make_one(data_key: str | None) -> None:
    """Nothing is stored without a key, and the message says what to do."""
    with pytest.raises(KeyMissing, match="openssl rand"):
        Crypto(data_key)


@pytest.mark.parametrize("data_key", ["secret", "a" * 15, f"{NEW},short"], ids=lambda key: key[:6])
def test_crypto_refuses_a_weak_key_without_repeating_it(data_key: str) -> None:
    """Short keys are refused, also among several; the error shows none of them."""
    with pytest.raises(KeyTooWeak) as refused:
        Crypto(data_key)

    assert data_key not in str(refused.value)


def test_crypto_opens_what_it_sealed(crypto: Crypto) -> None:
    """Text and bytes come back as they were, and two seals of the same text differ."""
    assert crypto.open(crypto.seal("¿sí? 🙏")) == "¿sí? 🙏"
    assert crypto.open_bytes(crypto.seal_bytes(b"\x00\xff")) == b"\x00\xff"
    assert crypto.seal("a") != crypto.seal("a")


def test_crypto_seals_half_a_character(crypto: Crypto) -> None:
    """Half an emoji, as broken phones send it, is stored as a question mark and stops nothing."""
    assert crypto.open(crypto.seal("ok \ud83d")) == "ok ?"


def test_crypto_with_another_key_opens_nothing() -> None:
    """A wrong key is a clear error, as is a seal that was tampered with."""
    sealed = Crypto(OLD).seal("text")

    with pytest.raises(KeyWrong):
        Crypto(NEW).open(sealed)
    with pytest.raises(KeyWrong):
        Crypto(OLD).open(sealed[:-4] + b"AAAA")


def test_pseudonym_needs_the_key_and_not_the_spelling() -> None:
    """The same number is the same person however it is written; without the key it is nobody."""
    assert Crypto(OLD).person(NUMBER) == Crypto(OLD).person("whatsapp:+52 55 1234-5678")
    assert Crypto(OLD).person(NUMBER) != Crypto(NEW).person(NUMBER)
    assert len(Crypto(OLD).person(NUMBER)) == 64


def test_older_keys_still_open_and_still_find() -> None:
    """With the new key in front, everything sealed and hashed under the old one is within reach."""
    both = Crypto(f"{NEW}, {OLD}")
    sealed = Crypto(OLD).seal("text")
    renewed = both.reseal(sealed)

    assert both.open(sealed) == "text"
    assert both.known_as(NUMBER) == (Crypto(NEW).person(NUMBER), Crypto(OLD).person(NUMBER))
    assert renewed is not None
    assert Crypto(NEW).open(renewed) == "text"
    assert both.reseal(renewed) is None


def test_crypto_shows_no_key() -> None:
    """Printing it by accident gives nothing away."""
    assert OLD not in repr(Crypto(OLD))


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("+525512345678", ("+525512345678", "+5215512345678")),
        ("+5215512345678", ("+5215512345678", "+525512345678")),
        ("+5491112345678", ("+5491112345678", "+541112345678")),
        ("+50499998888", ("+50499998888",)),
        ("+15005550006", ("+15005550006",)),
    ],
)
def test_spellings_knows_both_ways_to_write_a_mobile(number: str, known: tuple[str, ...]) -> None:
    """Mexican and Argentine mobiles have one number and two spellings."""
    assert spellings(number) == known
