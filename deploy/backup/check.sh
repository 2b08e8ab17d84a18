#!/usr/bin/env bash
# Checks the newest backup of a folder: deploy/backup/check.sh [FOLDER]
#
# It is complete, unaltered, readable by pg_restore, and at most BACKUP_HOURS (26) old. Exit status 1 if not: to be
# called by whatever watches the host.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

all=${1:-backups}
newest=$({ find "$all" -mindepth 1 -maxdepth 1 -type d -name '20*Z' 2>/dev/null || true; } | LC_ALL=C sort | tail -n 1)
if [ -z "$newest" ]; then echo "There is no backup in $all." >&2; exit 1; fi
if [ ! -f "$newest/SHA256SUMS" ]; then echo "$newest was not finished." >&2; exit 1; fi
(cd "$newest" && sha256sum --quiet --check SHA256SUMS) || { echo "$newest has been altered." >&2; exit 1; }
docker compose exec -T postgres pg_restore --list <"$newest/database.dump" >/dev/null ||
  { echo "pg_restore cannot read $newest/database.dump." >&2; exit 1; }
if [ -z "$(find "$newest/SHA256SUMS" -mmin "-$((${BACKUP_HOURS:-26} * 60))")" ]; then
  echo "$newest is older than ${BACKUP_HOURS:-26} hours." >&2
  exit 1
fi
echo "$newest can be restored."
