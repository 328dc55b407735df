#!/usr/bin/env bash
# Puts the npm packages of the clients that the tests run into a folder outside the repository, from the versions in
# npm/package-lock.json. No script of a package is run. Does nothing where all is there. Needs npm and Node 20 or later;
# says what is missing and ends with 1 without. The last line says where the packages lie; the tests look there, or
# where CLIPSEARCH_TEST_CLIENTS points.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/npm"

version=$(sha256sum package-lock.json | cut -c 1-16)
target=${XDG_CACHE_HOME:-$HOME/.cache}/clip-tests/clients-$version

[ -e "$target/complete" ] && { echo "$target is there"; exit 0; }
for tool in node npm; do
  command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 1; }
done
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || { echo "Node 20 or later is missing"; exit 1; }
mkdir -p "$target"
cp package.json package-lock.json "$target"
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --silent
touch "$target/complete"
echo "$target is there"
