#!/usr/bin/env bash
# Times the commands over many accounts as whole processes, against the sandbox
# at a distance:
#
#   tools/compare/scale.sh [N] [ROUND_TRIP] [FLAGS...]
#
# N accounts (1000) through caidan.libsonnet, ROUND_TRIP in milliseconds (40);
# FLAGS go to the sandbox, such as --function-concurrency 10. The ideal is what
# check took, and then N accounts, 64 at a time, each for as many round trips as
# its requests have to wait for one another: the one to the function, then those
# to WeChat. The sandbox plays WeChat and Lambda and runs the functions; its
# memory is the most that it had so far. Linux only.
set -euo pipefail
cd "$(dirname "$0")"
n=${1:-1000} trip=${2:-40} width=64 checked=0
shift $(($# < 2 ? $# : 2))
work=$(mktemp -d)
trap 'kill "${sandbox:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

go build -o "$work/compare" .
(cd ../.. && CGO_ENABLED=0 go build -trimpath -tags lambda.norpc -ldflags '-s -w' -o "$work/bin" ./cmd/caidan)
"$work/compare" make "$work/set" "$n"
cd "$work/set/caidan"

accounts() { for i in $(seq 0 $((n - 1))); do printf -- '--account\naccount-%05d=wx%016x:sesame\n' "$i" "$i"; done; }
mapfile -t specs < <(accounts)
: >"$work/sandbox"
"$work/bin" sandbox --round-trip "${trip}ms" "$@" "${specs[@]}" 2>"$work/sandbox" &
sandbox=$!
until grep -q 'caidan publish' "$work/sandbox"; do sleep 0.1; kill -0 "$sandbox"; done
eval "$(grep export "$work/sandbox")"

# What the sandbox took so far: CPU in seconds, memory in MiB.
cpu() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$sandbox/stat"; }
most() { awk '/VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$sandbox/status"; }

printf '%d accounts, %d ms\n' "$n" "$trip"
printf '%-24s %9s %9s %9s %9s %9s %9s %9s\n' command 'wall s' ideal ratio 'cpu s' MiB 'sandbox s' 'its MiB'
# row NAME TRIPS COMMAND...: what the command took, and the last line it printed.
row() {
  local name=$1 trips=$2 before code=0
  shift 2
  before=$(cpu)
  "$work/compare" cost "$work/time" "$work/bin" "$@" >"$work/out" 2>"$work/err" || code=$?
  awk -v name="$name" -v n="$n" -v width="$width" -v trips="$trips" -v trip="$trip" -v checked="$checked" \
    -v before="$before" -v after="$(cpu)" -v most="$(most)" -v code="$code" '{
      ideal = checked + n / width * trips * trip / 1000
      printf "%-24s %9.2f %9.2f %9.2f %9.2f %9d %9.2f %9d%s\n", name, $1, ideal, ideal ? $1 / ideal : 1, $2 + $3, $4 / 1024,
        after - before, most, code ? "  exit code " code : "" }' "$work/time"
  tail -n 1 "$work/out" | cut -c1-100 | sed 's/^/  /'
}
row check 0 check .
checked=$(cut -d' ' -f1 "$work/time")
row 'plan, first tokens' 3 plan
row plan 2 plan
row publish 4 publish
row 'publish, in sync' 2 publish
row status 2 status
row drift 2 drift
row 'plan --format json' 2 plan --format json
