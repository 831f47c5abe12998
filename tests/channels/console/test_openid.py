from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from channels.console import app
from channels.console.openid import OpenId, openid_of
from channels.console.roles import Role
from channels.errors import ConfigurationError
from channels.settings import Settings

from .conftest import Backstage, quick_hash
from .provider import CLIENT, SECRET, Provider, running_provider

ROLES = {"rumbo-operators": Role.OPERATOR, "rumbo-admins": Role.ADMIN}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def client(backstage: Backstage, provider: Provider) -> TestClient:
    openid = OpenId(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET, claim="groups", roles=ROLES)
    site = FastAPI()
    site.mount("/console", app.create(replace(backstage.console, openid=openid)))
    return TestClient(site, follow_redirects=False, headers={"Accept-Language": "en"})


def come(client: TestClient, provider: Provider, where: str = "") -> tuple[int, str]:
    """Go there and back; the status, and where one is led."""
    there = client.get(f"/console/openid{f'?next={where}' if where else ''}").headers["location"]
    back = client.get(provider.sign_in(there))
    return back.status_code, back.headers.get("location", "")


def test_who_is_in_a_group_comes_in_with_its_role(client: TestClient, provider: Provider, backstage: Backstage) -> None:
    """An account is made when they first come; the way back leads to where they wanted to go."""
    arrived = come(client, provider, "/console/handoffs")
    account = backstage.desk.account("ana")

    assert arrived == (303, "/console/handoffs")
    assert account is not None
    assert (account.role, account.password_hash) == ("operator", None)
    assert client.get("/console/now").status_code == 200
    assert "/console/openid" in client.get("/console/sign-in").text


def test_role_follows_the_provider(client: TestClient, provider: Provider, backstage: Backstage) -> None:
    """Another group is another role at the next sign-in; of several the strongest counts; none is a closed door."""
    come(client, provider)
    provider.who["groups"] = ["rumbo-operators", "rumbo-admins"]
    come(client, provider)
    promoted = client.get("/console/log").status_code
    provider.who["groups"] = ["cooks"]

    assert promoted == 200
    assert [each.name for each in backstage.desk.accounts()] == ["ana"]
    assert come(client, provider) == (403, "")


def test_name_of_a_colleague_is_not_taken_over(client: TestClient, provider: Provider, backstage: Backstage) -> None:
    """Who is called like somebody with a password gets an account of their own."""
    backstage.desk.add_account("ana", Role.ADMIN, password_hash=quick_hash())
    come(client, provider)
    names = [each.name for each in backstage.desk.accounts()]

    assert len(names) == 2
    assert client.get("/console/log").status_code == 403


def test_disabled_account_stays_out(client: TestClient, provider: Provider, backstage: Backstage) -> None:
    """Whatever the provider says."""
    come(client, provider)
    backstage.desk.disable("ana")

    assert come(client, provider) == (403, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another client"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "another"},
        {"exp": int(time.time()) - 3600},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_token_for_others_is_refused(client: TestClient, provider: Provider, wrong: dict[str, object]) -> None:
    """For another client, from another issuer, of another sign-in, or too old."""
    provider.wrong = wrong

    assert come(client, provider) == (403, "")


def test_forged_token_is_refused(client: TestClient, provider: Provider) -> None:
    """Signed with a key that the provider does not publish."""
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})

    assert come(client, provider) == (403, "")


def test_answer_to_another_browser_is_refused(client: TestClient, provider: Provider) -> None:
    """Nobody can be signed in with somebody else's answer."""
    back = provider.sign_in(client.get("/console/openid").headers["location"])
    client.cookies.clear()

    assert client.get(back).status_code == 403
    assert client.get("/console/now").status_code == 303


def settings(**changes: str) -> Settings:
    given = {"oidc_issuer": "https://id.example.org", "oidc_client_id": "rumbo", "oidc_client_secret": "s", **changes}
    return Settings(**given)  # type: ignore[arg-type]


def test_settings_of_openid_come_together() -> None:
    """Half a configuration and unknown roles are refused by name."""
    whole = openid_of(settings(oidc_roles="a=admin, b=viewer"))

    assert whole is not None
    assert whole.roles == {"a": Role.ADMIN, "b": Role.VIEWER}
    assert openid_of(Settings()) is None
    with pytest.raises(ConfigurationError, match="OIDC_ROLES"):
        openid_of(settings())
    with pytest.raises(ConfigurationError, match="OIDC_ROLES"):
        openid_of(settings(oidc_roles="a=superhero"))
