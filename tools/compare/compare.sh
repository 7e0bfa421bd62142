#!/usr/bin/env bash
# Times caidan as a whole process against other ways to check the same menus:
#
#   tools/compare/compare.sh [N] [RUNS]
#
# floor    a bare evaluator of the same files that decodes the JSON
# caidan   caidan check
# library  caidan check of the same menus through caidan.libsonnet
# each     one jsonnet process a file, two at a time, then one jv for all
# multi    one jsonnet -m for all, then jv: one bad menu and there are none
# halves   the same in two halves side by side
#
# N accounts (1000), RUNS counted runs (5) after one that is not counted. The
# ways take turns, so that a machine whose speed drifts slows all of them; a
# ratio is the median of the ratios of each turn. Linux only.
set -euo pipefail
cd "$(dirname "$0")"
n=${1:-1000} runs=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

go build -o "$work/compare" .
go build -o "$work/jsonnet" github.com/google/go-jsonnet/cmd/jsonnet
go build -o "$work/jv" github.com/santhosh-tekuri/jsonschema/cmd/jv
(cd ../.. && CGO_ENABLED=0 go build -trimpath -tags lambda.norpc -ldflags '-s -w' -o "$work/caidan" ./cmd/caidan)
"$work/compare" make "$work/set" "$n"
cp menu.schema.json "$work/"
export work

# What each way does, from the folder of the set. All of them leave an exit
# code; the peers leave a JSON file for each account, which jv then checks.
floor() { "$work/compare" floor .; }
caidan() { "$work/caidan" check . >/dev/null; }
library() { cd ../caidan && "$work/caidan" check . >/dev/null; }
each() {
  rm -rf out && mkdir out
  ls menus/*.jsonnet | xargs -P "$(nproc)" -I{} sh -c '"$work/jsonnet" -o "out/$(basename {} .jsonnet).json" {}'
  "$work/jv" "$work/menu.schema.json" out/*.json >/dev/null
}
multi() {
  rm -rf out && mkdir out
  { echo '{'; for f in menus/*.jsonnet; do echo "'$(basename "$f" .jsonnet).json': import '$f',"; done; echo '}'; } >all.jsonnet
  "$work/jsonnet" -m out all.jsonnet >/dev/null
  "$work/jv" "$work/menu.schema.json" out/*.json >/dev/null
}
halves() {
  rm -rf out && mkdir out
  ls menus/*.jsonnet >list && split -n l/2 list half.
  for h in half.aa half.ab; do
    { echo '{'; while read -r f; do echo "'$(basename "$f" .jsonnet).json': import '$f',"; done <"$h"; echo '}'; } >"$h.jsonnet"
    "$work/jsonnet" -m out "$h.jsonnet" >/dev/null &
  done
  wait
  "$work/jv" "$work/menu.schema.json" out/*.json >/dev/null
}
export -f floor caidan library each multi halves

ways="floor caidan library each multi halves"
cd "$work/set/asserts"
for turn in $(seq 0 "$runs"); do
  for way in $ways; do
    "$work/compare" cost "$work/time" bash -c "$way"
    [ "$turn" = 0 ] || echo "$way $turn $(cat "$work/time")" >>"$work/times"
  done
done

awk -v n="$n" -v runs="$runs" -v ways="$ways" '
  function median(a, k,   i, j, t) {
    for (i = 2; i <= k; i++) { t = a[i]; for (j = i - 1; j > 0 && a[j] > t; j--) a[j+1] = a[j]; a[j+1] = t }
    return k % 2 ? a[(k+1)/2] : (a[k/2] + a[k/2+1]) / 2
  }
  { wall[$1,$2] = $3; cpu[$1,$2] = $4 + $5; mem[$1,$2] = $6 / 1024 }
  END {
    printf "%d accounts, %d runs; ratios are to caidan, medians of each turn\n", n, runs
    printf "%-8s %9s %9s %9s %11s %11s\n", "way", "wall s", "cpu s", "MiB", "wall ratio", "cpu ratio"
    k = split(ways, w, " ")
    for (i = 1; i <= k; i++) {
      for (r = 1; r <= runs; r++) { a[r] = wall[w[i],r]; b[r] = cpu[w[i],r]; c[r] = mem[w[i],r]
        d[r] = wall[w[i],r] / wall["caidan",r]; e[r] = cpu[w[i],r] / cpu["caidan",r] }
      printf "%-8s %9.2f %9.2f %9.0f %11.2f %11.2f\n", w[i], median(a, runs), median(b, runs), median(c, runs), median(d, runs), median(e, runs)
    }
  }' "$work/times"
