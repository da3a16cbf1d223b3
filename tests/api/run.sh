#!/usr/bin/env bash
# usage: run.sh SCHEMATHESIS ADDRESS
set -euo pipefail
exec "$1" run "$2/api/v1/openapi.json" --max-examples "${BANDO_API_EXAMPLES:-30}" --seed 20261122 \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --workers 1 --no-color --generation-database none
