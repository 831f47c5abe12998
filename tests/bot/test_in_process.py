from __future__ import annotations

import copy
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import ActionExecutor

from bot.actions import ACTIONS
from bot.actions.answer import Answer
from bot.answers import VARIABLE, connected
from bot.engine import Engine
from bot.errors import NotConnectedError
from bot.in_process import InOrderRunner, InProcessActions, replace_slow_parts
from bot.testing import ScriptedAnswers

NAMES = {action(ScriptedAnswers()).name() for action in ACTIONS}


@pytest.mark.parametrize(
    ("result", "why"),
    [
        ({"events": "none"}, "array"),
        ({"events": [{"event": "slot"}]}, "not valid under"),
        ({"events": [{"event": "?"}]}, "unknown kind"),
        ({"events": [{}]}, "event"),
        ({"responses": [1]}, "object"),
    ],
    ids=["events are no list", "a slot without a name", "unknown event", "no event", "a response that is no object"],
)
def test_validator_still_validates(result: dict[str, Any], why: str) -> None:
    """The quick validator refuses what Rasa's own would refuse."""
    replace_slow_parts()

    with pytest.raises(ValueError, match=why):
        RemoteAction("action_answer", None)._validate_action_result(result)


def test_validator_accepts_what_actions_return() -> None:
    """A reply of the usual form passes."""
    replace_slow_parts()
    result = {"events": [{"event": "slot", "name": "part", "value": 1}], "responses": [{"custom": {}}]}

    assert RemoteAction("action_answer", None)._validate_action_result(result)


def test_actions_are_all_registered() -> None:
    """Every action of the package runs in process, under its own name."""
    actions = InProcessActions(ScriptedAnswers())

    assert set(actions._executor.actions) == NAMES


def test_actions_are_found_by_rasas_action_server() -> None:
    """`rumbo rasa run actions` finds the same classes by itself."""
    executor = ActionExecutor()
    executor.register_package("bot.actions")

    assert set(executor.actions) == NAMES


async def test_actions_without_a_search_say_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An action server to which nobody gave a search refuses with the name of the variable."""
    monkeypatch.delenv(VARIABLE, raising=False)
    connected.cache_clear()

    with pytest.raises(NotConnectedError, match=VARIABLE):
        _ = Answer().answers


def test_model_is_run_in_order_without_dask(loaded: Engine) -> None:
    """What Rasa's own runner computes for a message, ours computes too."""
    processor = loaded._processor
    runner = processor.graph_runner
    message = UserMessage("cuanto cuesta pedir asilo", metadata={"language": "es"})
    inputs = {PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("x", [])}
    target = processor.model_metadata.nlu_target

    ours = runner.run(dict(inputs), [target])[target][0]
    theirs = DaskGraphRunner.run(runner, dict(inputs), [target])[target][0]

    assert isinstance(runner, InOrderRunner)
    assert ours.as_dict() == theirs.as_dict()


def test_copied_slot_is_another_one(loaded: Engine) -> None:
    """What is remembered of one conversation does not show in the next."""
    slot = loaded._processor.domain.slots[0]
    before = slot.value

    copied = copy.copy(slot)
    copied._value = "something else"

    assert type(copied) is type(slot)
    assert slot.value == before
