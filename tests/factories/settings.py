"""Settings of a test: nothing from the environment, keys made once per process."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr

from shared.settings import Settings


@cache
def signing_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def make_settings(
    *,
    pg_url: str,
    redis_url: str = "redis://127.0.0.1:1",
    storage_connection: str = "UseDevelopmentStorage=true",
    **overrides: object,
) -> Settings:
    return Settings.model_validate(
        {
            "pg_url": pg_url,
            "redis_url": redis_url,
            "storage_connection": storage_connection,
            "webpubsub_connection": "Endpoint=http://127.0.0.1:1;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;",
            "webpubsub_upstream_secret": "upstream-secret",
            "jwt_private_key": signing_key(),
            "jwt_key_id": "test",
            "stripe_secret_key": "sk_test_augeo",
            "stripe_base_url": "http://127.0.0.1:1",
            "stripe_platform_webhook_secret": "whsec_platform",
            "stripe_connect_webhook_secret": "whsec_connect",
            "twilio_account_sid": "AC00000000000000000000000000000000",
            "twilio_auth_token": "twilio-token",
            "twilio_from": "+15005550006",
            "twilio_base_url": "http://127.0.0.1:1",
            "app_url": "http://127.0.0.1:7080",
            "api_url": "http://127.0.0.1:7071/api/v1",
            "staff_links": True,
        }
        | overrides
    )


def environment(settings: Settings) -> dict[str, str]:
    """The same settings as a process reads them."""
    variables: dict[str, str] = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value is not None:
            alias = field.validation_alias
            variables[alias if isinstance(alias, str) else f"AUGEO_{name.upper()}"] = (
                value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            )
    variables["AzureWebJobsStorage"] = (
        settings.storage_connection.get_secret_value()
    )  # the host's own, for queue triggers
    return variables
