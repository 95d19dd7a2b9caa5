#!/bin/sh
# Removes what install.sh installed. Settings, logs and activity stay unless --with-settings is given.
set -eu

usage="usage: uninstall.sh [--with-settings]"
generated="XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version"
tell_desktop() {
    if command -v update-desktop-database > /dev/null; then update-desktop-database -q "$1/applications" 2> /dev/null || true; fi
    if [ -d "$1/mime" ] && command -v update-mime-database > /dev/null; then
        mkdir -p "$1/mime/packages"
        update-mime-database "$1/mime" > /dev/null 2>&1 || true
        # Where nobody else has added a type, the lists made from them go, too.
        if rmdir "$1/mime/packages" 2> /dev/null; then
            (cd "$1/mime" && for file in $generated; do rm -f "$file"; done)
            rmdir "$1/mime"/* 2> /dev/null || true
        fi
    fi
    if [ -e "$1/icons/hicolor/icon-theme.cache" ] && command -v gtk-update-icon-cache > /dev/null; then
        gtk-update-icon-cache -q -t "$1/icons/hicolor" || true
    fi
    if [ "$(ls -A "$1/applications" 2> /dev/null)" = "mimeinfo.cache" ]; then rm -f "$1/applications/mimeinfo.cache"; fi
    rmdir "$1/mime" "$1/applications" "$1" 2> /dev/null || true
}

case "${1-}" in
    --tell-desktop) tell_desktop "$2"; exit 0 ;;
    "" | --with-settings | --for-upgrade) ;;
    *) echo "$usage"; exit 2 ;;
esac

program=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
if [ ! -e "$program/installed-files" ]; then
    echo "Nothing is installed here. Run the uninstall.sh in the installed program's folder, such as ~/.local/lib/sqs-explorer." >&2
    exit 1
fi
for running in /proc/[0-9]*/exe; do
    if [ "$(readlink "$running" 2> /dev/null)" = "$program/sqs-explorer" ]; then
        echo "SQS Explorer runs. Quit it, then try again." >&2
        exit 1
    fi
done

share=$(cat "$program/installed-share")
prefix=$(dirname "$(dirname "$program")")
while IFS= read -r file; do
    rm -f "$file"
    # Folders that are empty now go, too, but none above those that it was installed in.
    case "$file" in "$share"/*) base=$share ;; *) base=$prefix ;; esac
    below=${file#"$base"/}
    (cd "$base" && rmdir -p "$(dirname "$below")") 2> /dev/null || true
done < "$program/installed-files"
cd /
rm -rf "$program"
[ "${1-}" = "--for-upgrade" ] && exit 0
if [ -d "$share" ]; then
    tell_desktop "$share"
fi
rmdir "$prefix/lib" "$prefix" 2> /dev/null || true

settings="${XDG_CONFIG_HOME:-$HOME/.config}/sqs-explorer"
state="${XDG_STATE_HOME:-$HOME/.local/state}/sqs-explorer"
if [ "${1-}" = "--with-settings" ]; then
    rm -rf "$settings" "$state"
    echo "SQS Explorer, its settings, logs and activity are removed. Access keys you kept are still in the system's keyring."
else
    echo "SQS Explorer is removed. Your settings are still in $settings, logs and activity in $state."
fi
