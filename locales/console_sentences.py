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
    # Moments
    "console_now": N_("just now"),
    "console_minutes": N_("{number} min"),
    "console_hours": N_("{number} h"),
    "console_days": N_("{number} days"),
    # Now: the list of conversations
    "console_nav_now": N_("Now"),
    "console_urgent": N_("Urgent"),
    "console_in_danger_one": N_("{number} person in danger, nobody with them yet"),
    "console_in_danger_many": N_("{number} people in danger, nobody with them yet"),
    # Translators: what the service decided about a question.
    "console_decision_answer": N_("Answered"),
    "console_decision_offer": N_("Topics offered"),
    "console_decision_decline": N_("No answer"),
    "console_decision_urgent": N_("Urgent"),
    "console_decision_command": N_("Command"),
    "console_channel_sms": N_("SMS"),
    "console_channel_whatsapp": N_("WhatsApp"),
    "console_state_waiting": N_("Waiting for a person"),
    "console_state_mine": N_("With me"),
    "console_state_taken": N_("With somebody of us"),
    "console_state_solved": N_("Solved"),
    "console_no_text": N_("(no text)"),
    # Translators: stand where the words of a message would stand.
    "console_kind_voice": N_("(voice note, not kept here)"),
    "console_kind_media": N_("(picture or file, not kept here)"),
    "console_kind_location": N_("(location, not kept here)"),
    # Translators: a picture to show to officials, which was sent to the person.
    "console_card": N_("Interpreter card that was sent, as a picture"),
    "console_recording": N_("Recording that was sent"),
    "console_waits": N_("waiting: {time}"),
    # Translators: {name} is the colleague who answers this person now.
    "console_with": N_("with {name}"),
    "console_with_service": N_("with the service"),
    "console_stopped": N_("sent STOP"),
    "console_none_yet": N_("No conversations yet. They appear here by themselves."),
    "console_none_filtered": N_("No conversation fits these filters."),
    "console_newest": N_("Back to the newest"),
    "console_no_script": N_("Without JavaScript the page shows news when you load it again."),
    "console_search": N_("Search"),
    "console_search_words": N_("Words of a message"),
    "console_nothing_found": N_("No message has all of these words. Try fewer, or other ones."),
    "console_filters": N_("Filters"),
    "console_any": N_("any"),
    "console_apply": N_("Show"),
    "console_all": N_("Show all"),
    "console_filter_state": N_("State"),
    "console_filter_language": N_("Language"),
    "console_filter_channel": N_("Channel"),
    "console_filter_decision": N_("Decision"),
    "console_filter_article": N_("Topic"),
    # Handoffs
    "console_nav_handoffs": N_("Handoffs"),
    "console_handoffs_lead": N_("Who waits for somebody of us: danger first, then whoever waits longest."),
    "console_handoff_who": N_("Person"),
    "console_handoff_why": N_("Why"),
    "console_handoff_waits": N_("Waiting"),
    "console_handoff_where": N_("Country"),
    "console_handoff_last": N_("Last message"),
    "console_asked_for_person": N_("Asked for a person"),
    # Translators: {towns} is a list of towns whose speech differs, to find the right interpreter.
    "console_ask_which_town": N_("Ask which town: {towns}"),
    # Translators: {town} is the town of the person, in their own words; an interpreter must speak as people do there.
    "console_town": N_("town: {town}"),
    "console_unknown": N_("not known"),
    "console_nobody_waits": N_("Nobody waits."),
    "console_office_open": N_("People are told that we are here: {hours}."),
    "console_office_closed": N_("We are closed now. People are told when we are here: {hours}."),
    "console_office_unknown": N_("No office hours are set (OFFICE_HOURS), so people are not told when we are here."),
    # One conversation
    "console_conversation": N_("Conversation {who}"),
    "console_first_seen": N_("first wrote {time}"),
    "console_said_person": N_("The person"),
    "console_to_you": N_("for us to answer"),
    # Translators: {article} is the title of the article that somebody said belongs to the question.
    "console_labelled": N_("belongs to: {article}"),
    "console_correction": N_("correction"),
    "console_called_wrong": N_("called wrong"),
    "console_judge": N_("Was this right?"),
    "console_label_with": N_("Article that answers it"),
    "console_keep": N_("Save"),
    "console_call_wrong": N_("The answer was wrong"),
    "console_not_wrong": N_("The answer was right after all"),
    # Translators: how far a message has come.
    "console_sent_planned": N_("to be sent"),
    "console_sent_sending": N_("being sent"),
    "console_sent_accepted": N_("on its way"),
    "console_sent_sent": N_("sent"),
    "console_sent_delivered": N_("delivered"),
    "console_sent_read": N_("read"),
    "console_sent_undelivered": N_("not delivered"),
    "console_sent_failed": N_("not sent"),
    "console_sent_suppressed": N_("not sent: STOP"),
    "console_stopped_long": N_("This person sent STOP: nothing can be written to them until they send START."),
    "console_window_open": N_("WhatsApp lets us write until {time}."),
    "console_window_closed": N_(
        "WhatsApp lets us write only within 24 hours of the person's last message. Wait until they write again."
    ),
    "console_reply": N_("Answer in person"),
    "console_your_reply": N_("Your message ({language})"),
    "console_count_empty": N_("What you write is counted here as it will be sent."),
    "console_count": N_("Count"),
    "console_canned": N_("Answer of an article"),
    "console_insert": N_("Insert"),
    "console_hand_back": N_("Hand back to the service"),
    "console_solved": N_("Mark as solved"),
    "console_mine_help": N_(
        "The service is silent here, except in danger and on STOP. After eight hours without a message from you it "
        "answers again by itself."
    ),
    "console_take": N_("Take over"),
    "console_take_from": N_("Take over from {name}"),
    "console_take_help": N_("The person is told that somebody of us is here, and the service falls silent."),
    "console_cannot_write": N_("You cannot write to this person now."),
    "console_not_sent": N_("Nothing was sent: the message is empty, or this person cannot be written to now."),
    "console_taken_by_other": N_("{name} has this conversation now. Nothing of yours was sent."),
    "console_taken_by_nobody": N_(
        "Nobody has this conversation any more. Nothing of yours was sent; take it over first."
    ),
    "console_side": N_("Notes and data"),
    "console_notes": N_("Notes"),
    "console_notes_none": N_("Only we see notes. They go when the person's data goes."),
    "console_note": N_("A note for the others"),
    "console_reveal": N_("Show the number"),
    "console_reveal_help": N_("The log keeps that you looked, and why."),
    "console_reason": N_("Reason"),
    "console_reason_needed": N_("Write in a few words why you need the number."),
    "console_number": N_("Number"),
    "console_erase": N_("Erase the person"),
    "console_erase_help": N_("Everything about this person is deleted, here and at the provider. It cannot be undone."),
    "console_erase_sure": N_("Yes, delete everything"),
    "console_erase_unsure": N_("Nothing was erased: give a reason and tick that you are sure."),
    "console_erased": N_("Everything about this person was deleted."),
    # Alarms, by e-mail or webhook
    "alarm_subject": N_("Rumbo: {number} in danger"),
    # Translators: {kinds} are words like violence, kidnapped, child; {link} is an address.
    "alarm_text": N_("{number} in danger now ({kinds}), nobody of us with them yet. Take over: {link}"),
    # Translators: subject of an e-mail to operators; {names} are words like model, database, sending_sms.
    "alarm_trouble_subject": N_("Rumbo is in trouble: {names}"),
    # Translators: {link} is an address.
    "alarm_trouble_text": N_(
        "The service goes on as well as it can. What is wrong now: {link}. This comes at most once an hour."
    ),
    # Translators: button: sign in with the account that the person has at their organisation.
    "console_openid": N_("Sign in with your organisation's account"),
    "console_openid_failed": N_("Your organisation's sign-in did not work. Try again, or ask who runs the service."),
    "console_openid_no_role": N_("Your account has no role here. Ask who runs the service."),
    # The log
    "console_nav_log": N_("Log"),
    "console_log_lead": N_("What was looked at and what was changed, and by whom."),
    "console_log_when": N_("When"),
    "console_log_who": N_("Who"),
    "console_log_what": N_("What"),
    "console_log_about": N_("About"),
    "console_log_reason": N_("Reason"),
    # Translators: these are lines of the log; the column before them has the name of who did it.
    "console_did_sign_in": N_("signed in"),
    "console_did_sign_out": N_("signed out"),
    "console_did_searched": N_("searched in messages"),
    "console_did_look": N_("looked at a conversation"),
    "console_did_take": N_("took over a conversation"),
    "console_did_reply": N_("wrote to a person"),
    "console_did_back": N_("handed a conversation back"),
    "console_did_solved": N_("marked a conversation as solved"),
    "console_did_left_alone": N_("left a conversation alone; the service answers again"),
    "console_did_note": N_("wrote a note"),
    "console_did_label": N_("said which article belongs to a question"),
    "console_did_wrong": N_("called an answer wrong"),
    "console_did_not_wrong": N_("called an answer right after all"),
    "console_did_reveal": N_("saw a number"),
    "console_did_erase": N_("erased a person"),
}
