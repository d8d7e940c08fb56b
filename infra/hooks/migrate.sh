#!/bin/sh
# Around a deploy: `migrate.sh pre` before the new code, `migrate.sh post` after it. The schema belongs to who deploys; the app may only use it.
set -eu

phase="$1"
rule="migrate-$$"
# Our public address; the database lets it in while this runs, and no longer, however it ends.
address="${AUGEO_DEPLOYER_ADDRESS:?Set it first: azd env set AUGEO_DEPLOYER_ADDRESS YOUR-PUBLIC-IP}"
az postgres flexible-server firewall-rule create --resource-group "$AZURE_RESOURCE_GROUP" --name "$AUGEO_PG_SERVER" \
  --rule-name "$rule" --start-ip-address "$address" --end-ip-address "$address" --output none
trap 'az postgres flexible-server firewall-rule delete --resource-group "$AZURE_RESOURCE_GROUP" --name "$AUGEO_PG_SERVER" \
  --rule-name "$rule" --yes --output none' EXIT

PGPASSWORD="$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv)"
export PGPASSWORD
user="$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1], safe=""))' "$AZURE_PRINCIPAL_NAME")"
export AUGEO_PG_ADMIN_URL="postgresql://$user@$AUGEO_PG_HOST:5432/$AUGEO_PG_DATABASE?sslmode=require"
.venv/bin/python -m shared.db.migrate "$phase"

# The role `app` that the schema made becomes the app's identity.
if [ "$phase" = pre ]; then
  AUGEO_APP_PRINCIPAL_ID="$AUGEO_APP_PRINCIPAL_ID" .venv/bin/python infra/hooks/name_app_role.py
fi
