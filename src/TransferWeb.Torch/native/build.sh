#!/usr/bin/env bash
# Builds libtransferweb_torch.so: build.sh [outdir]. Does nothing when neither the sources nor libtorch have changed.
# LIBTORCH names the folder of another libtorch (its include/ and lib/); without it the system's is used.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here/build}
install="sudo apt-get install --no-install-recommends libtorch-dev libdnnl-dev libopenblas0-pthread g++ cmake make"

fail() {
    echo "error: $1" >&2
    exit 1
}

torch_include() {
    local folder
    for folder in ${LIBTORCH:+"$LIBTORCH/include" "$LIBTORCH/../include"} ${LIBTORCH:-/usr/include /usr/local/include}; do
        if [[ -f $folder/ATen/ATen.h ]]; then
            echo "$folder"
            return
        fi
    done
}

include=$(torch_include)
if [[ -z $include ]]; then
    [[ -z ${LIBTORCH:-} ]] || fail "LIBTORCH is $LIBTORCH, where there is no include/ATen/ATen.h. Point it at a libtorch folder, or unset it and install Debian's: $install"
    fail "libtorch is not installed. Install it with: $install"
fi

mkdir -p "$out"
exec 9>"$out/.lock"
flock 9

versions=("$include/torch/csrc/api/include/torch/version.h")
[[ ! -f $include/oneapi/dnnl/dnnl_version.h ]] || versions+=("$include/oneapi/dnnl/dnnl_version.h")
stamp=$(cat "$here"/*.cpp "$here"/*.h "$here/CMakeLists.txt" "${versions[@]}" | sha256sum | cut -d' ' -f1)
stamp="$stamp ${LIBTORCH:-system}"
library=$out/libtransferweb_torch.so
if [[ -f $library && -f $out/.stamp && $(<"$out/.stamp") == "$stamp" ]]; then
    exit 0
fi

for tool in cmake make g++; do
    command -v "$tool" >/dev/null || fail "$tool is not installed. Install it with: $install"
done
log=$out/build.log
work=$out/cmake
echo "Building libtransferweb_torch.so (about half a minute) ..."
# A cache made for another libtorch would keep its paths.
[[ ! -f $out/.stamp || $(<"$out/.stamp") == *" ${LIBTORCH:-system}" ]] || rm -rf "$work"
if ! { cmake -S "$here" -B "$work" -DCMAKE_BUILD_TYPE=Release && cmake --build "$work" --parallel "$(nproc)"; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "the native part did not compile; the whole output is in $log"
fi
cp "$work/libtransferweb_torch.so" "$library.new"
mv "$library.new" "$library"
echo "$stamp" >"$out/.stamp"
