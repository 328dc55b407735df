#!/usr/bin/env bash
# Makes what people install, for the platform that it runs on: linux-x64, linux-arm64, osx-arm64, or win-x64 (in Git
# Bash). It needs what CONTRIBUTING.md names for publishing with Native AOT.
#
#   packaging/make.sh [--from DIR] [--gpu] [--tool] [--out DIR]
#
#   --from DIR   a program that is published already: dotnet publish src/Clip.Cli -c Release -r PLATFORM -o DIR
#   --gpu        with ONNX Runtime for CUDA: a download of 250 MB, and an archive of 320 MB
#   --tool       also the .NET tool, which is one package for all platforms
#   --out DIR    where to (artifacts/packages)
#
# It leaves there clipsearch-VERSION-PLATFORM.tar.gz (.zip on Windows) and its bill of materials (CycloneDX), on Debian
# clipsearch_VERSION_ARCHITECTURE.deb, and SHA256SUMS. The same commit and the same published files give the same bytes.
# packaging/release.sh makes the files of package managers from the archives of all platforms.
set -euo pipefail
start=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

absolute() { case $1 in /* | [A-Za-z]:*) echo "$1" ;; *) echo "$start/$1" ;; esac; }

from='' gpu='' tool='' out=$PWD/artifacts/packages
while [ $# -gt 0 ]; do
  case $1 in
    --from) from=$(absolute "$2"); shift 2 ;;
    --gpu) gpu=1; shift ;;
    --tool) tool=1; shift ;;
    --out) out=$(absolute "$2"); shift 2 ;;
    *) sed -n '2,16s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LC_ALL=C
# The time of every file: that of the commit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH
platform=$(dotnet msbuild src/Clip.Cli -getProperty:NETCoreSdkPortableRuntimeIdentifier)
version=$(dotnet msbuild src/Clip.Cli -getProperty:Version)
options=() flavor=''
if [ -n "$gpu" ]; then
  options=(-p:ClipGpu=true) flavor=-cuda
fi
name=clipsearch-$version-$platform$flavor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

packaging() { dotnet packaging/Clip.Packaging/bin/Release/net10.0/Clip.Packaging.dll "$@"; }

echo "== $name"
dotnet build packaging/Clip.Packaging -c Release -v q -tl:off --nologo
if [ -z "$from" ]; then
  from=$work/published
  dotnet publish src/Clip.Cli -c Release -r "$platform" ${options[@]+"${options[@]}"} -o "$from" -v q -tl:off
fi

echo "== Program, manual, completion scripts, licenses"
stage=$work/$name
mkdir -p "$stage/man/man1" "$stage/completions"
cp -R "$from/." "$stage"
find "$stage" \( -name '*.pdb' -o -name '*.dbg' -o -name '*.dSYM' -o -name '*.xml' \) -prune -exec rm -rf {} +
cp man/*.1 "$stage/man/man1"
cp LICENSE THIRD-PARTY-NOTICES.md "$stage"
cp packaging/README.txt "$stage"
rm -f "$stage/licences/LICENSE" "$stage/licences/THIRD-PARTY-NOTICES.md"
"$stage/clipsearch" completion bash >"$stage/completions/clipsearch.bash"
"$stage/clipsearch" completion zsh >"$stage/completions/_clipsearch"
"$stage/clipsearch" completion fish >"$stage/completions/clipsearch.fish"
"$stage/clipsearch" completion powershell >"$stage/completions/clipsearch.ps1"

echo "== Bill of materials"
dotnet tool restore >/dev/null
dotnet restore src/Clip.Cli -p:RuntimeIdentifier="$platform" ${options[@]+"${options[@]}"} -v q
dotnet tool run dotnet-CycloneDX src/Clip.Cli/Clip.Cli.csproj -o "$work" -fn packages.json -F Json -spv 1.6 \
  --disable-package-restore --no-serial-number >"$work/bill.log" || { cat "$work/bill.log"; exit 1; }
packaging materials "$work/packages.json" "$stage" "$platform" "$version" "$SOURCE_DATE_EPOCH" "$out/$name.cdx.json"
cp "$out/$name.cdx.json" "$stage/clipsearch.cdx.json"

echo "== Archive"
case $platform in
  win-*) packaging archive "$stage" "$out/$name.zip" "$SOURCE_DATE_EPOCH" ;;
  *) packaging archive "$stage" "$out/$name.tar.gz" "$SOURCE_DATE_EPOCH" ;;
esac

if [ -z "$gpu" ] && command -v dpkg-shlibdeps >/dev/null; then
  echo "== Debian package"
  packaging/debian/make.sh "$stage" "$version" "$out"
fi

if [ -n "$tool" ]; then
  echo "== .NET tool"
  dotnet pack src/Clip.Cli -c Release -o "$out" -v q -tl:off -p:IncludeSymbols=false
fi

packaging sums "$out"
ls -l "$out"
