"""The sentences of the operators' console: key -> English; translated like those of `locales.sentences`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark for extraction; translated when said."""
    return sentence


CONSOLE: Final[Mapping[str, str]] = {
    # The frame
    "console_title": N_("Console"),
    # Translators: a link that jumps over the menu, for people who use the keyboard or a screen reader.
    "console_skip": N_("Skip to the content"),
    "console_menu": N_("Pages"),
    "console_sign_out": N_("Sign out"),
    "console_back_to_start": N_("Back to the start"),
    "console_nothing_here": N_("There is nothing at this address. What it showed may have been erased."),
    # Translators: the page was open for too long, or another site sent the form.
    "console_form_old": N_("This form is too old. Please load the page again and repeat what you did."),
    "console_not_for_you": N_("Your account is not allowed to do this. Ask who runs the service."),
    "console_older": N_("Older"),
    # Signing in
    "console_sign_in": N_("Sign in"),
    "console_name": N_("Name"),
    "console_password": N_("Password"),
    "console_wrong_password": N_("The name or the password is not right."),
    "console_too_many_tries": N_("Too many wrong tries. Wait five minutes and try again."),
    "console_sign_in_help": N_("No account, or the password forgotten? Ask who runs the service."),
    # The log
    "console_nav_log": N_("Log"),
    "console_log_lead": N_("What was looked at and what was changed, and by whom. Times are in UTC."),
    "console_log_when": N_("When"),
    "console_log_who": N_("Who"),
    "console_log_what": N_("What"),
    "console_log_about": N_("About"),
    "console_log_reason": N_("Reason"),
    # Translators: these are lines of the log; the column before them has the name of who did it.
    "console_did_sign_in": N_("signed in"),
    "console_did_sign_out": N_("signed out"),
}
