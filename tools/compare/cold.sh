#!/usr/bin/env bash
# Times the start of the function against that of one that does nothing, from
# starting the process to its first request for an event, with the most memory
# until then, and how large their zips are:
#
#   tools/compare/cold.sh [TURNS]
#
# Both are built as lambda/template.yaml's zip is. Linux only.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() { CGO_ENABLED=0 go build -trimpath -tags lambda.norpc -ldflags '-s -w' -o "$1" "$2"; }
go build -o "$work/compare" .
build "$work/empty" ./empty
(cd ../.. && build "$work/caidan" ./lambda)
"$work/compare" cold "${1:-40}" "$work/empty" "$work/caidan"
for f in empty caidan; do echo "$(gzip -9 -c "$work/$f" | wc -c) bytes compressed: $f"; done
