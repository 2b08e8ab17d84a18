#!/usr/bin/env bash
# Takes backups of an installation on one host, by itself: backup.sh regularly | once | list | fresh
#
# A backup is a folder as deploy/backup/backup.sh makes it, and deploy/backup/restore.sh restores it. Files that the one
# before has are linked, not copied. It gets its name when it is whole. Neither .env nor the signing keys are in it.
set -euo pipefail
umask 077

backups="${BACKUP_FOLDER:-/backups}" media="${MEDIA_FOLDER:-/media}" package="${PACKAGE_FILE:-/pyproject.toml}"
hours="${BACKUP_HOURS:-24}" kept_days="${BACKUP_KEPT_DAYS:-14}"

say() { echo "$(date -u +%FT%TZ) $*"; }
list() { find "$backups" -mindepth 1 -maxdepth 1 -type d -name '20*Z' -printf '%f\n' | LC_ALL=C sort; }
newest() { list | tail -1; }
files_of() { (cd "$1" && find . -type f | LC_ALL=C sort); }

# Seconds since the newest was begun; as good as never without one.
age() {
    local name
    name="$(newest)"
    if [ -z "$name" ]; then echo 999999999; else echo $(($(date -u +%s) - $(date -u -d "${name:0:10} ${name:11:2}:${name:13:2}:${name:15:2}" +%s))); fi
}

once() {
    local name before partial version taken_at
    name="$(date -u +%Y-%m-%dT%H%M%SZ)" taken_at="$(date -u +%Y-%m-%dT%H:%M:%S+00:00)" before="$(newest)"
    partial="$backups/$name.unfinished"
    # What an interrupted one left.
    find "$backups" -mindepth 1 -maxdepth 1 -type d -name '20*.unfinished' -exec rm -rf {} +
    mkdir "$partial" "$partial/media"
    # First the database: each file that it names was written before.
    pg_dump --format=custom --no-password --file="$partial/database.dump"
    pg_restore --list "$partial/database.dump" >/dev/null
    if [ -n "$before" ] && [ -d "$backups/$before/media" ]; then cp -al "$backups/$before/media/." "$partial/media"; fi
    comm -13 <(files_of "$media") <(files_of "$partial/media") | (cd "$partial/media" && xargs -r -d '\n' rm -f)
    comm -23 <(files_of "$media") <(files_of "$partial/media") | (cd "$media" && xargs -r -d '\n' cp --parents --preserve=mode,timestamps -t "$partial/media")
    version="$(sed -nE 's/^version = "([^"]+)"$/\1/p' "$package" | head -1)"
    psql --no-password --no-align --tuples-only --set=ON_ERROR_STOP=1 --command="
        SELECT json_build_object('format', 1, 'takenAt', '$taken_at', 'version', '$version',
            'revisions', json_build_object(
                'auth', (SELECT version_num FROM auth.alembic_version),
                'chat', (SELECT version_num FROM chat.alembic_version),
                'campaign', (SELECT version_num FROM campaign.alembic_version),
                'gateway', (SELECT version_num FROM gateway.alembic_version),
                'reporting', (SELECT version_num FROM reporting.alembic_version)))" >"$partial/backup.json"
    # Written last, and complete: a folder without it was not finished.
    (cd "$partial" && files_of . | sed 's,^\./,,' | tr '\n' '\0' | xargs -0 sha256sum) >"$backups/.sums"
    mv "$backups/.sums" "$partial/SHA256SUMS"
    sync "$partial/database.dump"
    mv "$partial" "$backups/$name"
    say "backup $name: $(du -sh "$backups/$name" | cut -f1)"
    prune
}

# Those that are too old; never the newest.
prune() {
    local name oldest
    oldest="$(date -u -d "-$kept_days days" +%Y-%m-%dT%H%M%SZ)"
    list | head -n -1 | while read -r name; do
        if [[ "$name" < "$oldest" ]]; then rm -rf "${backups:?}/$name" && say "removed $name"; fi
    done
}

case "${1:-}" in
regularly)
    trap 'exit 0' TERM INT
    while true; do
        # In a shell of its own: here the first command that fails would not end it.
        if [ "$(age)" -ge $((hours * 3600)) ]; then bash "$0" once || say "the backup failed: tried again in 10 minutes"; fi
        sleep 600 &
        wait $!
    done
    ;;
once) once ;;
list) list ;;
fresh) [ "$(age)" -lt $(((hours + 1) * 3600)) ] ;;
*)
    sed -n '2p' "$0" >&2
    exit 2
    ;;
esac
