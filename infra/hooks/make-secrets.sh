#!/bin/sh
# Before provisioning: what only Augeo and its rooms know is made once, and what the vendors gave must be there.
set -eu

value_of() { azd env get-value "$1" 2>/dev/null || true; }

case "$(value_of AUGEO_WEBPUBSUB_UPSTREAM_SECRET)" in
  '' | ERROR*) azd env set AUGEO_WEBPUBSUB_UPSTREAM_SECRET "$(openssl rand -hex 32)" ;;
esac

if [ -z "${AZURE_PRINCIPAL_NAME:-}" ]; then
  azd env set AZURE_PRINCIPAL_NAME "$(az account show --query user.name --output tsv)"
fi

for name in AUGEO_STRIPE_SECRET_KEY AUGEO_STRIPE_PLATFORM_WEBHOOK_SECRET AUGEO_STRIPE_CONNECT_WEBHOOK_SECRET \
  AUGEO_TWILIO_ACCOUNT_SID AUGEO_TWILIO_AUTH_TOKEN AUGEO_TWILIO_FROM; do
  case "$(value_of "$name")" in
    '' | ERROR*)
      echo "Set it first: azd env set $name VALUE" >&2
      exit 1
      ;;
  esac
done
