"""The sentences of the console's pages on questions, articles, languages and figures: key -> English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark for extraction; translated when said."""
    return sentence


READING: Final[Mapping[str, str]] = {
    # The menu
    "console_nav_unanswered": N_("Unanswered"),
    "console_nav_knowledge": N_("Knowledge"),
    "console_nav_languages": N_("Languages"),
    "console_nav_figures": N_("Figures"),
    # The log
    "console_did_read_unanswered": N_("read unanswered questions"),
    "console_did_propose": N_("proposed something for the articles"),
    "console_did_export_figures": N_("exported figures"),
    # Unanswered
    "unanswered_lead": N_(
        "What people asked in the last {days} days without a good answer, by what it is about; most people "
        "first. Names and numbers were taken out of the texts."
    ),
    "unanswered_proposals": N_("Proposals ({number})"),
    "unanswered_language": N_("Language"),
    "unanswered_why": N_("Why"),
    "unanswered_any": N_("All"),
    "unanswered_filter": N_("Show"),
    "unanswered_declined": N_("No answer"),
    "unanswered_bad": N_("Did not help"),
    "unanswered_wrong": N_("Wrong answer"),
    "unanswered_no_search": N_("The search is not available, so questions cannot be grouped. `rumbo doctor` says why."),
    "unanswered_pending": N_(
        "{number} of {all} questions are still being sorted. Load the page again in a few seconds."
    ),
    "unanswered_nothing": N_("Nothing is waiting here: every question had an answer."),
    "unanswered_person": N_("person"),
    "unanswered_people": N_("people"),
    "unanswered_message": N_("{number} message"),
    "unanswered_messages": N_("{number} messages"),
    # Translators: before the title of the article that did not help.
    "unanswered_was_told": N_("was told: {title}"),
    "unanswered_near": N_("Nearest articles:"),
    "unanswered_add_wording": N_("Propose a wording"),
    "unanswered_start_article": N_("Propose an article"),
    "unanswered_bigger": N_("Bigger groups"),
    "unanswered_smaller": N_("Smaller groups"),
    # Proposing
    "propose_lead": N_(
        "A proposal changes nothing that people read. It is put beside the articles with your name, and an "
        "editor takes it over or drops it."
    ),
    "propose_asked": N_("Somebody asked:"),
    "propose_about": N_("What should the article be about?"),
    "propose_article": N_("The article that answers it"),
    "propose_language": N_("Language of the wording"),
    "propose_wordings": N_("How people ask it, one way a line"),
    "propose_hint": N_(
        "Write it as people text, in your own words: what a person wrote is theirs and does not go into the "
        "folder. A few short words may stay as they are."
    ),
    "propose_note": N_("A note to the editors (nothing about a person)"),
    "propose_send": N_("Send the proposal"),
    "propose_wordings_number": N_("Write at least one way to ask, and at most twelve."),
    "propose_own_words": N_("These are the person's own words. Please write the question as somebody else would."),
    "propose_what_for": N_("Choose an article, or say what a new one should be about."),
    "propose_which_language": N_("Choose the language of the wording."),
    "propose_cannot_write": N_("The folder of proposals cannot be written to. Ask who runs the service."),
    "proposals_title": N_("Proposals for the editors"),
    "proposals_lead": N_(
        "None of this is in service. Editors see it with `rumbo knowledge proposals`, and take it over or drop it."
    ),
    "proposals_none": N_("There are no proposals."),
    "proposals_new": N_("A new article: {about}"),
    "proposals_by": N_("proposed by {name} on {day}"),
    # Knowledge
    "knowledge_lead": N_(
        "How every article stands, and how often people were told it in {days} days. Nothing is changed here:"
        " the folder of articles is the truth."
    ),
    "knowledge_which": N_("Which articles"),
    "knowledge_all": N_("All ({number})"),
    "knowledge_attention": N_("Need somebody ({number})"),
    "knowledge_unsigned": N_("{number} of {all} articles are not signed as they stand now."),
    "knowledge_held": N_("Held back, or not readable: {number}"),
    "knowledge_no_search": N_("The search is not available, so no question can be tried. `rumbo doctor` says why."),
    "knowledge_try": N_("Try a question"),
    "knowledge_question": N_("A question, as somebody would text it"),
    "knowledge_channel": N_("Channel"),
    "knowledge_letters": N_("{number} characters"),
    "knowledge_article": N_("Article"),
    "knowledge_standing": N_("State"),
    "knowledge_review": N_("Review due"),
    "knowledge_languages": N_("Languages"),
    "knowledge_recording": N_("with recording"),
    "knowledge_recordings": N_("Recordings"),
    "knowledge_told": N_("Told"),
    "knowledge_told_in": N_("Told in {days} days"),
    "knowledge_thumbs": N_("Feedback"),
    "knowledge_good": N_("helped:"),
    "knowledge_bad": N_("did not help:"),
    "knowledge_problems": N_("Problems"),
    "knowledge_no_problems": N_("The check found nothing."),
    "knowledge_error": N_("error"),
    "knowledge_warning": N_("warning"),
    "knowledge_full": N_("answered"),
    "knowledge_caveat": N_("answered with a caveat"),
    "knowledge_withheld_overdue": N_("withheld: overdue"),
    "knowledge_withheld_unsigned": N_("withheld: unsigned"),
    # Translators: a pathway that can be used today.
    "knowledge_open": N_("open"),
    "knowledge_closed": N_("closed"),
    "knowledge_contested": N_("contested"),
    "knowledge_high_risk": N_("high risk"),
    "knowledge_signed": N_("signed"),
    "knowledge_changed": N_("changed since signed"),
    "knowledge_never_signed": N_("not signed"),
    "knowledge_overdue": N_("{number} days overdue"),
    "knowledge_days_left": N_("in {number} days"),
    "knowledge_phone": N_("On a phone"),
    "knowledge_checked": N_("Last checked"),
    "knowledge_owner": N_("Looked after by"),
    "knowledge_signatures": N_("Signatures"),
    "knowledge_facts": N_("Facts"),
    "knowledge_not_confirmed": N_("not confirmed"),
    "knowledge_sources": N_("Sources"),
    "knowledge_found": N_("What the search decides"),
    "knowledge_caught": N_("The dialogue takes this for {what} and does not search. The search alone would say:"),
    "knowledge_probability": N_("Probability"),
    "knowledge_nothing_tried": N_("Write a question first."),
    # Languages
    "languages_lead": N_(
        "The {number} languages of the register, those that most people speak first: what there is, and what "
        "is missing. People are counted by the language that they chose, or were last answered in, over "
        "{days} days."
    ),
    "languages_hidden": N_(
        "{languages} languages have few speakers here and are not shown one by one; together {people} people "
        "speak them."
    ),
    "languages_language": N_("Language"),
    "languages_level": N_("Level"),
    "languages_level_full": N_("articles and sentences"),
    "languages_level_phrases": N_("sentences"),
    "languages_level_listed": N_("interpreter card"),
    "languages_sentences": N_("Sentences"),
    "languages_complete": N_("complete"),
    "languages_some": N_("{said} of {all}"),
    "languages_unsigned": N_("{number} not signed"),
    "languages_none": N_("{number} missing"),
    "languages_articles": N_("Articles"),
    # Translators: whether articles of the Universal Declaration are at hand in the language.
    "languages_right": N_("Rights"),
    "languages_yes": N_("yes"),
    "languages_missing": N_("missing"),
    "languages_words": N_("Menu words"),
    "languages_recognised": N_("Recognised"),
    "languages_recognised_alone": N_("yes"),
    "languages_recognised_kin": N_("with its kin"),
    "languages_recognised_no": N_("no"),
    "languages_help": N_(
        "Sentences come from speakers: `rumbo languages export TAG` makes a table for them. Nothing is said "
        "before a named speaker signs it."
    ),
    # Figures
    "figures_period": N_("Period"),
    "figures_days": N_("{number} days"),
    "figures_csv": N_("Everything as CSV"),
    "figures_not_yet": N_("The figures are being counted. Load the page again in a minute."),
    "figures_as_of": N_("From {start} until {time} UTC."),
    "figures_rule": N_(
        "Numbers behind which there are fewer than five people are not shown, nor what would give them away."
    ),
    "figures_few": N_("fewer than five people"),
    "figures_too_few": N_("Too few people for this to be shown."),
    "figures_nothing": N_("Nothing in this period."),
    "figures_total": N_("Total"),
    "figures_together": N_("{number} together"),
    "figures_as_table": N_("As a table"),
    "figures_chart_described": N_("A bar for each day from {start} to {end}. The table below has the same numbers."),
    "figures_within": N_("within {time}"),
    "figures_more": N_("later"),
    "figures_never": N_("nobody came"),
    "figures_helped": N_("Said it helped"),
    "figures_half_within": N_("Half of the answers"),
    "figures_cost_estimated": N_("Cost (estimate)"),
    "figures_most_within": N_("Half of the answers were ready {half}, 95 of 100 {most}."),
    "figures_prices": N_("Estimated from list prices, without carrier fees (channels/prices.yaml)."),
    "figures_by_day": N_("Messages and people by day"),
    "figures_first_by_day": N_("Day"),
    "figures_outcomes_by_day": N_("What became of them, by day"),
    "figures_first_outcomes_by_day": N_("Day"),
    "figures_outcomes": N_("What became of messages"),
    "figures_first_outcomes": N_("Outcome"),
    "figures_outcome_answer": N_("Answered"),
    "figures_outcome_offer": N_("Topics offered"),
    "figures_outcome_decline": N_("No answer"),
    "figures_outcome_urgent": N_("Urgent"),
    "figures_outcome_rest": N_("Everything else"),
    "figures_outcome_other": N_("Commands, small talk"),
    "figures_languages": N_("Languages of the answers"),
    "figures_first_languages": N_("Language"),
    "figures_topics": N_("What people were told about"),
    "figures_first_topics": N_("Article"),
    "figures_replies": N_("How soon answers were ready"),
    "figures_first_replies": N_("Ready"),
    "figures_reasons": N_("Why a person was needed"),
    "figures_first_reasons": N_("Reason"),
    "figures_reasons_human": N_("asked for a person"),
    "figures_reasons_urgent": N_("urgent"),
    "figures_reasons_violence": N_("violence"),
    "figures_reasons_kidnapped": N_("kidnapping"),
    "figures_reasons_child": N_("a child alone or missing"),
    "figures_reasons_medical": N_("illness or injury"),
    "figures_reasons_lost": N_("lost"),
    "figures_reasons_trafficking": N_("trafficking"),
    "figures_reasons_sexual_violence": N_("sexual violence"),
    "figures_reasons_suicide": N_("suicide"),
    "figures_reasons_detention": N_("detention"),
    "figures_waits": N_("How soon a person came"),
    "figures_first_waits": N_("Came"),
    "figures_channels": N_("Channels"),
    "figures_first_channels": N_("Channel"),
    "figures_channels_sms": N_("SMS"),
    "figures_channels_whatsapp": N_("WhatsApp"),
    "figures_cost": N_("What was sent, and its cost"),
    "figures_first_cost": N_("Channel"),
    "figures_delivery": N_("What became of what was sent"),
    "figures_first_delivery": N_("State"),
    "figures_delivery_planned": N_("not sent yet"),
    "figures_delivery_sending": N_("being handed over"),
    "figures_delivery_accepted": N_("accepted by the provider"),
    "figures_delivery_sent": N_("sent"),
    "figures_delivery_undelivered": N_("undelivered"),
    "figures_delivery_failed": N_("failed"),
    "figures_delivery_delivered": N_("delivered"),
    "figures_delivery_read": N_("read"),
    "figures_delivery_suppressed": N_("held back after STOP"),
    "figures_feedback": N_("Whether answers helped"),
    "figures_first_feedback": N_("Said"),
    "figures_feedback_good": N_("helped"),
    "figures_feedback_bad": N_("did not help"),
    "figures_feedback_by_article": N_("Whether answers helped, by article"),
    "figures_first_feedback_by_article": N_("Article"),
    "figures_column_messages": N_("Messages"),
    "figures_column_people": N_("People"),
    "figures_column_number": N_("Number"),
    "figures_column_share": N_("Share"),
    "figures_column_bubbles": N_("Messages sent"),
    "figures_column_segments": N_("Segments"),
    "figures_column_dollars": N_("US dollars"),
    "figures_column_good": N_("Helped"),
    "figures_column_bad": N_("Did not help"),
    "figures_csv_from": N_("from"),
    "figures_csv_to": N_("to"),
    "figures_csv_table": N_("table"),
    "figures_csv_row": N_("row"),
    "figures_csv_column": N_("column"),
    "figures_csv_value": N_("value"),
    "figures_csv_note": N_("note"),
}
