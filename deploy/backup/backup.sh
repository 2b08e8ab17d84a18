#!/usr/bin/env bash
# Backs an installation of docker compose up: deploy/backup/backup.sh [FOLDER]
#
# Makes a new folder in FOLDER (backups) with the database of all services at one moment, uploaded files, and the
# sums of all; then removes the oldest, so that BACKUPS_KEPT (14) stay. Services go on meanwhile. Neither .env nor the
# signing keys are in it: keep them elsewhere, since they open what is stored sealed (docs/backup.md). It waits for
# another one to end, and gives up what takes longer than BACKUP_LIMIT (12h).
#
#   0 3 * * *  cd /srv/atendechat && deploy/backup/backup.sh /mnt/backups && deploy/backup/check.sh /mnt/backups
set -euo pipefail
umask 077
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

all=${1:-backups}
kept=${BACKUPS_KEPT:-14}
case $kept in '' | *[!0-9]* | 0) echo "BACKUPS_KEPT is how many backups stay, from 1." >&2; exit 2 ;; esac
limit=${BACKUP_LIMIT:-12h}
mkdir -p "$all"
# One at a time, also with the container of deploy/production, which takes the same lock: the folder itself.
exec 9<"$all"
flock --wait "${BACKUP_LOCK_SECONDS:-600}" 9 || { echo "Another backup to $all is under way, and does not end." >&2; exit 1; }
# Named by the second, in which another may have been taken: the next one is near.
if [ -e "$all/$(date -u +%Y-%m-%dT%H%M%SZ)" ]; then sleep 1.1; fi
folder=$all/$(date -u +%Y-%m-%dT%H%M%SZ)
unfinished=$folder.unfinished
taken_at=$(date -u +%Y-%m-%dT%H:%M:%S+00:00)
if [ -e "$folder" ]; then echo "There is $folder already." >&2; exit 1; fi
# What an interrupted one left.
find "$all" -mindepth 1 -maxdepth 1 \( -name '20*.unfinished' -o -name '20*.sums' \) -exec rm -rf {} +
mkdir "$unfinished"
trap 'rm -rf "$unfinished" "$folder.sums"' EXIT

docker compose exec -T postgres timeout "$limit" \
  pg_dump --username=postgres --format=custom --lock-wait-timeout=5min atende >"$unfinished/database.dump"

# Files after the rows that name them. In S3 they are that storage's to keep (versioning, replication).
if docker compose exec -T gateway-worker sh -c 'case $MEDIA_URL in s3:*) exit 1 ;; esac'; then
  mkdir "$unfinished/media"
  # One with # in its name is not written to its end. 1: a file went while it was read, as they do.
  docker compose exec -T gateway-worker timeout "$limit" \
    sh -c 'tar -C /var/lib/atende/media --exclude="*#*" -cf - . || [ $? -eq 1 ]' | tar -C "$unfinished/media" -xf -
fi

version=$(docker compose exec -T gateway-worker python -m gateway --version)
docker compose exec -T postgres psql --username=postgres --dbname=atende --no-align --tuples-only --command="
  SELECT json_build_object('format', 1, 'takenAt', '$taken_at', 'version', split_part('$version', ' ', 1),
    'revisions', json_build_object(
      'auth', (SELECT version_num FROM auth.alembic_version),
      'chat', (SELECT version_num FROM chat.alembic_version),
      'campaign', (SELECT version_num FROM campaign.alembic_version),
      'gateway', (SELECT version_num FROM gateway.alembic_version),
      'reporting', (SELECT version_num FROM reporting.alembic_version)))" >"$unfinished/backup.json"

# Written last: a folder without it was not finished.
(cd "$unfinished" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort | while IFS= read -r name; do sha256sum "$name"; done) \
  >"$folder.sums"
mv "$folder.sums" "$unfinished/SHA256SUMS"
mv -T "$unfinished" "$folder"
trap - EXIT
echo "$folder"

# For the alert BackupOld. A database of before has no place for it.
docker compose exec -T postgres psql --username=postgres --dbname=atende --quiet --set=ON_ERROR_STOP=1 --command="
  DO \$\$ BEGIN
    IF to_regclass('installation.backups') IS NOT NULL THEN
      INSERT INTO installation.backups (taken_at, due_at)
      VALUES ('$taken_at', CAST('$taken_at' AS timestamptz) + interval '${BACKUP_MAX_AGE_HOURS:-26} hours')
      ON CONFLICT (id) DO UPDATE SET taken_at = excluded.taken_at, due_at = excluded.due_at;
    END IF;
  END \$\$" || echo "That there is one could not be noted in the database." >&2

find "$all" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | LC_ALL=C sort | head -n "-$kept" | while IFS= read -r old; do
  rm -rf "$old"
done
