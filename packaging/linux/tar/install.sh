#!/bin/sh
# Installs SQS Explorer for the person who runs this, without an administrator: below ~/.local, or below the folder given.
# Run again from a newer version it takes the older one's place. uninstall.sh, which is installed along, removes all of it.
set -eu

usage="usage: install.sh [--prefix FOLDER]     (FOLDER is ~/.local if not given)"
case "${1-}" in
    "") prefix="$HOME/.local" ;;
    --prefix) prefix="${2:?$usage}" ;;
    *) echo "$usage"; exit 2 ;;
esac

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
mkdir -p "$prefix/lib"
prefix=$(CDPATH='' cd -- "$prefix" && pwd -P)
program="$prefix/lib/sqs-explorer"
share="$prefix/share"
if [ "$prefix" = "$HOME/.local" ] && [ -n "${XDG_DATA_HOME-}" ]; then share="$XDG_DATA_HOME"; fi

if [ "$here" = "$program" ]; then
    echo "This is the installed program. To install a newer one, run the install.sh that came with it." >&2
    exit 1
fi
if [ -e "$program" ] && [ ! -e "$program/installed-files" ]; then
    echo "$program is there already and was not installed by this script. Move it away, or choose another --prefix." >&2
    exit 1
fi

# Whole or not at all: what is half copied never has the program's name.
rm -rf "$program.new"
cp -R "$here/program" "$program.new"
if [ -e "$program" ]; then
    sh "$program/uninstall.sh" --for-upgrade || { rm -rf "$program.new"; exit 1; }
fi
mkdir -p "$prefix/lib" "$prefix/bin"
cp "$here/uninstall.sh" "$program.new/uninstall.sh"
files="$program.new/installed-files"
: > "$files"
(cd "$here/share" && find . -type f) | sed 's,^\./,,' | while IFS= read -r file; do
    mkdir -p "$share/$(dirname "$file")"
    cp "$here/share/$file" "$share/$file"
    printf '%s\n' "$share/$file" >> "$files"
done

# The menu starts this very program, wherever it lies: the path is quoted as desktop entries want it.
quoted=$(printf '%s' "$program/sqs-explorer" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')
entry="$share/applications/sqs-explorer.desktop"
escaped=$(printf '%s' "$quoted" | sed 's/[\\&|]/\\&/g')
sed -e "s|^Exec=sqs-explorer|Exec=\"$escaped\"|" -e '/^TryExec=/d' "$entry" > "$entry.new"
mv "$entry.new" "$entry"

mv "$program.new" "$program"
ln -sfn "$program/sqs-explorer" "$prefix/bin/sqs-explorer"
printf '%s\n' "$prefix/bin/sqs-explorer" >> "$program/installed-files"
printf '%s\n' "$share" > "$program/installed-share"
sh "$program/uninstall.sh" --tell-desktop "$share"
echo "SQS Explorer is in the menu. In a terminal: $prefix/bin/sqs-explorer"
echo "To remove it: sh \"$program/uninstall.sh\""
