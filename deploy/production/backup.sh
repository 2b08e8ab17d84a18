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
# One with # in its name is not written to its end.
files_of() { (cd "$1" && find . -ignore_readdir_race -type f ! -name '*#*' | LC_ALL=C sort); }

# Seconds since the newest was begun; as good as never without one.
age() {
    local name
    name="$(newest)"
    if [ -z "$name" ]; then echo 999999999; else echo $(($(date -u +%s) - $(date -u -d "${name:0:10} ${name:11:2}:${name:13:2}:${name:15:2}" +%s))); fi
}

once() {
    local name before partial version taken_at
    # One at a time, also with deploy/backup/backup.sh, which takes the same lock: the folder itself.
    exec 9<"$backups"
    flock --wait "${BACKUP_LOCK_SECONDS:-600}" 9 || { say "another backup is under way, and does not end" && exit 1; }
    # Named by the second, in which another may have been taken: the next one is near.
    if [ -e "$backups/$(date -u +%Y-%m-%dT%H%M%SZ)" ]; then sleep 1.1; fi
    name="$(date -u +%Y-%m-%dT%H%M%SZ)" taken_at="$(date -u +%Y-%m-%dT%H:%M:%S+00:00)" before="$(newest)"
    partial="$backups/$name.unfinished"
    if [ -e "$backups/$name" ]; then say "there is $name already" && exit 1; fi
    # What an interrupted one left.
    find "$backups" -mindepth 1 -maxdepth 1 \( -name '20*.unfinished' -o -name '20*.sums' \) -exec rm -rf {} +
    mkdir "$partial" "$partial/media"
    # First the database: each file that it names was written before.
    pg_dump --format=custom --no-password --lock-wait-timeout=5min --file="$partial/database.dump"
    pg_restore --list "$partial/database.dump" >/dev/null
    # One without sums is not trusted: all is copied.
    if [ -n "$before" ] && [ -f "$backups/$before/SHA256SUMS" ] && [ -d "$backups/$before/media" ]; then
        cp -al "$backups/$before/media/." "$partial/media"
        find "$partial/media" -type f -name '*#*' -delete
    else
        before=""
    fi
    # In files: of a listing that fails within <( ) nobody would know.
    files_of "$media" >"$partial/here"
    files_of "$partial/media" >"$partial/linked"
    LC_ALL=C comm -13 "$partial/here" "$partial/linked" >"$partial/gone"
    LC_ALL=C comm -23 "$partial/here" "$partial/linked" >"$partial/new"
    (cd "$partial/media" && xargs -r -d '\n' -a ../gone rm -f)
    if ! (cd "$media" && xargs -r -d '\n' -a "$partial/new" cp --parents --preserve=mode,timestamps -t "$partial/media"); then
        only_gone "$partial"
    fi
    rm "$partial"/{here,linked,gone,new}
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
    (cd "$partial" && files_of . | sed 's,^\./,,' | tr '\n' '\0' | xargs -0 sha256sum) >"$backups/$name.sums"
    if [ -n "$before" ]; then same_as "$before" "$backups/$name.sums"; fi
    mv "$backups/$name.sums" "$partial/SHA256SUMS"
    sync "$partial/database.dump"
    mv -T "$partial" "$backups/$name"
    say "backup $name: $(du -sh "$backups/$name" | cut -f1)"
    note "$taken_at"
    prune
}

# Says in the database when it was last backed up, for the alert BackupOld. A database of before has no place for it.
note() {
    psql --no-password --quiet --set=ON_ERROR_STOP=1 --command="
        DO \$\$ BEGIN
            IF to_regclass('installation.backups') IS NOT NULL THEN
                INSERT INTO installation.backups (taken_at, due_at)
                VALUES ('$1', CAST('$1' AS timestamptz) + interval '$((hours + 2)) hours')
                ON CONFLICT (id) DO UPDATE SET taken_at = excluded.taken_at, due_at = excluded.due_at;
            END IF;
        END \$\$" || say "that there is one could not be noted in the database"
}

# Fails unless what could not be copied was deleted meanwhile.
only_gone() {
    local file
    while IFS= read -r file; do
        if [ ! -e "$media/$file" ]; then
            rm -f "$1/media/$file"
        elif ! cmp --silent "$media/$file" "$1/media/$file"; then
            say "$file could not be copied" && exit 1
        fi
    done <"$1/new"
}

# Fails if a file that is linked is not what it was: a disk that forgets would be trusted for ever.
same_as() {
    local changed
    changed="$(awk '{ name = substr($0, 67) } NR == FNR { sum[name] = $1; next }
        name ~ /^media\// && name in sum && sum[name] != $1 { print name }' "$backups/$1/SHA256SUMS" "$2")"
    if [ -n "$changed" ]; then
        say "no longer what they were in $1: $(head -5 <<<"$changed" | tr '\n' ' ')($(wc -l <<<"$changed") in all)."
        say "Look at the disk. Once the backups that are here are elsewhere, the next one copies everything."
        exit 1
    fi
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
# Within the time that is there until the next, with all that it started.
once) exec timeout --kill-after=60 "${hours}h" bash "$0" unlimited ;;
unlimited) once ;;
list) list ;;
fresh) [ "$(age)" -lt $(((hours + 1) * 3600)) ] ;;
*)
    sed -n '2p' "$0" >&2
    exit 2
    ;;
esac
