"""The real service, as browsers, scanners and Prometheus meet it."""

from __future__ import annotations

import httpx
import pytest

from channels.edge import HEADERS, LARGEST_BODY
from tests.service.conftest import Served
from tests.service.phone import MESSAGES, new_sid, post
from tests.service.running import DATA_KEY, TOKEN, until


@pytest.mark.parametrize(
    "path", ["/try", "/healthz", "/readyz", "/metrics", "/console/sign-in", "/nothing", "/assets/x"]
)
def test_every_page_has_the_headers(served: Served, path: str) -> None:
    """No page is shown inside another site or runs a foreign script."""
    response = httpx.get(served.rumbo.url + path, timeout=10)

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/try/messages", "/try/start", "/console/sign-in"])
def test_ten_megabytes_are_refused(served: Served, path: str) -> None:
    """A body that no form of ours has is 413, and the service answers on."""
    response = httpx.post(served.rumbo.url + path, content=b"text=" + b"x" * 10 * LARGEST_BODY, timeout=30)

    assert response.status_code == 413
    assert httpx.get(served.rumbo.url + "/healthz", timeout=10).status_code == 200


def test_ten_megabytes_signed_are_refused(served: Served) -> None:
    """Also with Twilio's signature nothing larger than Twilio sends is read; SECURITY.md names the answers."""
    phone = served.phone()
    large, huge = (phone.form("x" * length, new_sid()) for length in (200_000, 10_000_000))

    assert post(served.rumbo, MESSAGES, large).status_code == 400
    assert post(served.rumbo, MESSAGES, huge).status_code == 413


def test_recorded_request_sent_again_changes_nothing(served: Served) -> None:
    """Twilio signs no time, so an old request looks genuine; its id is known, and it is answered by nothing."""
    phone = served.phone()
    sid = phone.text("MENU")
    until(phone.received, "it was answered")
    heard = len(phone.received())

    for _ in range(3):
        phone.text("MENU", sid=sid)
    phone.text("AYUDA")
    until(lambda: len(phone.received()) > heard, "a new message was answered")

    assert sum(text == phone.received()[0] for text in phone.received()) == 1


def test_secrets_are_in_no_output(served: Served) -> None:
    """Neither DATA_KEY nor Twilio's token is in the log, on a page or in an error, whatever is asked."""
    pages = [
        httpx.get(served.rumbo.url + path, timeout=10).text
        for path in ("/readyz", "/metrics", "/try", "/console/sign-in", "/%00", "/try?lang=%ff", "/.env", "/../.env")
    ]
    post(served.rumbo, MESSAGES, served.phone().form("hola", "SMx"), signature="wrong")
    said = "\n".join([*pages, served.rumbo.output()])

    assert [secret for secret in (DATA_KEY, TOKEN) if secret in said] == []
