#!/usr/bin/env bash
# Puts a WebGPU that needs no graphics card into artifacts/webgpu: ONNX Runtime with WebGPU from the npm package
# onnxruntime-node, SwiftShader (a software Vulkan) and Vulkan's loader from Debian's chromium, and older_api.c, which
# lets the managed package run on that ONNX Runtime. Nothing is installed on the system. Does nothing where all is there.
# The package comes from the registry that npm is set up for, SwiftShader from the archive that apt is set up for.
# Needs Linux on x64, npm, apt-get with package lists, and a C compiler; says what is missing and ends with 1 without.
# The last line says where the library lies; the tests look there, or where CLIPSEARCH_TEST_WEBGPU points.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."

version=1.30.0
integrity=twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==
target=artifacts/webgpu
library=libonnxruntime-webgpu.so

[ -e "$target/$library" ] && [ "$target/$library" -nt tests/Clip.Tests/Devices/WebGpu/older_api.c ] &&
  { echo "$PWD/$target/$library is there"; exit 0; }
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "these libraries are for Linux on x64"; exit 1; }
for tool in npm apt-get dpkg-deb openssl dotnet; do
  command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 1; }
done
compiler=$(command -v cc || command -v clang) || { echo "a C compiler is missing"; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/ready"
(
  cd "$scratch"
  npm pack --silent "onnxruntime-node@$version" >/dev/null
  [ "$(openssl dgst -sha512 -binary onnxruntime-node-*.tgz | base64 -w0)" = "$integrity" ] ||
    { echo "onnxruntime-node is not the package that this script was written for"; exit 1; }
  tar xzf onnxruntime-node-*.tgz --strip-components=5 -C ready package/bin/napi-v6/linux/x64/libonnxruntime.so.1
  # apt checks the archive's signature. The version is Debian's newest: older ones leave its archive.
  apt-get download -qq chromium-common -o APT::Sandbox::User=root
  dpkg-deb --fsys-tarfile chromium-common_*.deb | tar x --strip-components=4 -C ready --wildcards \
    ./usr/lib/chromium/libvk_swiftshader.so ./usr/lib/chromium/vk_swiftshader_icd.json ./usr/lib/chromium/libvulkan.so.1
)
headers=$(dotnet msbuild src/Clip -getProperty:NuGetPackageRoot)microsoft.ml.onnxruntime/$(
  sed -nE 's/.*"Microsoft\.ML\.OnnxRuntime" Version="([^"]+)".*/\1/p' Directory.Packages.props)/build/native/include
"$compiler" -shared -fPIC -O2 -Wall -Wextra -Werror -I "$headers" -Wl,-rpath,'$ORIGIN' \
  tests/Clip.Tests/Devices/WebGpu/older_api.c -o "$scratch/ready/$library" -ldl
rm -rf "$target"
mkdir -p artifacts
cp -r "$scratch/ready" "$target"
touch "$target/$library"
echo "$PWD/$target/$library is there"
