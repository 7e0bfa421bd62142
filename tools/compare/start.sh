#!/usr/bin/env bash
# Times the check of one small file as a whole process against the evaluator
# alone:
#
#   tools/compare/start.sh [TURNS]
#
# jsonnet is that of go-jsonnet, of the version in go.mod; the jsonnet of the
# system, which is C++, takes its turn where there is one. caidan is built as a
# release is. Both are copied before they run, as they are installed: what the
# linker has just written is mapped in smaller pieces, and starts a tenth slower.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

go build -o "$work/compare" .
mkdir "$work/built"
go build -o "$work/built/jsonnet" github.com/google/go-jsonnet/cmd/jsonnet
(cd ../.. && CGO_ENABLED=0 go build -trimpath -tags lambda.norpc -ldflags '-s -w' -o "$work/built/caidan" ./cmd/caidan)
cp "$work/built/jsonnet" "$work/built/caidan" "$work"
cat >"$work/clean.jsonnet" <<'MENU'
{
  button: [
    { type: 'click', name: '今日歌曲', key: 'V1001_TODAY_MUSIC' },
    {
      name: '菜单',
      sub_button: [
        { type: 'view', name: '搜索', url: 'https://www.soso.com/' },
        { type: 'click', name: '赞一下我们', key: 'V1001_GOOD' },
      ],
    },
  ],
}
MENU
sed 's/https:/http:/' "$work/clean.jsonnet" >"$work/warning.jsonnet"
cd "$work"
set -- "${1:-100}" "./jsonnet clean.jsonnet" "./caidan check clean.jsonnet" "./caidan check warning.jsonnet" "./caidan version"
if system=$(command -v jsonnet); then set -- "$@" "$system clean.jsonnet"; fi
./compare turns "$@"
