#!/usr/bin/env bash
# Puts a PostgreSQL with pgvector into artifacts/postgres, for the tests of Clip.Postgres, unless one is found elsewhere:
# the server that CLIPSEARCH_TEST_POSTGRES names, or an installed one with pgvector. Where Debian's own release packages
# no pgvector, a root folder of the next one is unpacked with debootstrap, which takes a minute and needs root, apt-get
# and the network. Nothing is installed on the system but debootstrap. Does nothing where all is there.
# Says what is missing and ends with 1 without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

release=trixie server=17 target=$PWD/artifacts/postgres

[ -n "${CLIPSEARCH_TEST_POSTGRES:-}" ] && { echo "the server of CLIPSEARCH_TEST_POSTGRES is used"; exit 0; }
for control in /usr/share/postgresql/*/extension/vector.control; do
  [ -e "$control" ] && { echo "the installed server is used: $control"; exit 0; }
done
[ -e "$target/usr/share/postgresql/$server/extension/vector.control" ] && { echo "$target is there"; exit 0; }
[ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null || { echo "this needs Debian or a derivative"; exit 1; }
[ "$(id -u)" -eq 0 ] || { echo "debootstrap needs root"; exit 1; }
if ! command -v debootstrap >/dev/null; then
  apt-cache show debootstrap >/dev/null 2>&1 || apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi
mirror=$(sed -nE 's/^(URIs:|deb) +(\[[^]]*\] +)?(https?:\/\/[^ ]*debian\/?)( .*)?$/\3/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)
scratch=$target.part
rm -rf "$scratch"
mkdir -p "$(dirname "$target")"
debootstrap --variant=minbase --include="postgresql-$server,postgresql-$server-pgvector" "$release" "$scratch" \
  "${mirror:-http://deb.debian.org/debian}" >"$target.log" 2>&1 || { tail -n 3 "$target.log"; exit 1; }
rm -rf "$scratch"/var/cache/apt "$scratch"/var/lib/apt/lists "$scratch"/usr/share/{doc,man,locale} "$target.log"
mv "$scratch" "$target"
echo "$target is there"
