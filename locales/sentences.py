"""Every sentence that is not an article: key -> English. Translations are in `<tag>/LC_MESSAGES/rumbo.po`.

Plain words, six years of school, at most two SMS segments each. Placeholders have names and stay as they are.
Command words (MORE, MENU …) are the ones of `commands.yaml` in the language of the translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales.console_sentences import CONSOLE
from locales.page_sentences import PAGES
from locales.reading_sentences import READING
from locales.speaker_sentences import SPEAKERS


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark for extraction; translated when said."""
    return sentence


SENTENCES: Final[Mapping[str, str]] = {
    # Translators: before an answer that comes hours late, because the service was down.
    "sorry_for_the_wait": N_("We are sorry for the wait: our service was down."),
    # Translators: said once to a number that sends far more messages than anybody can read answers.
    "paused": N_(
        "We got very many messages from you in a short time, so we pause for a few minutes. In danger, write what is "
        "happening: that we always answer."
    ),
    # Translators: the first message a person ever gets. It must keep every promise in it.
    "utter_welcome": N_(
        "Hello, this is Rumbo: free information on migration and protection. We are not lawyers and not the "
        "government. We never ask for money or papers."
    ),
    # Translators: sent right after the welcome. STOP and LANGUAGE are command words.
    "utter_welcome_commands": N_("Write your question. For another language reply LANGUAGE. To stop reply STOP."),
    # Translators: answer to "hi" once the person has been welcomed.
    "utter_greet": N_("Hello. Write your question in your own words, or reply MENU to see topics."),
    "utter_thanks": N_("You are welcome. Write to us any time. Take care."),
    "utter_goodbye": N_("Goodbye. We are here whenever you need us. Take care."),
    # Translators: answer to "yes" or "ok" when there is nothing to agree to.
    "utter_affirm": N_("Good. Write your question, or reply MENU to see topics."),
    # Translators: answer to "no", for example after a list of topics that did not fit.
    "utter_deny": N_("All right. Ask again in other words, or reply HUMAN to talk to a person."),
    # Translators: answer to "who are you?", "are you a robot?", "is this immigration?".
    "utter_who_are_you": N_(
        "I am Rumbo, an automatic information service. It is free. I am not a person, not a lawyer and not the "
        "government. Every answer has a source: reply SOURCES. To talk to a person reply HUMAN."
    ),
    # Translators: list of command words.
    "utter_help": N_(
        "Write your question in your own words. Or reply MENU, GUIDE, MORE, SOURCES, LANGUAGE, HUMAN (a person), STOP, "
        "or DELETE (erase your data). If you are in danger, write what is happening."
    ),
    # Translators: leads a numbered list of topics.
    "utter_menu": N_("Reply with a number, write your own question, or reply GUIDE to find what fits you:"),
    # Translators: before the answer when somebody told of violence or a kidnapping that is over.
    "utter_gentle_line": N_(
        "We are sorry that you went through this. If you are in danger now, write what is happening."
    ),
    # Translators: leads a numbered list of up to three topics when we are not sure what was asked.
    "utter_offer": N_("Is it one of these? Reply with the number:"),
    # Translators: leads a numbered list; the question may be about these, or about the topic that was open before.
    "utter_offer_or_more": N_("Is it one of these? Reply with the number, or MORE to read on about the last topic:"),
    # Translators: the question goes on with the topic that is open, and the next part may answer it.
    "utter_maybe_more": N_("We may say more on this: reply MORE. For something else, ask with the name of the topic."),
    # Translators: as above, but everything we have on the topic was read.
    "utter_nothing_more": N_(
        "That is all we have on this topic. Ask with the name of another topic, or reply HUMAN for a person."
    ),
    # Translators: leads a numbered list; the person asked several questions at once and two are answered above.
    "utter_also_asked": N_("You also asked about this. Reply with the number:"),
    # Translators: the person asked again and the answer is the one we gave just before.
    "utter_same_answer": N_("The answer is the one we just gave. Reply MORE to read on, or HUMAN for a person."),
    # Translators: the person asked once more, or has read everything, and the answer is still the same.
    "utter_same_answer_person": N_(
        "Our answer is still the same, and that may not be what you need. A person can read your question: reply HUMAN."
    ),
    # Translators: "I don't understand"; the next part of the answer follows.
    "utter_in_other_words": N_("Sorry that it was not clear. A little more on it:"),
    # Translators: "I don't understand" when there is no more of the answer to read.
    "utter_not_understood_person": N_(
        "Sorry that it was not clear. We have no simpler words for it. A person can explain it: reply HUMAN."
    ),
    # Translators: "I don't understand" when nothing was answered.
    "utter_not_understood": N_(
        "Sorry that it was not clear. Write your question in a few words, or reply MENU, or HUMAN for a person."
    ),
    # Translators: the person is angry or insults us. Calm, no reproach.
    "utter_anger": N_(
        "We are sorry. It is hard not to get the help you need. A person can read your messages: reply HUMAN. Or write "
        "your question again."
    ),
    # Translators: the message was only a name or a long number (telephone, A-number, case number).
    "utter_personal": N_(
        "For your safety: we do not need names or numbers, please do not send them. Write only your question, or reply "
        "MENU."
    ),
    # Translators: below a general answer to "will they deport me?". A numbered list with free legal help follows.
    "utter_own_case": N_(
        "This is general. Only a lawyer who knows your case can tell you what to do in it. Reply with the number:"
    ),
    # Translators: leads a numbered list of topics and free legal help, after "what should I do in my case?".
    "utter_own_case_offer": N_(
        "We can only say what is true in general; a lawyer can advise you on your case. Reply with the number:"
    ),
    # Translators: asked once, below an answer.
    "utter_did_it_help": N_("Did this help?\n1 yes\n2 no"),
    # Translators: the same while numbers mean something else.
    "utter_did_it_help_in_words": N_("Did this help? Reply with yes or no."),
    # Translators: the answer did not help; leads a numbered list of other topics that we found.
    "utter_feedback_bad_topics": N_(
        "We are sorry. We noted it. Is it one of these? Reply with the number, or HUMAN for a person:"
    ),
    # Translators: {countries} is a numbered list of countries.
    "utter_which_country": N_("In which country? Reply with the number: {countries}"),
    # Translators: below emergency numbers of all countries. {countries} is a numbered list of countries.
    "utter_where_are_you": N_("Where are you? Reply with the number to get the exact lines: {countries}"),
    # Translators: stands above the first of six questions of the pathway finder.
    "utter_guide_intro": N_(
        "6 short questions, to find topics for you. Reply with a number; 0 skips. We keep none of your answers."
    ),
    # Translators: {choices} is a numbered list of countries.
    "utter_ask_guide_where": N_("1/6 Where are you now? {choices}"),
    # Translators: {choices} is a numbered list of eight countries; 9 is any other.
    "utter_ask_guide_origin": N_("2/6 Where are you from? {choices}\n9 another country"),
    "utter_ask_guide_fear": N_("3/6 Are you afraid to go back to your country?\n1 yes\n2 no\n0 skip"),
    "utter_ask_guide_family": N_(
        "4/6 Do you have a spouse, parent, child or sibling in the United States?\n1 yes, a citizen\n2 yes, a permanent "
        "resident\n3 yes, with asylum or refugee status\n4 no\n0 skip"
    ),
    "utter_ask_guide_minor": N_("5/6 Are you under 18?\n1 yes, and alone\n2 yes, with family\n3 no\n0 skip"),
    "utter_ask_guide_harm": N_(
        "6/6 Is one of these true for you?\n1 victim of a crime\n2 forced to work, or trafficked\n3 hurt by a spouse or "
        "parent\n4 I look for lawful work\n5 none\n0 skip"
    ),
    # Translators: the number was not on the list; the question follows again.
    "utter_guide_again": N_("That number is not on the list. Once more (0 skips):"),
    # Translators: leads a numbered list of up to three topics and free legal help.
    "utter_guide_result": N_(
        "These topics may concern you; only a lawyer can say it for your case. Reply with the number:"
    ),
    # Translators: the person typed a number or yes, but there is no list to choose from.
    "utter_no_list": N_("There is no list to choose from now. Write your question, or reply MENU."),
    # Translators: {highest} is the last number of the list.
    "utter_number_out_of_range": N_("That number is not on the list. Reply with a number from 1 to {highest}."),
    # Translators: the person said yes to a list of several topics. {highest} is the last number of the list.
    "utter_which_number": N_("Which one? Reply with a number from 1 to {highest}."),
    # Translators: after the last part of an article.
    "utter_end_of_article": N_(
        "That is all we have on this topic. Reply SOURCES to see where it comes from, ALERT to hear if it proves wrong,"
        " or MENU."
    ),
    # Translators: the person asked for MORE or SOURCES before any answer.
    "utter_no_topic": N_("There is no topic open now. Write your question, or reply MENU."),
    # Translators: the article was removed or is being checked.
    "utter_topic_gone": N_("This topic is being checked and cannot be read now. Reply MENU, or HUMAN for a person."),
    # Translators: the search found nothing.
    "utter_not_found": N_(
        "We have no answer to that. Ask again in other words, reply MENU for topics, or HUMAN for a person."
    ),
    # Translators: the question has nothing to do with migration or protection.
    "utter_out_of_scope": N_(
        "We only have information on migration and protection. Write a question on that, or reply MENU."
    ),
    # Translators: nothing readable in the message.
    "utter_gibberish": N_("We did not understand. Write your question in a few words, or reply MENU or HUMAN."),
    # Translators: leads a numbered list of lawful topics, after a request for smugglers or false papers.
    "utter_illegal_help": N_(
        "We do not help with smugglers, false papers or ways around the authorities. Lawful topics, reply with a "
        "number:"
    ),
    # Translators: said in the new language; {language} is its own name.
    "utter_language_set": N_("Done: {language}. Write your question."),
    # Translators: the person asked for a human being.
    "utter_human": N_(
        "A person will read your messages and write to you here as soon as possible. Meanwhile you can go on asking. "
        "If you are in danger, write what is happening."
    ),
    # Translators: somebody who works here answers from now on; sent without having been asked for.
    "operator_here": N_(
        "A person of our team is with you now and reads what you write. The automatic answers are off."
    ),
    # Translators: the person who answered has left the conversation.
    "operator_gone": N_(
        "The automatic answers are on again. Write your question, or reply HUMAN to ask for a person again."
    ),
    # Translators: below the answer to HUMAN. {hours} is like "Mon-Fri 9:00-17:00 (Mexico City)".
    "handoff_hours": N_("People are here {hours}."),
    # Translators: below the answer to HUMAN. {numbers} is like "Mexico: 911".
    "handoff_numbers": N_("In danger do not wait for us. Call {numbers}."),
    # Translators: confirms STOP. START is a command word.
    "utter_stopped": N_("You will get no more messages from Rumbo. To return, reply START."),
    # Translators: confirms START.
    "utter_started": N_("Rumbo is on again. Write your question, or reply MENU."),
    # Translators: confirms DELETE.
    "utter_deleted": N_("We are deleting your messages and your number here. Delete them on your phone too."),
    # Translators: confirms ALERT. On WhatsApp nobody may write later than a day after the person's last message.
    "utter_alert_on": N_(
        "Good. If this answer proves wrong in the next 30 days, we write to you here (on WhatsApp only within a day of "
        "your last message). STOP ends all messages."
    ),
    "utter_feedback_good": N_("Thank you for telling us. That helps us."),
    "utter_feedback_bad": N_("We are sorry. We noted it. Ask in other words, or reply HUMAN for a person."),
    # Translators: stands below an answer. {date} is the day on which we last checked it.
    "answer_checked": N_("Checked {date}. Reply MORE or SOURCES."),
    # Translators: stands below an answer whose review is overdue.
    "answer_overdue": N_("Last checked {date}; it may have changed. Reply MORE or SOURCES."),
    # Translators: stands below a further part of an article: which part of how many.
    "part_of": N_("({number}/{total})"),
    # Translators: stands below the last part of an article. ALERT is a command word.
    "part_last": N_("({number}/{total}) Reply ALERT to hear if this proves wrong."),
    # Translators: an earlier answer was wrong. {date}: when we gave it; {title}: of the article; {change}: one or two
    # whole sentences by an editor, up to 160 characters. All together must fit two SMS.
    "correction": N_(
        "Rumbo, correction. On {date} we answered you on: {title}. {change} For no more messages reply STOP."
    ),
    # Translators: stands below the article of the Declaration that belongs to a topic, in the person's language.
    "right_cited": N_("Universal Declaration of Human Rights, article {article}."),
    # Translators: the same where the language is written in the speech of one region; {place} is its name.
    "right_cited_of": N_("Universal Declaration of Human Rights, article {article}, as it is spoken in {place}."),
    # Translators: the interpreter card, which a person shows to officials. It claims no more than we can stand for:
    # to ask for an interpreter is open to everybody, a free one is certain in US immigration court only.
    "card_title": N_("I need an interpreter"),
    # Translators: {language} is the name of a language: "Mam" or "Mixtec (Tu'un Savi)".
    "card_speaks": N_("I speak {language}."),
    "card_town": N_("I am from {town}."),
    # Translators: the language has forms that do not understand each other.
    "card_varies": N_("The interpreter must speak it as in my region."),
    # Translators: {others} are languages that this one is often taken for: "Q'anjob'al, Akateko".
    "card_not": N_("{language} is not the same as: {others}."),
    "card_understands": N_("I do not understand Spanish or English well."),
    # Translators: on the card of somebody who speaks Spanish.
    "card_understands_es": N_("I do not understand English well."),
    # Translators: on the card of somebody who speaks English.
    "card_understands_en": N_("I do not understand Spanish well."),
    "card_asks": N_("Please find me an interpreter before I answer or sign anything."),
    "card_court": N_("In US immigration court the interpreter is free."),
    # Translators: at the bottom of the picture.
    "card_is": N_("This card is a request. It is not an identity document."),
    # Translators: instead of an answer that is too old to be safe.
    "withheld_overdue": N_(
        "{title}: this changes often and we last checked it on {date}. It is too old to be safe, so we do not repeat "
        "it. Reply SOURCES for the official pages, or HUMAN for a person."
    ),
    # Translators: instead of an answer that no reviewer has signed.
    "withheld_unsigned": N_(
        "{title}: a reviewer has not approved this answer yet. Reply SOURCES for the official pages, or HUMAN for a "
        "person."
    ),
    # Translators: leads the list of publishers and links.
    "sources_intro": N_("Where this comes from:"),
    "sources_checked": N_("We checked on {date}."),
    "cannot_read_media": N_("We can only read text, not pictures or files. Please write your question in a few words."),
    "cannot_read_location": N_(
        "For your safety we do not use or keep your location. Write your question. In danger, call the emergency number."
    ),
    "cannot_read_empty": N_("Your message arrived empty. Write your question in a few words, or reply MENU."),
    # Translators: something of ours is broken.
    "something_broke": N_(
        "Sorry, we cannot look this up right now. Write again in a few minutes. A person will see your message. If you "
        "are in danger call:"
    ),
    # Translators: danger now; a line with telephone numbers follows each of these.
    "danger_violence": N_("Call now if you can; if not, go where there are people. Keep messages short. Emergency:"),
    "danger_kidnapped": N_(
        "If you can do it safely, call now. Do not say where your family has money. If a relative is held: do not pay at "
        "once, keep the messages, call:"
    ),
    "danger_child": N_(
        "Call now and say that a child is alone or missing: no need to wait. Say name, age, clothes, last place. Child: "
        "stay where other families are."
    ),
    "danger_medical": N_(
        "Call now or go to the nearest hospital: emergency care is for everyone, with or without papers."
    ),
    "danger_lost": N_(
        "Call now. Stay where you are, save battery, stay in the shade, sip water. Say what you see around you. "
        "Emergency:"
    ),
    "danger_trafficking": N_(
        "Nobody may force you to work or keep your papers. When you can speak safely, call. You are not to blame."
    ),
    "danger_sexual_violence": N_(
        "You are not to blame. Go to a hospital today, with or without papers: medicine works best in the first days. "
        "Call:"
    ),
    "danger_suicide": N_("We are glad that you wrote. You matter. Please stay with somebody and call now; it is free:"),
    "danger_detention": N_(
        "Stay calm, do not run. Say: I want to remain silent, I want a lawyer. Sign nothing you do not understand. Say it "
        "if you fear to go back. In danger call:"
    ),
    **SPEAKERS,
    **PAGES,
    **CONSOLE,
    **READING,
}
