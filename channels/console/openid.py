"""Sign-in by OpenID Connect, for organisations that have it: the code flow with PKCE, by configuration alone.

What the provider says of a person's groups decides their role, each time they sign in; who is in none of the groups of
OIDC_ROLES does not come in. What has to be remembered on the way there and back is in a cookie of some minutes.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from channels.console.accounts import canonical
from channels.console.roles import Role
from channels.console.sign_in import admit, safe
from channels.console.visit import Console, language_of, render
from channels.errors import ConfigurationError
from channels.journal.desk import Desk
from channels.journal.staff import Account
from channels.settings import Settings

log = structlog.get_logger()

DISCOVERY = "/.well-known/openid-configuration"
#: Signatures that a provider may use: with its private key, never with our shared secret, never none.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
#: Seconds that a provider has to answer, and that a person has to sign in there.
PATIENCE, ON_THE_WAY = 10, 600
#: Strongest first: who is in several groups gets the first of these.
STRONGEST = (Role.ADMIN, Role.OPERATOR, Role.EDITOR, Role.VIEWER)


class NotLetInError(Exception):
    """`key` is the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenId:
    """The organisation's provider, as configured."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    #: The claim with somebody's groups, and the role of each group.
    claim: str
    roles: Mapping[str, Role]

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        said = claims.get(self.claim, ())
        groups = {said} if isinstance(said, str) else {str(each) for each in said}
        given = {role for group, role in self.roles.items() if group in groups}
        return next((role for role in STRONGEST if role in given), None)

    async def described(self) -> dict[str, Any]:
        """What the provider says of itself. Raises httpx.HTTPError or NotLetInError."""
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = (await client.get(self.issuer.rstrip("/") + DISCOVERY)).raise_for_status()
        described: dict[str, Any] = answer.json()
        if described.get("issuer") != self.issuer:
            log.error("openid_issuer_differs")
            raise NotLetInError("console_openid_failed")
        return described

    def client(self, back: str, **more: Any) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self.client_id,
            self.client_secret,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=PATIENCE,
            **more,
        )

    async def claims(self, code: str, verifier: str, nonce: str, back: str) -> Mapping[str, Any]:
        """Who somebody is, as signed by the provider. Raises OAuthError, JoseError, HTTPError or NotLetInError."""
        described = await self.described()
        async with self.client(back) as client:
            token = await client.fetch_token(described["token_endpoint"], code=code, code_verifier=verifier)
            keys = KeySet.import_key_set(
                (await client.request("GET", described["jwks_uri"], withhold_token=True)).json()
            )
        claims = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        return claims


def openid_of(settings: Settings) -> OpenId | None:
    """The provider, if there is one. Raises ConfigurationError naming what is missing or not a role."""
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    needs = {"OIDC_CLIENT_ID": settings.oidc_client_id, "OIDC_CLIENT_SECRET": secret, "OIDC_ROLES": settings.oidc_roles}
    if not settings.oidc_issuer:
        return None
    missing = [name for name, value in needs.items() if not value]
    if missing:
        raise ConfigurationError(f"OIDC_ISSUER is set, and these are missing: {', '.join(missing)}. See .env.example.")
    try:
        pairs = (each.rpartition("=") for each in settings.oidc_roles.split(","))
        roles = {group.strip(): Role(role.strip()) for group, _, role in pairs}
    except ValueError as error:
        raise ConfigurationError("OIDC_ROLES must look like: their-group=operator, another=admin.") from error
    return OpenId(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret,
        claim=settings.oidc_claim,
        roles=roles,
    )


def router(console: Console, openid: OpenId) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    cookie = f"{console.cookie}-openid"

    def back_of(request: Request) -> str:
        return (
            f"{console.address or str(request.base_url).removesuffix('/').removesuffix('/console')}/console/openid/back"
        )

    @routes.get("/openid")
    async def there(request: Request) -> Response:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        try:
            described = await openid.described()
        except (httpx.HTTPError, ValueError, NotLetInError) as error:
            log.warning("openid_unreachable", error=type(error).__name__)
            return refused(request, console, "console_openid_failed")
        async with openid.client(back_of(request)) as client:
            address, _ = client.create_authorization_url(
                described["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        response = RedirectResponse(address, status_code=303)
        where = safe(request.query_params.get("next", ""))
        kept = "|".join((state, nonce, verifier, where))
        response.set_cookie(
            cookie, kept, max_age=ON_THE_WAY, httponly=True, samesite="lax", secure=console.secure, path="/"
        )
        return response

    @routes.get("/openid/back")
    async def back(request: Request) -> Response:
        kept = request.cookies.get(cookie, "").split("|")
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        if len(kept) != 4 or not code or not hmac.compare_digest(kept[0].encode(), state.encode()):
            return refused(request, console, "console_openid_failed")
        _, nonce, verifier, where = kept
        try:
            claims = await openid.claims(code, verifier, nonce, back_of(request))
            account = await asyncio.to_thread(account_of, console.desk, openid, claims)
        except NotLetInError as error:
            return refused(request, console, error.key)
        except (OAuthError, JoseError, httpx.HTTPError, KeyError, ValueError) as error:
            log.warning("openid_failed", error=type(error).__name__)
            return refused(request, console, "console_openid_failed")
        response = await admit(console, account, safe(where))
        response.delete_cookie(cookie, path="/", secure=console.secure, httponly=True)
        return response

    return routes


def account_of(desk: Desk, openid: OpenId, claims: Mapping[str, Any]) -> Account:
    """The account of whoever the provider names, made when they first come, with the role that it gives them now.

    Raises NotLetInError for somebody without a role, or whose account was disabled here.
    """
    role, known_as = openid.role_of(claims), f"{openid.issuer} {claims['sub']}"
    if role is None:
        raise NotLetInError("console_openid_no_role")
    account = desk.account_of_openid(known_as)
    if account is None:
        wished = canonical(str(claims.get("preferred_username") or claims.get("email") or claims["sub"]))[:100]
        # A name that a colleague has by password is not theirs for the asking.
        account = desk.add_account(wished, role, openid=known_as) or desk.add_account(
            f"{wished}-{secrets.token_hex(2)}", role, openid=known_as
        )
    if account is None or account.disabled:
        raise NotLetInError("console_openid_no_role")
    if account.role != role:
        desk.set_role(account.name, role)
    return account


def refused(request: Request, console: Console, key: str) -> Response:
    sentence = console.wording().phrases.say(key, language_of(request))
    context = {"sentence": sentence, "bad": True, "menu": []}
    return render(request, console, "said.html", status=403, token="", context=context)
