#!/usr/bin/env bash
# Makes the Debian package from a folder that packaging/make.sh has laid out; it calls this script.
#
#   packaging/debian/make.sh FOLDER VERSION OUT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
folder=$1 version=$2 out=$3

architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/package library=$work/package/usr/lib/clipsearch
doc=$root/usr/share/doc/clipsearch
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$library" "$root/usr/share/man/man1" "$doc/examples" \
  "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
  "$root/usr/share/fish/vendor_completions.d" "$root/usr/share/lintian/overrides"

# The program finds its libraries and its model beside itself, wherever the link is that starts it.
cp -R "$folder/clipsearch" "$folder"/*.so "$folder/models" "$library"
ln -s ../lib/clipsearch/clipsearch "$root/usr/bin/clipsearch"
for page in "$folder"/man/man1/*.1; do gzip -9n <"$page" >"$root/usr/share/man/man1/${page##*/}.gz"; done
cp "$folder/completions/clipsearch.bash" "$root/usr/share/bash-completion/completions/clipsearch"
cp "$folder/completions/_clipsearch" "$root/usr/share/zsh/vendor-completions/_clipsearch"
cp "$folder/completions/clipsearch.fish" "$root/usr/share/fish/vendor_completions.d/clipsearch.fish"
cp "$folder/clipsearch.cdx.json" "$doc"
for notice in "$folder"/licences/*.txt; do gzip -9n <"$notice" >"$doc/${notice##*/}.gz"; done
gzip -9n <"$folder/THIRD-PARTY-NOTICES.md" >"$doc/THIRD-PARTY-NOTICES.md.gz"
cp copyright "$doc/copyright"
cp clipsearch.overrides "$root/usr/share/lintian/overrides/clipsearch"
sed 's#/opt/clipsearch/#/usr/lib/clipsearch/#g' ../systemd/clipsearch.service >"$doc/examples/clipsearch.service"
cp ../systemd/serve.env "$doc/examples"
date=$(date -u -R -d "@$SOURCE_DATE_EPOCH")
printf 'clipsearch (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the sources.\n\n -- %s  %s\n' \
  "$version" "$(sed -n 's/^Maintainer: //p' control)" "$date" | gzip -9n >"$doc/changelog.gz"

# What the files are linked with. OpenSSL is not among it: the program loads it when it computes a hash.
mkdir "$work/debian"
printf 'Source: clipsearch\n\nPackage: clipsearch\nArchitecture: any\n' >"$work/debian/control"
linked=()
for file in "$library/clipsearch" "$library"/*.so; do linked+=(-e "$file"); done
depends=$(cd "$work" && dpkg-shlibdeps -O -l"$library" "${linked[@]}" 2>"$work/shlibdeps.log" |
  sed -n 's/^shlibs:Depends=//p') || { cat "$work/shlibdeps.log"; exit 1; }

find "$root" -type d -exec chmod 755 {} +
find "$root" -type f -exec chmod 644 {} +
chmod 755 "$library/clipsearch"
size=$(du -k -s --apparent-size "$root/usr" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" -e "s/@DEPENDS@/$depends/" \
  control >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
chmod 644 "$root/DEBIAN"/*
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$out/clipsearch_${version}_$architecture.deb"
