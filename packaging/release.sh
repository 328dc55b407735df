#!/usr/bin/env bash
# Makes the files with which package managers install a release: a Homebrew formula, a winget manifest, and a Dockerfile
# that takes the archive of linux-x64. Needs the archives that packaging/make.sh has made on each platform in one folder.
#
#   packaging/release.sh ADDRESS [FOLDER [TARGET]]
#
#   ADDRESS   where the archives will be, such as https://example.org/releases/v0.1.0
#   FOLDER    where they are now (artifacts/packages)
#   TARGET    where to write the files (artifacts/release)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -ge 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }

version=$(dotnet msbuild src/Clip.Cli -getProperty:Version)
dotnet build packaging/Clip.Packaging -c Release -v q -tl:off --nologo
dotnet packaging/Clip.Packaging/bin/Release/net10.0/Clip.Packaging.dll fill packaging "${2:-artifacts/packages}" \
  "$version" "${1%/}" "${3:-artifacts/release}"
