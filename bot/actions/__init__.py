"""What the dialogue does. Each module holds ordinary `rasa_sdk.Action` classes; `base.Action` is their common frame."""

from __future__ import annotations

from bot.actions.answer import Answer
from bot.actions.asking import OtherLanguage
from bot.actions.base import Action
from bot.actions.consent import Alert, Delete, Start, Stop
from bot.actions.feedback import FeedbackBad, FeedbackGood, Thanks
from bot.actions.guide import AskFamily, AskFear, AskHarm, AskMinor, AskOrigin, AskWhere, CheckNumber, GuideResult
from bot.actions.interpreter import CallPerson, NameGiven
from bot.actions.language import ChangeLanguage
from bot.actions.reading import Affirm, Deny, Explain, More, Pick, ShowSources
from bot.actions.say import Decline, Greet, Help, Introduce, Say
from bot.actions.session import SessionStart
from bot.actions.speaking import ShowCard, ShowRight, VoiceNote
from bot.actions.topics import Menu, RefuseIllegalHelp
from bot.actions.urgent import Urgent

#: Every action of the domain.
ACTIONS: tuple[type[Action] | type[SessionStart] | type[CheckNumber], ...] = (
    Affirm,
    Alert,
    Answer,
    AskFamily,
    AskFear,
    AskHarm,
    AskMinor,
    AskOrigin,
    AskWhere,
    CallPerson,
    ChangeLanguage,
    CheckNumber,
    Decline,
    Delete,
    Deny,
    Explain,
    FeedbackBad,
    FeedbackGood,
    Greet,
    GuideResult,
    Help,
    Introduce,
    Menu,
    More,
    NameGiven,
    OtherLanguage,
    Pick,
    RefuseIllegalHelp,
    Say,
    SessionStart,
    ShowCard,
    ShowRight,
    ShowSources,
    Start,
    Stop,
    Thanks,
    Urgent,
    VoiceNote,
)

__all__ = ["ACTIONS", "Action"]
