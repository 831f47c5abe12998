"""Settings: what is read, and what is refused with the names of what is missing."""

from __future__ import annotations

import re

import pytest

from channels.errors import ConfigurationError
from channels.settings import ROOT, Settings

TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_SMS_FROM": "+15550100000",
    "PUBLIC_URL": "https://rumbo.example.org",
    "DATA_KEY": "k" * 32,
}


def test_settings_without_twilio_run_the_simulator_alone() -> None:
    """Nothing set is a complete configuration: the simulator, serving unsigned articles."""
    settings = Settings.load(env_file=None)

    assert not settings.has_twilio
    assert settings.serves_unsigned


def test_settings_with_twilio_serve_signed_articles_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real account is strict about signatures until ALLOW_UNSIGNED says otherwise."""
    for name, value in TWILIO.items():
        monkeypatch.setenv(name, value)
    strict = Settings.load(env_file=None)
    monkeypatch.setenv("ALLOW_UNSIGNED", "true")

    assert strict.has_twilio
    assert not strict.serves_unsigned
    assert Settings.load(env_file=None).serves_unsigned


def test_simulator_beside_twilio_has_to_be_wished_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an account it is all that there is; with one it is for anybody on the internet, so it is off."""
    alone = Settings.load(env_file=None)
    for name, value in TWILIO.items():
        monkeypatch.setenv(name, value)
    with_account = Settings.load(env_file=None)
    monkeypatch.setenv("SIMULATOR", "true")

    assert alone.has_simulator
    assert not with_account.has_simulator
    assert Settings.load(env_file=None).has_simulator


@pytest.mark.parametrize("missing", TWILIO)
def test_settings_refuse_half_a_configuration(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of Twilio's configuration that is missing is named."""
    for name, value in TWILIO.items():
        if name != missing:
            monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=missing):
        Settings.load(env_file=None)


def test_settings_name_the_value_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that is none is refused by its name, not with a traceback."""
    monkeypatch.setenv("RETENTION_DAYS", "soon")

    with pytest.raises(ConfigurationError, match="RETENTION_DAYS"):
        Settings.load(env_file=None)


def test_every_setting_is_explained_in_env_example() -> None:
    """`.env.example` names each setting and nothing else."""
    named = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert {name.upper() for name in Settings.model_fields} == named
