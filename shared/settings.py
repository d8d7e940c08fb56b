"""The only reader of the environment. Built on first use, never at import."""

from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of the app. A secret has no default. `local.settings.sample.json` lists them all."""

    model_config = SettingsConfigDict(env_prefix="AUGEO_", frozen=True, extra="ignore", populate_by_name=True)

    pg_url: SecretStr
    pg_pool_size: int = Field(default=8, ge=1, le=50)
    """Connections of one worker process beside the bid lanes; see the arithmetic in docs/decisions."""
    bid_lanes: int = Field(default=4, ge=1, le=16)

    redis_url: SecretStr

    storage_connection: SecretStr = Field(
        validation_alias=AliasChoices("AUGEO_STORAGE_CONNECTION", "AzureWebJobsStorage")
    )
    """In Azure without a key: `BlobEndpoint=https://…;QueueEndpoint=https://…`, and the app signs in as itself."""

    webpubsub_connection: SecretStr
    webpubsub_hub: str = "augeo"
    webpubsub_upstream_secret: SecretStr
    webpubsub_units: int = Field(default=1, ge=1, le=1000)
    """Units bought from Web PubSub: 3,000 deliveries a second each. Sets the floor between two frames of a room."""

    jwt_private_key: SecretStr
    jwt_key_id: str = "1"

    stripe_secret_key: SecretStr
    stripe_base_url: str | None = None
    stripe_platform_webhook_secret: SecretStr
    stripe_connect_webhook_secret: SecretStr

    twilio_account_sid: str
    twilio_auth_token: SecretStr
    twilio_from: str
    twilio_base_url: str | None = None

    app_url: str
    """Where guests open the app; links in texts start with it."""
    api_url: str
    """Where vendors reach the API, such as https://api.example.org/api/v1; callbacks are signed over it."""
    staff_links: bool = False
    """Sign-in links for staff. Onebox only."""
    log_level: Literal["DEBUG", "INFO", "WARNING"] = "INFO"
