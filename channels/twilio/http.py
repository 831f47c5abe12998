"""The way out to Twilio: its SDK's requests, to the address that we are told, never without a time limit.

The SDK's own client logs addresses and numbers and waits for ever by default; this one does neither.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
import structlog
from requests.adapters import HTTPAdapter
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from channels.errors import ConfigurationError
from channels.sending import ProviderDown
from channels.twilio.failures import failure_for

log = structlog.get_logger()

TWILIO: Final = "https://api.twilio.com"
#: Seconds to get a connection; just above a multiple of 3, TCP's own retransmission time.
CONNECT_SECONDS = 3.05
#: Seconds between two bytes of the answer. Twilio says that it answers within 10.
READ_SECONDS = 15.0


class TwilioHttpClient(HttpClient):  # type: ignore[misc]  # the SDK has no types
    """Sends what the SDK builds to `api_url`, over a pool of kept connections.

    Under Twilio's own address each product keeps its host (content.twilio.com); another address takes all of them.
    """

    def __init__(self, *, api_url: str, connections: int, timeout: tuple[float, float]) -> None:
        super().__init__(logging.getLogger(__name__), is_async=False)
        parts = urlsplit(api_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ConfigurationError("TWILIO_API_URL must be an address like https://api.twilio.com.")
        self._origin = None if api_url == TWILIO else (parts.scheme, parts.netloc, parts.path.rstrip("/"))
        self._timeout = timeout
        # urllib3 writes whole addresses at DEBUG, and ours name a person's number; no level may switch that on.
        logging.getLogger("urllib3.connectionpool").addFilter(_is_no_address)
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=connections, max_retries=0)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def request(  # noqa: PLR0917  # the signature is the SDK's
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002  # the SDK's signature; the time limits are ours
        allow_redirects: bool = False,
    ) -> Response:
        """One request, not retried. Raises SendError, also for the refusals that the SDK would raise as its own
        exceptions: those repeat the person's number and forget the headers.
        """
        try:
            response = self._session.request(
                method,
                self._moved(uri),
                params=params,  # type: ignore[arg-type]  # the SDK says `object` and means strings and numbers
                **_written(data, headers),
                headers=headers,
                auth=auth,
                timeout=self._timeout,
                allow_redirects=allow_redirects,
            )
        except requests.RequestException as error:
            log.warning("twilio_silent", error=type(error).__name__)
            raise ProviderDown from None
        response.encoding = "utf-8"  # JSON is; without a charset in the header it would be guessed, slowly
        if response.status_code >= 400:
            raise failure_for(code=_code(response), status=response.status_code, headers=response.headers)
        return Response(response.status_code, response.text, response.headers)

    def close(self) -> None:
        self._session.close()

    def _moved(self, uri: str) -> str:
        if self._origin is None:
            return uri
        scheme, netloc, prefix = self._origin
        parts = urlsplit(uri)
        return urlunsplit((scheme, netloc, prefix + parts.path, parts.query, ""))


def _written(data: dict[str, object] | None, headers: dict[str, str] | None) -> dict[str, Any]:
    """As a form, or as JSON where the SDK says so."""
    is_json = (headers or {}).get("Content-Type") == "application/json"
    return {"json": data} if is_json else {"data": data}


def _is_no_address(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


def _code(response: requests.Response) -> int:
    """Twilio's number for a refusal, or the HTTP status where it names none, as a proxy before it would."""
    try:
        code = response.json()["code"]
    except (json.JSONDecodeError, requests.JSONDecodeError, KeyError, TypeError):
        return response.status_code
    return code if isinstance(code, int) else response.status_code
