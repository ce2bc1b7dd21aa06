#!/bin/sh
# Runs once in PostgreSQL's container after roles.sql: the two roles get the passwords of the secret files, through psql's variables and no command line.
set -e
for role in kpi kpi_reader; do
    { printf '\\set password `cat /run/secrets/%s_password`\n' "$role"; printf 'ALTER ROLE %s PASSWORD :'"'password'"';\n' "$role"; } \
        | psql -v ON_ERROR_STOP=1 -q -U postgres -d kpi
done
