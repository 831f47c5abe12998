"""What `rumbo doctor` asks Twilio: whether the account works, what time it is there, and whom our number calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from channels.errors import ConfigurationError
from channels.sending import SendError
from channels.twilio.send import TwilioAccount, client_for

MESSAGES_PATH = "/webhooks/twilio"
#: Links and sessions expire by our clock, and messages are sought at Twilio by it.
MOST_OFF = timedelta(minutes=2)


class TwilioTrouble(ConfigurationError):  # noqa: N818 - says what is wrong
    """Something at Twilio keeps people from being answered."""


def account_works(account: TwilioAccount) -> str:
    """Raises TwilioTrouble."""
    status = json.loads(_account(account)[0]).get("status")
    if status != "active":
        raise TwilioTrouble(f"The account is {status}, not active: look at it in Twilio's console.")
    return "reached, account active"


def clock_is_right(account: TwilioAccount, now: datetime) -> str:
    """Compared with Twilio's. Raises TwilioTrouble."""
    off = abs(parsedate_to_datetime(_account(account)[1]).astimezone(UTC) - now)
    if off > MOST_OFF:
        raise TwilioTrouble(f"This machine's clock is {off.total_seconds():.0f} s off: switch time synchronisation on.")
    return f"{off.total_seconds():.0f} s off"


def webhook_is_ours(account: TwilioAccount) -> str:
    """Whether the number, or the messaging service, calls this service. Raises TwilioTrouble."""
    wanted = account.public_url.rstrip("/") + MESSAGES_PATH
    called = list(_called(account))
    for address in called:
        if address.rstrip("/") != wanted:
            raise TwilioTrouble(
                f"Twilio calls {address or 'nobody'} when a message comes; it should be {wanted}. Set it at the number "
                "or messaging service (docs/how-to/connect-twilio.md)."
            )
    whatsapp = "; WhatsApp's address is in Twilio's console alone" if account.whatsapp_from else ""
    return (wanted if called else "no number to ask about") + whatsapp


def _called(account: TwilioAccount) -> Iterator[str]:
    """The addresses that are called for SMS."""
    client = client_for(account)
    if account.sms_from is None:
        return
    try:
        if account.sms_from.startswith("MG"):
            yield client.messaging.v1.services(account.sms_from).fetch().inbound_request_url or ""
        else:
            numbers = client.incoming_phone_numbers.list(phone_number=account.sms_from, limit=1)
            if not numbers:
                raise TwilioTrouble("TWILIO_SMS_FROM is no number of this account.")
            yield numbers[0].sms_url or ""
    except SendError as error:
        raise TwilioTrouble(f"Twilio did not say whom it calls: {error}") from None


def _account(account: TwilioAccount) -> tuple[str, str]:
    """What Twilio says of the account, and its time. Raises TwilioTrouble."""
    try:
        answer = client_for(account).request("GET", f"https://api.twilio.com/2010-04-01/Accounts/{account.sid}.json")
    except SendError as error:
        raise TwilioTrouble(f"Twilio: {error} Look at TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the way out.") from None
    return str(answer.text), str(answer.headers.get("Date", ""))
