"""From Twilio's form to our types. Pure: the clock and our account come in as arguments.

Twilio adds fields without notice, so whatever is not named here is left alone. What is written here
about a person never reaches an error's sentence.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from channels.message import Channel, InboundMessage, Kind
from channels.sending import DeliveryState, StatusUpdate
from channels.twilio.errors import IgnoredMessage, MalformedMessage
from channels.twilio.failures import failure_for
from channels.twilio.form import Form

_MESSAGE_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
#: What Twilio puts into the Body of a document that came without words.
_FILE_NAME = re.compile(r"[^\n]+\.[A-Za-z0-9]{2,4}")
_ERROR_CODE = re.compile(r"[0-9]{1,6}")
#: `scheme:address`, as in `whatsapp:+15550100`; SMS has none.
_CHANNEL_ADDRESS = re.compile(r"([a-z]+):(.*)", re.DOTALL)

_CHANNELS = {"": Channel.SMS, "whatsapp": Channel.WHATSAPP}

#: Twilio has already answered these three by itself; it may add others, which we then handle like any text.
_OPT_OUT_TYPES = frozenset({"STOP", "START", "HELP"})

#: What a tap on a button or a list row says, best first. Payload and id are the words that we gave the
#: button, such as `2` or `MORE`, so a tap reads as if the person had typed them.
_TAPPED = ("ButtonPayload", "ListId", "ButtonText", "ListTitle")

#: States of messages that come in; nothing of ours has moved.
_INBOUND_STATES = frozenset({"receiving", "received"})

_STATES = {
    **{state.value: state for state in DeliveryState},
    # Only some of a group got it. We write to one person at a time; what matters is that it is not "failed".
    "partially_delivered": DeliveryState.DELIVERED,
}

_FAILED_STATES = frozenset({DeliveryState.UNDELIVERED, DeliveryState.FAILED})

#: Characters that turn the reading direction around: they could make a text look like another one to an
#: operator, and no language that we serve needs them.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def inbound(form: Form, received_at: datetime, *, account_sid: str) -> InboundMessage:
    """The message in a signed form.

    Raises MalformedMessage when it lacks a usable MessageSid, From, To or our AccountSid, and
    IgnoredMessage when there is nobody whom we could answer.
    """
    sid = _message_sid(form)
    _check_account(form, account_sid)
    channel, sender = _sender(form)
    tapped = next((text for field in _TAPPED if (text := readable(form.get(field)))), "")
    text = tapped or _written(form)
    opt_out = form.get("OptOutType").upper()
    return InboundMessage(
        sid=sid,
        channel=channel,
        sender=sender,
        recipient=_recipient(form, channel),
        text=text,
        kind=Kind.BUTTON if tapped else _kind(form, text),
        opt_out=opt_out if opt_out in _OPT_OUT_TYPES else None,
        received_at=received_at,
    )


def status(form: Form, *, account_sid: str) -> StatusUpdate:
    """The delivery report in a signed form.

    Raises MalformedMessage when MessageSid, MessageStatus or our AccountSid is missing or wrong, and
    IgnoredMessage for a state that says nothing about a message of ours.
    """
    sid = _message_sid(form)
    _check_account(form, account_sid)
    name = form.get("MessageStatus").lower()
    if not name:
        raise MalformedMessage("MessageStatus is missing.")
    if name in _INBOUND_STATES:
        raise IgnoredMessage("This status is about a message that came in.")
    state = _STATES.get(name)
    if state is None:
        raise IgnoredMessage("This status is not in our list.")
    failure = failure_for(code=_error_code(form)) if state in _FAILED_STATES else None
    return StatusUpdate(provider_sid=sid, state=state, failure=failure)


def _written(form: Form) -> str:
    text = readable(form.get("Body"))
    is_file_name = form.get("MessageType") == "document" and _FILE_NAME.fullmatch(text)
    return "" if is_file_name else text


def readable(text: str) -> str:
    """The text without what nobody can read: control characters but line breaks and tabs, lone halves of
    surrogate pairs, and marks that turn the reading direction around. Emoji and every letter stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if _is_readable(character)).strip()


def _is_readable(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in _DIRECTION_MARKS


def _error_code(form: Form) -> int | None:
    code = form.get("ErrorCode")
    return int(code) if _ERROR_CODE.fullmatch(code) and code != "0" else None


def _message_sid(form: Form) -> str:
    sid = form.get("MessageSid")
    if not sid:
        raise MalformedMessage("MessageSid is missing.")
    if not _MESSAGE_SID.fullmatch(sid):
        raise MalformedMessage("MessageSid is not an id of a message.")
    return sid


def _check_account(form: Form, account_sid: str) -> None:
    if form.get("AccountSid") != account_sid:
        raise MalformedMessage("AccountSid is not ours.")


def _address(form: Form, field: str) -> tuple[Channel, str]:
    address = form.get(field).strip()
    if not address:
        raise MalformedMessage(f"{field} is missing.")
    scheme, rest = match.groups() if (match := _CHANNEL_ADDRESS.fullmatch(address)) else ("", address)
    channel = _CHANNELS.get(scheme)
    if channel is None:
        raise IgnoredMessage("The message came by a channel that we do not serve.")
    return channel, rest


def _sender(form: Form) -> tuple[Channel, str]:
    channel, number = _address(form, "From")
    if _E164.fullmatch(number):
        return channel, number
    if channel is Channel.WHATSAPP:
        # Since 2026 a person may hide their number behind a name; `From` is then an id like US.1234.
        raise IgnoredMessage("The sender on WhatsApp hides their number, so we cannot answer.")
    if number.startswith("+"):
        raise MalformedMessage("From is not a telephone number.")
    if _SHORT_CODE.fullmatch(number):
        raise IgnoredMessage("The sender is a short code, which nobody reads.")
    raise IgnoredMessage("The sender is a name and not a number, so nobody would get an answer.")


def _recipient(form: Form, channel: Channel) -> str:
    its_channel, number = _address(form, "To")
    if its_channel is not channel:
        raise MalformedMessage("From and To are on different channels.")
    if not (_E164.fullmatch(number) or _SHORT_CODE.fullmatch(number)):
        raise MalformedMessage("To is not a telephone number.")
    return number


def _kind(form: Form, text: str) -> Kind:
    if text:
        return Kind.TEXT
    if form.get("Latitude") and form.get("Longitude"):
        return Kind.LOCATION
    if form.get("NumMedia") not in {"", "0"} or form.get("MediaUrl0"):
        return Kind.VOICE if form.get("MediaContentType0").lower().startswith("audio/") else Kind.MEDIA
    return Kind.EMPTY
