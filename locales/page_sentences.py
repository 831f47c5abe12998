"""The sentences of the pages that a browser shows: key -> English; translated like those of `locales.sentences`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark for extraction; translated when said."""
    return sentence


PAGES: Final[Mapping[str, str]] = {
    # Translators: title of the page with a phone on it.
    "try_title": N_("Try Rumbo"),
    "try_lead": N_("A phone to try the service. Nothing is sent anywhere; answers are what a person would get."),
    "try_page_language": N_("Language of this page"),
    "try_channel": N_("Channel"),
    # Translators: button: start again as somebody who has never written.
    "try_new_person": N_("New person"),
    "try_phone": N_("Phone"),
    "try_messages": N_("Messages"),
    "try_your_message": N_("Your message"),
    "try_send": N_("Send"),
    "try_you": N_("You"),
    "try_empty": N_("Write a question, for example: how much does it cost to ask for asylum"),
    "try_enter_sends": N_("Enter sends. Telephone numbers that you type are hidden, as they are in our records."),
    "try_segments_one": N_("{number} SMS segment"),
    "try_segments_many": N_("{number} SMS segments"),
    "try_characters_one": N_("{number} character"),
    "try_characters_many": N_("{number} characters"),
    # Translators: the answer has not come within some seconds.
    "try_late": N_("The answer is late. It will be here when you load the page again."),
    # Translators: the person asked to be erased, and was.
    "try_erased": N_("Everything about this person was erased."),
}
