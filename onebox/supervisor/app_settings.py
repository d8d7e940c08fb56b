"""What the app reads from its environment, for the parts of this machine."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from onebox.services.secret_file import SecretFile, random_secret
from onebox.supervisor.port_plan import PortPlan

HUB = "augeo"
TEXTS_FROM = "+15005550006"  # Twilio's own test sender


@dataclass(frozen=True)
class Addresses:
    api_origin: str
    app: str
    rooms: str
    stripe: str
    twilio: str

    @classmethod
    def of(cls, ports: PortPlan) -> "Addresses":
        at = "http://127.0.0.1:{}".format
        return cls(at(ports.api), at(ports.app), at(ports.rooms), at(ports.stripe), at(ports.twilio))

    @property
    def api(self) -> str:
        return f"{self.api_origin}/api/v1"


@dataclass(frozen=True)
class Secrets:
    """Made once per data folder, so that links and sessions outlive a restart."""

    rooms_access_key: str
    rooms_upstream: str
    jwt_private_key: str
    stripe_key: str
    stripe_platform_webhook: str
    stripe_connect_webhook: str
    twilio_account_sid: str
    twilio_auth_token: str

    @classmethod
    def load(cls, stored: SecretFile) -> "Secrets":
        return cls(
            rooms_access_key=stored.get("rooms_access_key", lambda: random_secret() + random_secret()),
            rooms_upstream=stored.get("rooms_upstream"),
            jwt_private_key=stored.get("jwt_private_key", _es256_key),
            stripe_key=stored.get("stripe_key", lambda: "sk_test_" + _letters()),
            stripe_platform_webhook=stored.get("stripe_platform_webhook", lambda: "whsec_" + _letters()),
            stripe_connect_webhook=stored.get("stripe_connect_webhook", lambda: "whsec_" + _letters()),
            twilio_account_sid=stored.get("twilio_account_sid", lambda: "AC" + random_secret().encode().hex()[:32]),
            twilio_auth_token=stored.get("twilio_auth_token", lambda: random_secret().encode().hex()[:32]),
        )


def upstream_url(addresses: Addresses, secrets: Secrets) -> str:
    return f"{addresses.api}/realtime/upstream/{secrets.rooms_upstream}"


def app_settings(
    addresses: Addresses, secrets: Secrets, *, pg_url: str, redis_url: str, storage: str
) -> dict[str, str]:
    return {
        "AUGEO_PG_URL": pg_url,
        "AUGEO_REDIS_URL": redis_url,
        "AzureWebJobsStorage": storage,
        "AUGEO_WEBPUBSUB_CONNECTION": f"Endpoint={addresses.rooms};AccessKey={secrets.rooms_access_key};Version=1.0;",
        "AUGEO_WEBPUBSUB_HUB": HUB,
        "AUGEO_WEBPUBSUB_UPSTREAM_SECRET": secrets.rooms_upstream,
        "AUGEO_JWT_PRIVATE_KEY": secrets.jwt_private_key,
        "AUGEO_JWT_KEY_ID": "onebox",
        "AUGEO_STRIPE_SECRET_KEY": secrets.stripe_key,
        "AUGEO_STRIPE_BASE_URL": addresses.stripe,
        "AUGEO_STRIPE_PLATFORM_WEBHOOK_SECRET": secrets.stripe_platform_webhook,
        "AUGEO_STRIPE_CONNECT_WEBHOOK_SECRET": secrets.stripe_connect_webhook,
        "AUGEO_TWILIO_ACCOUNT_SID": secrets.twilio_account_sid,
        "AUGEO_TWILIO_AUTH_TOKEN": secrets.twilio_auth_token,
        "AUGEO_TWILIO_FROM": TEXTS_FROM,
        "AUGEO_TWILIO_BASE_URL": addresses.twilio,
        "AUGEO_APP_URL": addresses.app,
        "AUGEO_API_URL": addresses.api,
        "AUGEO_STAFF_LINKS": "1",
    }


def _letters() -> str:
    """As the vendors' keys look: letters and digits only."""
    return random_secret().replace("-", "a").replace("_", "b")


def _es256_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
