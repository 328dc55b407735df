#!/usr/bin/env bash
# Puts a PostgreSQL with pgvector, and PgBouncer, into artifacts/postgres, for the tests of Clip.Postgres, unless one is
# found elsewhere: the server that CLIPSEARCH_TEST_POSTGRES names, or an installed one with pgvector. The packages are
# those of Debian 13, whatever Debian this is: apt resolves and downloads them with a state of its own, and they are
# unpacked into a root folder, in which the tests run them. Nothing is installed on the system. Takes half a minute and
# 60 MB.
# Needs root (for chroot), apt-get and the network; says what is missing and ends with 1 without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

release=trixie server=17 target=$PWD/artifacts/postgres
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# What only other uses of the server need: just-in-time compilation, the cluster scripts, and locales.
needless='^(libllvm|libz3|perl|libperl|libgdbm|libdb5|locales|libc-l10n|openssl|passwd|procps|postgresql-common)'

[ -n "${CLIPSEARCH_TEST_POSTGRES:-}" ] && { echo "the server of CLIPSEARCH_TEST_POSTGRES is used"; exit 0; }
for control in /usr/share/postgresql/*/extension/vector.control; do
  [ -e "$control" ] && { echo "the installed server is used: $control"; exit 0; }
done
[ -e "$target/usr/share/postgresql/$server/extension/vector.control" ] && [ -e "$target/usr/sbin/pgbouncer" ] &&
  { echo "$target is there"; exit 0; }
[ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null && command -v dpkg >/dev/null ||
  { echo "this needs Debian or a derivative"; exit 1; }
[ "$(id -u)" -eq 0 ] || { echo "chroot needs root"; exit 1; }
[ -e "$keyring" ] || { echo "this needs the package debian-archive-keyring"; exit 1; }

mirror=$(sed -nE 's/^(URIs:|deb) +(\[[^]]*\] +)?(https?:\/\/[^ ]*debian\/?)( .*)?$/\3/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)
scratch=$target.part apt=$target.apt
rm -rf "$scratch" "$apt"
trap 'rm -rf "$scratch" "$apt"' EXIT
mkdir -p "$scratch"/usr/{bin,sbin,lib,lib64} "$scratch"/{dev/shm,etc,tmp} \
  "$apt"/{lists/partial,cache/archives/partial,packages}
: >"$apt/status"
echo "deb [signed-by=$keyring] ${mirror:-http://deb.debian.org/debian} $release main" >"$apt/sources.list"

get() {
  apt-get -qq -o Dir::State="$apt" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o Acquire::Languages=none -o Acquire::Retries=3 \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Sandbox::User=root "$@"
}
get update
packages=$(get --simulate --no-install-recommends install dash pgbouncer "postgresql-$server" \
    "postgresql-$server-pgvector" |
  sed -nE 's/^Inst ([^ ]+) .*/\1/p' | grep -Ev "$needless")
(cd "$apt/packages" && get download $packages)

for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$scratch/$folder"; done
for package in "$apt"/packages/*.deb; do dpkg -x "$package" "$scratch"; done
rm -rf "$scratch"/usr/share/{doc,man,locale}
echo 'postgres:x:65534:65534::/tmp:/bin/sh' >"$scratch/etc/passwd"
echo 'postgres:x:65534:' >"$scratch/etc/group"
chmod 755 "$scratch"
chmod 1777 "$scratch/tmp" "$scratch/dev/shm"
# Containers may not make devices; an empty file does then, as all that is read from it is its end.
mknod -m 666 "$scratch/dev/null" c 1 3 2>/dev/null || install -m 666 /dev/null "$scratch/dev/null"
ln -sf dash "$scratch/usr/bin/sh"
chroot --userspec=65534:65534 "$scratch" /bin/sh -c "/usr/lib/postgresql/$server/bin/postgres --version"
rm -rf "$target"
mv "$scratch" "$target"
echo "$target is there"
