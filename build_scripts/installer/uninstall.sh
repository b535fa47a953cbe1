#!/bin/sh
# Removes the program that lies beside this script. Workspaces and settings stay.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ ! -f "$here/.briefing-desk-program" ]; then
    echo "This is not an installed Briefing Desk: $here" >&2
    exit 1
fi
share=${XDG_DATA_HOME:-$HOME/.local/share}
link=$HOME/.local/bin/briefing-app
if [ -L "$link" ] && [ "$(readlink "$link")" = "$here/briefing-app" ]; then
    rm -f "$link"
fi
entry=$share/applications/briefing-desk.desktop
if [ -f "$entry" ] && grep -qF "\"$here/briefing-app\"" "$entry"; then
    rm -f "$entry" "$share/icons/hicolor/scalable/apps/briefing-desk.svg"
fi
cd /
rm -rf "$here"
echo "Briefing Desk is removed. Workspaces and settings are untouched."
