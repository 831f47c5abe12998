"""Every setting of the service, read once from the environment (and `.env`), checked before anything starts."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from channels.errors import ConfigurationError
from channels.office import Office

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"

#: All of these, and one of the two senders, make a Twilio configuration; some of them are a mistake.
TWILIO_NEEDS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "DATA_KEY")
TWILIO_MARKS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SMS_FROM", "TWILIO_WHATSAPP_FROM")


class Settings(BaseSettings):
    """Names are those of the environment, in lower case; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", env_ignore_empty=True)

    database_url: str = f"sqlite:///{VAR}/rumbo.sqlite"
    data_key: SecretStr | None = None
    public_url: str | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_sms_from: str | None = None
    twilio_whatsapp_from: str | None = None
    twilio_api_url: str = "https://api.twilio.com"
    twilio_menus: bool = False
    simulator: bool = False
    allow_unsigned: bool = False
    retention_days: int = Field(default=30, ge=1, le=3650)
    alarm_email_to: str = ""
    alarm_email_from: str = ""
    alarm_webhook: SecretStr | None = None
    smtp_url: SecretStr | None = None
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_claim: str = "groups"
    oidc_roles: str = ""
    office_hours: str = ""
    office_timezone: str = "UTC"
    console_session_hours: int = Field(default=12, ge=1, le=168)
    flood_limit: int = Field(default=30, ge=0)
    catch_up_hours: int = Field(default=24, ge=0, le=72)
    trusted_proxies: str = ""
    metrics_token: SecretStr | None = None
    embedding_model: str = str(VAR / "models" / "embedding")
    knowledge_dir: Path = Field(
        default=ROOT / "knowledge" / "articles", validation_alias=AliasChoices("KNOWLEDGE_DIR", "knowledge_dir")
    )

    @classmethod
    def load(cls, env_file: Path | None = ROOT / ".env") -> Settings:
        """The settings in force.

        Raises:
            ConfigurationError: a value cannot be read, or Twilio is configured by half; names what is missing.
        """
        try:
            settings = cls(_env_file=env_file)  # type: ignore[call-arg]
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
            raise ConfigurationError(f"A setting cannot be read: {wrong}. See .env.example.") from error
        settings.refuse_half_a_configuration()
        _ = settings.office  # refused at start, and not when somebody asks for a person
        return settings

    @property
    def office(self) -> Office | None:
        """When people are there, when that is set. Raises ConfigurationError."""
        try:
            return Office.parse(self.office_hours, self.office_timezone) if self.office_hours else None
        except ValueError as error:
            raise ConfigurationError(str(error)) from error

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: str) -> str:
        """Anybody may not be trusted: that would let callers choose who they are."""
        for each in filter(None, (part.strip() for part in value.split(","))):
            ip_network(each, strict=False)
        return value

    @property
    def has_twilio(self) -> bool:
        return self.twilio_account_sid is not None

    @property
    def has_simulator(self) -> bool:
        """Whether /try is there: whoever starts there anew is somebody new, so no limit for a number binds them."""
        return self.simulator or not self.has_twilio

    @property
    def serves_unsigned(self) -> bool:
        """Whether articles without a reviewer's signature are answered from (always so in the simulator alone)."""
        return self.allow_unsigned or not self.has_twilio

    def refuse_half_a_configuration(self) -> None:
        """Raises ConfigurationError naming every missing setting when only a part of Twilio's is there."""
        if not any(getattr(self, name.lower()) for name in TWILIO_MARKS):
            return
        missing = [name for name in TWILIO_NEEDS if not getattr(self, name.lower())]
        if not (self.twilio_sms_from or self.twilio_whatsapp_from):
            missing.append("TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM")
        if missing:
            raise ConfigurationError(
                f"Twilio is configured by half. Missing: {', '.join(missing)}. "
                "Set them, or remove every TWILIO_ setting to run with the simulator only. See .env.example."
            )
