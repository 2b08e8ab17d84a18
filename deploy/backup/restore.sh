#!/usr/bin/env bash
# Makes an installation of docker compose one of a backup: deploy/backup/restore.sh FOLDER [--until TIME] [--replace]
#
# FOLDER is one of those that backup.sh made; read it as root. --until: when the system that was lost stopped, such as
# 2026-05-04T12:00:00+00:00; without it, just now, which leaves more messages unconfirmed. --replace: data that is here
# gives way; its database is kept under another name, so there must be room for both. .env must be the one of before.
# See docs/backup.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

usage() { echo "usage: deploy/backup/restore.sh FOLDER [--until TIME] [--replace]" >&2; exit 2; }
refuse() { echo "$* Nothing was changed." >&2; exit 1; }

case ${1:-} in '' | -*) usage ;; esac
folder=$1
shift
until=() replace=no
while [ $# -gt 0 ]; do
  case $1 in
    --until) [ $# -ge 2 ] || usage; until=(--until "$2"); shift 2 ;;
    --replace) replace=yes; shift ;;
    *) usage ;;
  esac
done

# --- what can be said before anything is stopped ----------------------------------------------------

[ -d "$folder" ] || refuse "$folder is no folder, or this account may not see it: backups are read as root."
for part in SHA256SUMS backup.json database.dump; do
  [ -e "$folder/$part" ] || refuse "$folder has no $part, or this account may not see it: backups are read as root."
  [ -r "$folder/$part" ] || refuse "$folder/$part cannot be read by this account: backups are read as root."
done
(cd "$folder" && sha256sum --quiet --check SHA256SUMS) || refuse "$folder is not complete, or has been altered."

# What backup.json says of one name.
fact() { tr -d '\n' <"$folder/backup.json" | sed -nE "s/.*\"$1\" *: *\"?([^\",}]+).*/\1/p"; }
[ "$(fact format)" = 1 ] || refuse "$folder/backup.json has a form that this version does not read."
[ -n "$(fact takenAt)" ] && taken_at=$(date -u -d "$(fact takenAt)" +%s) ||
  refuse "$folder/backup.json does not say when it was taken."
here=$(sed -nE 's/^version = "([^"]+)"$/\1/p' libs/platform/pyproject.toml | head -n 1)
for service in auth chat campaign gateway reporting; do
  revision=$(fact "$service")
  [ -n "$revision" ] || refuse "$folder/backup.json does not say which tables $service has."
  grep -qE "^revision.* = [\"']${revision}[\"']" services/*/src/"$service"/migrations/versions/*.py ||
    refuse "It is of version $(fact version), whose tables of $service ($revision) are later than this one ($here) knows."
done
if [ ${#until[@]} -gt 0 ]; then
  [[ ${until[1]} =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})$ ]] &&
    stopped=$(date -u -d "${until[1]}" +%s 2>/dev/null) ||
    refuse "--until is a time with its offset, such as 2026-05-04T12:00:00+00:00."
  [ "$stopped" -le "$(date -u +%s)" ] || refuse "--until is when the system of before stopped: it cannot be in the future."
  [ "$stopped" -ge "$taken_at" ] || refuse "--until is before the backup was taken, $(fact takenAt)."
fi

as_admin() { docker compose exec -T postgres "$@"; }
# Not with the database that is renamed.
sql() { as_admin psql --username=postgres --dbname=postgres --no-align --tuples-only --set=ON_ERROR_STOP=1 "$@"; }

docker compose up --detach --wait postgres kafka valkey
as_admin pg_restore --list <"$folder/database.dump" >/dev/null || refuse "pg_restore cannot read $folder/database.dump."
schemas=$(as_admin psql --username=postgres --dbname=atende --no-align --tuples-only \
  --command="SELECT count(*) FROM pg_namespace WHERE nspname IN ('auth', 'chat', 'campaign', 'gateway', 'reporting')")
if [ "$schemas" != 0 ] && [ "$replace" = no ]; then
  refuse "There is data here already. --replace puts the backup in its place."
fi

# --- nobody works with the database while it is replaced --------------------------------------------

services=$(docker compose config --services)
mapfile -t others < <(grep -vxE 'postgres|kafka|valkey' <<<"$services")
before=atende_before_$(date -u +%Y%m%d%H%M%S)
ended() {
  local status=$?
  if [ "$status" != 0 ]; then echo "Not restored. $state" >&2; fi
}
trap ended EXIT
state="The data is as it was; \"docker compose up --detach\" starts what was stopped."
docker compose stop "${others[@]}"
docker compose run --rm -T --no-deps provision # Roles, which are in no dump.
as_admin dropdb --username=postgres --if-exists --force atende_new
as_admin createdb --username=postgres atende_new
if ! as_admin pg_restore --username=postgres --exit-on-error --dbname=atende_new <"$folder/database.dump"; then
  as_admin dropdb --username=postgres --if-exists --force atende_new || true
  exit 1
fi
# Both names change at once, or none does. The restore fence knows the new one by its number, whatever its name is.
sql --command="SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname IN ('atende', 'atende_new')" >/dev/null
sql --single-transaction --command="ALTER DATABASE atende RENAME TO $before" --command="ALTER DATABASE atende_new RENAME TO atende"
state="The database is the backup's, that of before is $before, and nothing runs: docs/backup.md says how to go on or back."
docker compose run --rm -T --no-deps provision
for service in auth chat campaign gateway reporting; do
  docker compose run --rm -T --no-deps "$service-migrate" # To this version, where the backup is older.
done
if [ -d "$folder/media" ]; then
  docker compose run --rm -T media-folder
  tar -C "$folder/media" -cf - . |
    docker compose run --rm -T --no-deps --entrypoint tar gateway-worker -C /var/lib/atende/media -xf -
fi

# What may have been sent since the backup is marked; only then do workers go on. A backup of a version that had no
# fence does not say itself since when.
for service in auth chat campaign gateway reporting; do
  docker compose run --rm -T --no-deps --entrypoint atende "$service-worker" restore fence --service "$service" \
    --since "$(date -u -d "@$taken_at" +%FT%T+00:00)" "${until[@]}" --yes --reason "Restored $(basename "$folder")"
done
state="The database is the backup's, and its fence is open: \"docker compose up --detach\" starts what does not run."
docker compose up --detach
echo "Restored. What could not be known is unconfirmed: docs/backup.md says where to look."
if [ "$schemas" = 0 ]; then
  as_admin dropdb --username=postgres --if-exists "$before"
else
  echo "The database of before is $before. When it is needed no more:"
  echo "  docker compose exec postgres dropdb --username=postgres $before"
fi
