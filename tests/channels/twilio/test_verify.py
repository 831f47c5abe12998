"""Signatures: whose we believe."""

from __future__ import annotations

import pytest

from channels.errors import ConfigurationError
from channels.twilio.form import Form
from channels.twilio.verify import Verifier, split_tokens
from tests.channels.twilio import payloads
from tests.twilio_signature import sign

PUBLIC = "https://rumbo.example.org"
PATH = "/webhooks/twilio"
FIELDS = payloads.load("sms_text").fields


def verify(
    signature: str,
    *,
    fields: tuple[tuple[str, str], ...] = FIELDS,
    path: str = PATH,
    query: str = "",
    public_url: str = PUBLIC,
    tokens: tuple[str, ...] = ("token",),
) -> bool:
    verifier = Verifier(public_url=public_url, auth_tokens=tokens)
    return verifier.is_genuine(path=path, query=query, form=Form(fields), signature=signature)


def test_signature_of_twilios_documentation_is_ours_too() -> None:
    """The worked example of Twilio's documentation comes out the same, in our test's code as in Twilio's."""
    number = "+14158675310"
    numbers = {"Caller": number, "From": number, "To": "+18005551212"}
    fields = tuple({"CallSid": "CA1234567890ABCDE", "Digits": "1234", **numbers}.items())
    url = "https://mycompany.com/myapp.php"

    assert sign("12345", f"{url}?foo=1&bar=2", fields) == "GvWf1cFY/Q7PnoempGyD5oXAezc="
    assert verify(
        "GvWf1cFY/Q7PnoempGyD5oXAezc=",
        fields=fields,
        public_url="https://mycompany.com",
        path="/myapp.php",
        query="foo=1&bar=2",
        tokens=("12345",),
    )


@pytest.mark.parametrize("payload", payloads.ALL, ids=lambda payload: payload.name)
def test_signature_of_every_recorded_form_is_genuine(payload: payloads.Payload) -> None:
    """Unknown, repeated, empty and unreadable fields are all part of what was signed."""
    signature = sign("token", PUBLIC + payload.path, payload.fields)

    assert verify(signature, fields=payload.fields, path=payload.path)


@pytest.mark.parametrize(
    ("public_url", "signed_url", "query"),
    [
        pytest.param(PUBLIC, f"{PUBLIC}{PATH}", "", id="plain"),
        pytest.param(f"{PUBLIC}/", f"{PUBLIC}{PATH}", "", id="public address with a slash at its end"),
        pytest.param(PUBLIC, f"{PUBLIC}{PATH}?a=1&b=%2B+x", "a=1&b=%2B+x", id="query kept as it was written"),
        pytest.param("https://x.org/rumbo", f"https://x.org/rumbo{PATH}", "", id="under a path of a shared host"),
        pytest.param("https://x.org:8443", f"https://x.org:8443{PATH}", "", id="port in the public address"),
        pytest.param(PUBLIC, f"https://rumbo.example.org:443{PATH}", "", id="Twilio signs the standard port too"),
    ],
)
def test_signature_is_over_the_public_address(public_url: str, signed_url: str, query: str) -> None:
    """The address that Twilio was given counts."""
    assert verify(sign("token", signed_url, FIELDS), public_url=public_url, query=query)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param("", id="missing"),
        pytest.param("bm90IGl0", id="too short"),
        pytest.param("ñ" * 28, id="not even ASCII"),
        pytest.param(sign("other", PUBLIC + PATH, FIELDS), id="another token"),
        pytest.param(sign("token", f"{PUBLIC}/webhooks/other", FIELDS), id="another path"),
        pytest.param(sign("token", f"https://evil.example{PATH}", FIELDS), id="another host"),
        pytest.param(sign("token", f"http://rumbo.example.org{PATH}", FIELDS), id="without TLS"),
        pytest.param(sign("token", f"{PUBLIC}{PATH}?a=1", FIELDS), id="a query that did not arrive"),
        pytest.param(sign("token", PUBLIC + PATH, FIELDS[1:]), id="a field too many"),
        pytest.param(sign("token", PUBLIC + PATH, (*FIELDS, ("More", ""))), id="a field that was lost"),
        pytest.param(sign("token", PUBLIC + PATH, FIELDS).lower(), id="letters of another case"),
    ],
)
def test_signature_that_is_wrong_is_refused(signature: str) -> None:
    """Whatever differs from what was signed makes the request a stranger's."""
    assert not verify(signature)


@pytest.mark.parametrize("token", ["old", "new"])
def test_signature_by_either_token_of_a_rotation_is_genuine(token: str) -> None:
    """While a token is rotated, both are good, and no third one."""
    tokens = split_tokens(" new , old,")

    assert verify(sign(token, PUBLIC + PATH, FIELDS), tokens=tokens)
    assert not verify(sign("older", PUBLIC + PATH, FIELDS), tokens=tokens)
    assert not verify(sign("", PUBLIC + PATH, FIELDS), tokens=tokens)


@pytest.mark.parametrize("tokens", [(), ("",), ("token", "")])
def test_verifier_without_a_token_is_refused(tokens: tuple[str, ...]) -> None:
    """An empty token would let everyone sign, so nothing starts with one."""
    with pytest.raises(ConfigurationError, match="TWILIO_AUTH_TOKEN"):
        Verifier(public_url=PUBLIC, auth_tokens=tokens)


@pytest.mark.parametrize("url", ["", "rumbo.example.org", "ftp://rumbo.example.org", "https://", f"{PUBLIC}/?a=1"])
def test_verifier_without_a_public_address_is_refused(url: str) -> None:
    """Without knowing its own address the service could verify nothing."""
    with pytest.raises(ConfigurationError, match="PUBLIC_URL"):
        Verifier(public_url=url, auth_tokens=("token",))


@pytest.mark.parametrize(
    ("settings", "digest", "genuine"),
    [
        pytest.param("", "sha1", True, id="none named: SHA-1"),
        pytest.param("key=k,algorithm=HMAC_SHA256", "sha256", True, id="SHA-256 named and used"),
        pytest.param("key=k,algorithm=HMAC_SHA256", "sha1", False, id="SHA-256 named, SHA-1 used"),
        pytest.param("", "sha256", False, id="SHA-256 used, none named"),
        pytest.param("key=k,algorithm=NONE", "sha1", False, id="one that Twilio's code does not know"),
    ],
)
def test_signature_is_of_the_algorithm_that_its_header_names(settings: str, digest: str, genuine: bool) -> None:
    """Twilio's shared keys sign with SHA-256 and say so in a header; what does not fit together is refused."""
    signature = sign("token", PUBLIC + PATH, FIELDS, digest=digest)
    verifier = Verifier(public_url=PUBLIC, auth_tokens=("token",))

    assert genuine is verifier.is_genuine(
        path=PATH, query="", form=Form(FIELDS), signature=signature, settings=settings
    )
