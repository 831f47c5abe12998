"""Rasa's parts that the engine replaces so that a turn runs in this process and fails loudly."""

from __future__ import annotations

from typing import Any

import jsonschema
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.actions import ACTIONS
from bot.answers import Answers

#: Rasa builds this validator anew for every reply of an action, which is four fifths of the time of a turn.
_ACTION_RESULT = jsonschema.validators.validator_for(RemoteAction.action_response_format_spec())(
    RemoteAction.action_response_format_spec()
)


def _validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    _ACTION_RESULT.validate(result)
    return True


def keep_validator() -> None:
    """Check every action reply against Rasa's schema, with a validator that is built once."""
    RemoteAction._validate_action_result = _validate_action_result


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """The action server, without a server: the SDK's own executor, called where Rasa would open a connection."""

    def __init__(self, answers: Answers) -> None:
        # Our actions never look at the domain; this keeps Rasa from copying it into every call.
        super().__init__(url="in-process://actions", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in ACTIONS:
            self._executor.register_action(action(answers))

    async def request(self, *_: Any, json: dict[str, Any], **__: Any) -> Any:
        return await self._executor.run(json)


class LoudProcessor(MessageProcessor):  # type: ignore[misc]
    """Rasa logs an action's exception and goes on without its replies; this one keeps it for the engine to raise."""

    failure: Exception | None = None

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        return bool(await super()._run_action(_Watched(action, self), tracker, output_channel, nlg, prediction))


class _Watched(Action):  # type: ignore[misc]
    """An action whose exception is noted on its way to Rasa."""

    def __init__(self, action: Action, processor: LoudProcessor) -> None:
        self._action = action
        self._processor = processor

    def name(self) -> str:
        return str(self._action.name())

    async def run(self, *arguments: Any, **keywords: Any) -> Any:
        try:
            return await self._action.run(*arguments, **keywords)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self._processor.failure = error
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Any:
        return self._action.event_for_successful_execution(prediction)
