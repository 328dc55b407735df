#!/usr/bin/env bash
# Takes the pictures of a terminal in the READMEs: runs the program in tmux on a copy of the gallery, records the bytes that
# it writes, replays them into a fresh terminal, and draws what that one shows.
#
#   packaging/screenshots.sh PROGRAM [FOLDER]
#
#   PROGRAM   a published clipsearch
#   FOLDER    where to write docs' terminal-*.svg (docs)
#
# Recordings are left in artifacts/recordings: "packaging/screenshots.sh --draw RECORDING COLUMNS ROWS TITLE FILE" draws one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v tmux >/dev/null || { echo "tmux is needed" >&2; exit 2; }

terminal() { tmux -L clipsearch-screenshots -f /dev/null "$@"; }
packaging=packaging/Clip.Packaging/bin/Release/net10.0/Clip.Packaging.dll
[ -e $packaging ] || dotnet build packaging/Clip.Packaging -c Release -v q -tl:off --nologo

draw() { # draw RECORDING COLUMNS ROWS TITLE FILE
  local work
  work=$(mktemp -d)
  # The recording ends before the program leaves its screen; the program that follows only waits.
  terminal new-session -d -s draw -x "$2" -y "$3" "stty -echo raw; cat '$1'; touch '$work/done'; sleep 60"
  while [ ! -e "$work/done" ]; do sleep 0.1; done
  sleep 0.3
  terminal capture-pane -t draw -e -p >"$work/screen"
  terminal kill-session -t draw
  dotnet $packaging picture "$work/screen" "$2" "$4" "$5"
  rm -rf "$work"
}

if [ "${1:-}" = --draw ]; then
  shift
  draw "$@"
  exit
fi
program=$(realpath "$1") target=${2:-docs}
recordings=$PWD/artifacts/recordings
work=$(mktemp -d)
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$recordings"
cp -r gallery "$work/Pictures"
rm -rf "$work/Pictures/.clip"
export CLIPSEARCH_CONFIG=none XDG_CACHE_HOME=$work/cache CLIPSEARCH_LANG=en
unset NO_COLOR
(cd "$work/Pictures" && "$program" index --quiet)

cat >"$work/record.sh" <<EOF
sleep 1
printf '\\033[32m\$\\033[0m %s\\r\\n' "\$(cat '$work/command')"
eval "\$(cat '$work/command')"
sleep 60
EOF

record() { # record NAME COLUMNS ROWS COMMAND KEYS...: keys are typed one after another, "~" waits
  local name=$1 columns=$2 rows=$3 command=$4 key
  shift 4
  printf '%s' "$command" >"$work/command"
  terminal new-session -d -s record -x "$columns" -y "$rows" -c "$work/Pictures" "sh '$work/record.sh'"
  terminal pipe-pane -t record -o "cat >'$recordings/$name'"
  sleep 4
  for key in "$@"; do
    if [ "$key" = '~' ]; then sleep 2; else terminal send-keys -t record "$key"; fi
  done
  sleep 2
  terminal kill-session -t record
}

PATH=$(dirname "$program"):$PATH
export PATH
# Of these pictures the authors ask for nothing: photographs of Kodak and of scikit-image, and drawings.
record search 80 38 'clipsearch search "a lighthouse by the sea" -n 2 --preview blocks'
draw "$recordings/search" 80 38 "clipsearch search" "$target/terminal-search.svg"
record browse 80 24 "clipsearch browse --preview blocks" '~' l i g h t h o u s e '~' Enter Right Space '~'
draw "$recordings/browse" 80 24 "clipsearch browse" "$target/terminal-browse.svg"
export CLIPSEARCH_LANG=zh-CN
record browse-zh 80 24 "clipsearch browse --preview blocks" '~' l i g h t h o u s e '~' Enter Right Space '~'
draw "$recordings/browse-zh" 80 24 "clipsearch browse" "$target/terminal-browse.zh-CN.svg"
