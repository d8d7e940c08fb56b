#!/bin/sh
# After provisioning: the key that signs access tokens goes straight into the vault, once. Delete the secret to make a new one.
set -eu
umask 077

if az keyvault secret show --vault-name "$AZURE_KEY_VAULT_NAME" --name jwt-private-key --output none 2>/dev/null; then
  exit 0
fi
key="$(mktemp)"
trap 'rm -f "$key"' EXIT
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$key"
az keyvault secret set --vault-name "$AZURE_KEY_VAULT_NAME" --name jwt-private-key --file "$key" --output none
