#!/usr/bin/env bash
# Checks the newest backup of a folder: deploy/backup/check.sh [FOLDER]
#
# It is complete, unaltered, readable by pg_restore, and at most BACKUP_MAX_AGE_HOURS (26) old. Exit status 1 if not: to be
# called, as root, by whatever watches the host.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

wrong() { echo "$*" >&2; exit 1; }
all=${1:-backups}
hours=${BACKUP_MAX_AGE_HOURS:-26}
case $hours in *[!0-9]*) echo "BACKUP_MAX_AGE_HOURS is how many hours old the newest backup may be." >&2; exit 2 ;; esac
[ -d "$all" ] || wrong "$all is no folder, or this account may not see it: backups are read as root."
[ -r "$all" ] && [ -x "$all" ] || wrong "$all cannot be read by this account: backups are read as root."
newest=$(find "$all" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | LC_ALL=C sort | tail -n 1)
[ -n "$newest" ] || wrong "There is no backup in $all."
[ -r "$newest" ] && [ -x "$newest" ] || wrong "$newest cannot be read by this account: backups are read as root."
[ -f "$newest/SHA256SUMS" ] || wrong "$newest was not finished."
(cd "$newest" && sha256sum --quiet --check SHA256SUMS) || wrong "$newest has been altered, or cannot be read."
docker compose exec -T postgres pg_restore --list <"$newest/database.dump" >/dev/null ||
  wrong "pg_restore cannot read $newest/database.dump."
[ -n "$(find "$newest/SHA256SUMS" -mmin "-$((hours * 60))")" ] || wrong "$newest is older than $hours hours."
echo "$newest can be restored."
