#!/bin/sh
# build-id.sh FILE: writes the commit of this checkout into FILE, with -dirty where files differ from
# it. FILE is empty where there is no checkout, or no git; one around this folder doesn't count.
top=$(pwd -P)
GIT_CEILING_DIRECTORIES=$(dirname "$top")
export GIT_CEILING_DIRECTORIES
mkdir -p "$(dirname "$1")"
git describe --always --dirty --abbrev=12 --exclude='*' >"$1" 2>/dev/null || : >"$1"
