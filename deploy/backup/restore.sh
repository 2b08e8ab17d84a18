#!/usr/bin/env bash
# Makes an installation of docker compose one of a backup: deploy/backup/restore.sh FOLDER [--until TIME] [--replace]
#
# FOLDER is one of those that backup.sh made. --until: when the system that was lost stopped, such as
# 2026-05-04T12:00:00+00:00; without it, just now, which leaves more messages unconfirmed. --replace: data that is here
# is lost. .env must be the one of before. See docs/backup.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

usage() { echo "usage: deploy/backup/restore.sh FOLDER [--until TIME] [--replace]" >&2; exit 2; }
folder=${1:-}
[ -n "$folder" ] && [ -d "$folder" ] || usage
shift
until=() replace=no
while [ $# -gt 0 ]; do
  case $1 in
    --until) [ $# -ge 2 ] || usage; until=(--until "$2"); shift 2 ;;
    --replace) replace=yes; shift ;;
    *) usage ;;
  esac
done
(cd "$folder" && sha256sum --quiet --check SHA256SUMS) ||
  { echo "$folder is not complete, or has been altered. Nothing was changed." >&2; exit 1; }

as_admin() { docker compose exec -T postgres "$@"; }

docker compose up --detach --wait postgres kafka valkey
schemas=$(as_admin psql --username=postgres --dbname=atende --no-align --tuples-only \
  --command="SELECT count(*) FROM pg_namespace WHERE nspname IN ('auth', 'chat', 'campaign', 'gateway', 'reporting')")
if [ "$schemas" != 0 ] && [ "$replace" = no ]; then
  echo "There is data here already. --replace puts the backup in its place. Nothing was changed." >&2
  exit 1
fi

# Nobody works with the database while it is replaced.
mapfile -t others < <(docker compose config --services | grep -vxE 'postgres|kafka|valkey')
docker compose stop "${others[@]}"
docker compose run --rm -T --no-deps provision # Roles, which are in no dump.
as_admin dropdb --username=postgres --force atende
as_admin createdb --username=postgres atende
as_admin pg_restore --username=postgres --exit-on-error --dbname=atende <"$folder/database.dump"
docker compose run --rm -T --no-deps provision
for service in auth chat campaign gateway reporting; do
  docker compose run --rm -T --no-deps "$service-migrate" # To this version, where the backup is older.
done
if [ -d "$folder/media" ]; then
  docker compose run --rm -T media-folder
  tar -C "$folder/media" -cf - . |
    docker compose run --rm -T --no-deps --entrypoint tar gateway-worker -C /var/lib/atende/media -xf -
fi

# What may have been sent since the backup is marked; only then do workers go on.
for service in auth chat campaign gateway reporting; do
  docker compose run --rm -T --no-deps --entrypoint atende "$service-worker" restore fence --service "$service" \
    "${until[@]}" --yes --reason "Restored $(basename "$folder")"
done
docker compose up --detach
echo "Restored. What could not be known is unconfirmed: docs/backup.md says where to look."
