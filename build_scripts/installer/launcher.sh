#!/bin/sh
# Starts Briefing Desk. Libraries in fallback/ are used only where the system has none of its own.
set -eu
self=$0
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=$(dirname "$self")/$target ;;
    esac
done
here=$(cd "$(dirname "$self")" && pwd)

has() {
    for folder in /lib /usr/lib /lib64 /usr/lib64 /lib/*-linux-gnu /usr/lib/*-linux-gnu /usr/local/lib; do
        if [ -e "$folder/$1" ]; then return 0; fi
    done
    for ldconfig in /sbin/ldconfig /usr/sbin/ldconfig; do
        if [ -x "$ldconfig" ] && "$ldconfig" -p 2>/dev/null | grep -q "[[:space:]]$1 "; then return 0; fi
    done
    return 1
}

extra=
lend() { # lend GROUP LIBRARY...: use a group of libraries if one of them is absent
    group=$here/fallback/$1
    shift
    for library in "$@"; do
        if [ -d "$group" ] && ! has "$library"; then
            extra=$extra$group:
            return 0
        fi
    done
}
lend gl libGL.so.1 libEGL.so.1
lend xcb libxcb.so.1
lend wayland libwayland-client.so.0 libwayland-cursor.so.0 libwayland-egl.so.1

if [ -n "$extra" ]; then
    LD_LIBRARY_PATH=$extra${LD_LIBRARY_PATH:-}
    LD_LIBRARY_PATH=${LD_LIBRARY_PATH%:}
    export LD_LIBRARY_PATH
fi
exec "$here/program/briefing-app" "$@"
