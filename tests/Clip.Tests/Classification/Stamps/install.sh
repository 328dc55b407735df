#!/usr/bin/env bash
# Puts the pictures of Debian's package tuxpaint-stamps-default, of apples, oranges, birds and hundreds more, into
# artifacts/stamps, for the tests that learn classes, unless the package is installed or CLIPSEARCH_TEST_STAMPS names
# its folder. They are licensed under the GPL and therefore not in this repository. A download of 160 MB, of which 30 MB
# are kept. Does nothing where all is there. Says what is missing and ends with 1 without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."

target=$PWD/artifacts/stamps

[ -d "${CLIPSEARCH_TEST_STAMPS:-/usr/share/tuxpaint/stamps}" ] && { echo "the installed pictures are used"; exit 0; }
[ -d "$target" ] && { echo "$target is there"; exit 0; }
for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 1; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$target.part"' EXIT
rm -rf "$target.part"
mkdir -p "$target.part"
(cd "$scratch" && apt-get download -qq tuxpaint-stamps-default >/dev/null 2>&1) ||
  { echo "the package cannot be downloaded"; exit 1; }
dpkg-deb --fsys-tarfile "$scratch"/*.deb |
  tar x -C "$target.part" --strip-components=5 --wildcards './usr/share/tuxpaint/stamps/*.png'
mv "$target.part" "$target"
echo "$target is there"
