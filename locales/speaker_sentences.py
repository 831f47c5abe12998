"""What we say to who speaks an Indigenous language, in Spanish or English: key -> English, as in `locales.sentences`.

In the Indigenous languages themselves we say nothing of our own making: see docs/how-to/speak-an-indigenous-language.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark for extraction; translated when said."""
    return sentence


SPEAKERS: Final[Mapping[str, str]] = {
    # Translators: {languages} and {countries} are numbered lines.
    "utter_language_list": N_(
        "Your language? Reply with the number.{languages}\nOthers by country, or MORE:{countries}\n0 It is not here"
    ),
    # Translators: the message was in neither Spanish nor English. 1 is Spanish.
    "utter_which_language": N_(
        "Do you speak an Indigenous language? Reply with the number.{languages}\nOthers by country, or MORE:{countries}\n"
        "0 It is not here"
    ),
    # Translators: the person wants the interpreter card.
    "utter_language_for_card": N_(
        "The card asks for an interpreter of your language. Which one is it? Reply with the number.{languages}\n"
        "Others by country, or MORE:{countries}\n0 It is not here"
    ),
    # Translators: a further page of countries. MORE is a command word.
    "utter_more_countries": N_("By country. Reply with the number, or MORE.{countries}\n0 It is not here"),
    # Translators: a page of the languages of a country.
    "utter_country_languages": N_("{country}. Reply with the number.{languages}\n0 It is not here"),
    # Translators: the same with a further page. MORE is a command word.
    "utter_country_languages_more": N_("{country}. Reply with the number, or MORE.{languages}\n0 It is not here"),
    "utter_name_your_language": N_("Write only the name of your language."),
    # Translators: asked once, when a message looks like it. {language} is its own name, then the Spanish one.
    "utter_do_you_speak": N_("Do you speak {language}?"),
    # Translators: the message may be in any of these, which are alike. {other} and {no} are numbers.
    "utter_which_of_these": N_(
        "Do you speak one of these? Reply with the number.{languages}\n{other} Another language\n{no} No"
    ),
    "utter_option_yes": N_("Yes"),
    "utter_option_no": N_("No"),
    "utter_option_other_language": N_("Another language"),
    # Translators: the person said that they do not speak the language that we asked about.
    "utter_not_spoken": N_("All right. Write your question, or reply MENU."),
    # Translators: say in which language the answers come: that of your translation.
    # Translators: confirms the language; what there is for its speakers follows, numbered. {language} is its name.
    "utter_noted_language": N_(
        "We noted: {language}. We do not have answers in it yet, they come in English. Write your question, or reply "
        "with a number:"
    ),
    # Translators: the same for a language that is not in our list.
    "utter_noted_other_language": N_(
        "We noted: {language}. We have no answers in it yet. Write your question, or reply with a number:"
    ),
    # Translators: the same in words, because a numbered list of topics follows. CARD, RIGHT, HUMAN are command words.
    "utter_noted_language_rights": N_(
        "We noted: {language}. Our answers come in English. Reply CARD to ask for an interpreter, RIGHT for your rights "
        "in your language, HUMAN for a person."
    ),
    "utter_noted_language_words": N_(
        "We noted: {language}. Our answers come in English. Reply CARD to ask for an interpreter, HUMAN for a person."
    ),
    "utter_option_card": N_("Card to ask for an interpreter"),
    "utter_option_right": N_("Your rights in your language"),
    "utter_option_human": N_("A person"),
    "utter_option_language": N_("Choose your language"),
    # Translators: leads a numbered list of topics; the message was in an Indigenous language.
    "utter_offer_speaker": N_(
        "We do not understand all of your message. Is it one of these? Reply with the number, or HUMAN for a person:"
    ),
    "utter_not_found_speaker": N_(
        "Sorry, we do not understand your language well enough. Write a few words in Spanish (asylum, work, family...), "
        "or reply HUMAN: a person reads it."
    ),
    # Translators: below the interpreter card.
    "card_how": N_("Show this to the police, in court or in a hospital."),
    # Translators: leads a numbered list of rights.
    "utter_rights": N_("The rights of every person, in your language (United Nations). Reply with the number:"),
    "utter_right_asylum": N_("To ask for asylum"),
    "utter_right_detention": N_("Not to be detained without a reason"),
    "utter_right_law": N_("The same law for all"),
    "utter_right_family": N_("Family"),
    "utter_right_work": N_("Work"),
    # Translators: stands below an answer. RIGHT is a command word.
    "answer_checked_right": N_("Checked {date}. Reply MORE, SOURCES or RIGHT (in {language})."),
    "answer_overdue_right": N_("Last checked {date}; it may have changed. Reply MORE, SOURCES or RIGHT."),
    # Translators: answer to a voice note; two numbered choices follow.
    "utter_voice_note": N_("We cannot hear voice notes. Write your question in a few words, or reply with a number:"),
    # Translators: the person asked for a human being; {language} is the language they speak.
    "utter_human_speaker": N_(
        "A person will read your messages and write to you here as soon as possible. They see that you speak {language}. "
        "If you are in danger, write what is happening."
    ),
    # Translators: the same, and a question. 0 leaves it out.
    "utter_human_town": N_(
        "A person will read your messages and sees that you speak {language}. To find an interpreter: from which town? "
        "Write its name, or 0 to not say it. Only who helps you sees it."
    ),
    # Translators: the same; {towns} are examples.
    "utter_human_town_such_as": N_(
        "A person will read your messages and sees that you speak {language}. To find an interpreter: from which town "
        "({towns}...)? Write its name, or 0 to not say it. Only who helps you sees it."
    ),
    # Translators: the person wrote the name of their town.
    "utter_town_noted": N_("We noted: {town}. The person who helps you sees it. Meanwhile you can go on asking."),
    "utter_town_skipped": N_("All right. Meanwhile you can go on asking."),
}
