"""The environment of a worker, for hosts that run as their own process."""

from pydantic import AliasChoices, SecretStr

from shared.settings import Settings


def environment_of(settings: Settings) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value is None:
            continue
        text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        alias = field.validation_alias
        # the host's own triggers read the second name of the storage setting
        for key in alias.choices if isinstance(alias, AliasChoices) else [alias or f"AUGEO_{name.upper()}"]:
            values[str(key)] = text
    return values
