#!/bin/sh
# Briefing Desk @VERSION@: a self-extracting installer for one user. Needs sh and tar; no root, no network.
# The archive starts after the last line of this script.
set -eu
version="@VERSION@"
payload_line=@PAYLOAD_LINE@
payload_sha256=@PAYLOAD_SHA256@
needed_kb=@NEEDED_KB@

share=${XDG_DATA_HOME:-$HOME/.local/share}
target=$share/briefing-desk-program
quiet=no
menu=yes
action=install

usage() {
    cat <<TEXT
Briefing Desk $version

  sh $(basename "$0") [--target DIR] [--quiet] [--no-menu]
  sh $(basename "$0") --uninstall [--target DIR]

  --target DIR   install there (now: $target)
  --quiet        say nothing unless something fails
  --no-menu      no menu entry, no icon, no link in ~/.local/bin
  --uninstall    remove the program; workspaces and settings stay
  --version      print the version
TEXT
}
fail() {
    echo "Briefing Desk: $*" >&2
    exit 1
}
say() {
    if [ "$quiet" = no ]; then echo "$*"; fi
}
is_ours() { [ -f "$1/.briefing-desk-program" ]; }
is_free() { [ ! -e "$1" ] || is_ours "$1" || { [ -d "$1" ] && [ -z "$(ls -A "$1")" ]; }; }

while [ $# -gt 0 ]; do
    case $1 in
        --target)
            if [ $# -lt 2 ]; then fail "--target needs a folder."; fi
            target=$2
            shift
            ;;
        --target=*) target=${1#--target=} ;;
        --quiet | --silent | -q) quiet=yes ;;
        --no-menu) menu=no ;;
        --uninstall) action=uninstall ;;
        --version) echo "$version"; exit 0 ;;
        --help | -h) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
case $target in /*) ;; *) target=$PWD/$target ;; esac
target=${target%/}
case $target in
    "" | *[\"\$\`\\%]*) fail "a folder of this name cannot be used: '$target'. Use --target DIR." ;;
esac

if [ "$action" = uninstall ]; then
    is_ours "$target" || fail "there is no installed Briefing Desk in $target. Use --target DIR."
    exec sh "$target/uninstall.sh"
fi

# Look first; nothing is changed until everything needed is there. A folder that holds something else is never touched.
parent=$(dirname "$target")
fresh=$target.new
old=$target.old
for folder in "$target" "$fresh" "$old"; do
    is_free "$folder" || fail "$folder holds something else. Use --target DIR."
done
for exe in /proc/[0-9]*/exe; do
    case $(readlink "$exe" 2>/dev/null || true) in
        "$target"/program/*) fail "the program is running. Close it and start the installer again." ;;
    esac
done
mkdir -p "$parent" 2>/dev/null && [ -w "$parent" ] || fail "$parent cannot be written. Use --target DIR."
free_kb=$(df -Pk "$parent" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
case $free_kb in
    "" | *[!0-9]*) ;;
    *) if [ "$free_kb" -lt "$needed_kb" ]; then
        fail "$((needed_kb / 1024)) MB are needed in $parent, $((free_kb / 1024)) MB are free. Nothing was changed."
    fi ;;
esac
if command -v sha256sum >/dev/null 2>&1; then
    found=$(tail -n +"$payload_line" "$0" | sha256sum | cut -d ' ' -f 1)
    if [ "$found" != "$payload_sha256" ]; then
        fail "the installer is damaged or incomplete. Get it again; nothing was changed."
    fi
fi

# Unpack beside the old program, try the new one, change over last: a failure leaves the old one as it was.
say "Unpacking Briefing Desk $version ..."
rm -rf "$fresh"
trap 'rm -rf "$fresh"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$fresh"
: >"$fresh/.briefing-desk-program"
mkdir "$fresh/unpacker"
tail -n +"$payload_line" "$0" | tar -xf - -C "$fresh/unpacker" || fail "unpacking failed. Nothing was changed."
# The unpacker comes along: a bare system has no xz.
LD_LIBRARY_PATH=$fresh/unpacker "$fresh/unpacker/xz" -dc "$fresh/unpacker/program.tar.xz" |
    tar -xf - -C "$fresh" || fail "unpacking failed. Nothing was changed."
rm -rf "$fresh/unpacker"
said=$("$fresh/briefing-app" --version 2>&1) ||
    fail "the program does not start on this system. Nothing was changed. It said: $said"
rm -rf "$old"
if [ -e "$target" ]; then mv "$target" "$old"; fi
if ! mv "$fresh" "$target"; then
    if [ -e "$old" ]; then mv "$old" "$target"; fi
    fail "$target cannot be written. Nothing was changed."
fi
rm -rf "$old"

if [ "$menu" = yes ]; then
    mkdir -p "$share/applications" "$share/icons/hicolor/scalable/apps" "$HOME/.local/bin"
    cp "$target/share/briefing-desk.svg" "$share/icons/hicolor/scalable/apps/briefing-desk.svg"
    escaped=$(printf '%s' "$target/briefing-app" | sed 's/[&|]/\\&/g')
    sed "s|@PROGRAM@|$escaped|" "$target/share/briefing-desk.desktop" >"$share/applications/briefing-desk.desktop"
    link=$HOME/.local/bin/briefing-app
    if [ ! -e "$link" ] || [ -L "$link" ]; then
        rm -f "$link"
        ln -s "$target/briefing-app" "$link"
    fi
fi
say "Installed in $target."
say "Start it from the menu, or with: $target/briefing-app"
say "Remove it with: sh $target/uninstall.sh"
exit 0
