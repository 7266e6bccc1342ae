# setup.sh - what scripts/solon and scripts/test share: installs what is missing, builds the program.
# Sourced with the current directory at the project's root; not run by itself.

# Debian packages the program is built from and runs with.
SOLON_PACKAGES="gcc libc6-dev make cmake pkg-config liblua5.4-dev libgsl-dev libopenblas-serial-dev
  libsleef-dev librandom123-dev libnlopt-dev libcjson-dev nettle-dev libreadline-dev libstdc++6
  ca-certificates"

# DuckDB: library and header from two npm packages, pinned by version and content.
DUCKDB_VERSION=1.4.4
DUCKDB_LIBRARY_PACKAGE="@duckdb/node-bindings-linux-x64@$DUCKDB_VERSION-r.4"
DUCKDB_LIBRARY_SHA512="jBTL/WvfwxLToFa/pVHfT6elMtltJGnc3wSuxZD9OfMltit9YUdVFS37vBFQzXMT1Z8OWjtSjMh+zPKxOwHLHA=="
DUCKDB_HEADER_PACKAGE="duckdb@$DUCKDB_VERSION"
DUCKDB_HEADER_SHA512="hEJJ5hyVF0VLj3dmOLpsWrQR0b3d4Ykqtygm6iUXjHJDDnSqg/USKxcb5qvNrOhFYPgktayU6dXCtgPqcmmpog=="

say() { printf '%s\n' "solon set-up: $*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else fail "needs root or sudo to run: $*"
  fi
}

# Installs the named Debian packages that are not installed yet, and says which.
install_packages() {
  missing=""
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
      missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "installing Debian packages:$missing"
  log=$(mktemp)
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install:$missing"
  fi
  rm -f "$log"
}

# fetch_package PACKAGE SHA512 MEMBER TARGET: takes one file out of a pinned npm package.  npm pack
# only downloads; no script of the package runs.
fetch_package() {
  work=$(mktemp -d)
  say "fetching $1"
  (cd "$work" && npm pack --loglevel=error --ignore-scripts "$1") >"$work/name" 2>"$work/log" ||
    { cat "$work/log" >&2; rm -rf "$work"; fail "npm pack $1 failed"; }
  archive="$work/$(tail -n 1 "$work/name")"
  sum=$(openssl dgst -sha512 -binary "$archive" | base64 -w0)
  [ "$sum" = "$2" ] || { rm -rf "$work"; fail "$1: sha512 is $sum, expected $2"; }
  tar -xzf "$archive" -C "$work" "package/$3"
  touch "$work/package/$3"
  mv "$work/package/$3" "$4.part"
  mv "$4.part" "$4"
  rm -rf "$work"
}

fetch_duckdb() {
  directory=build/duckdb
  [ -f $directory/libduckdb.so ] && [ -f $directory/duckdb.h ] && return 0
  [ "$(uname -m)" = x86_64 ] || fail "the pinned DuckDB library is for x86_64; this machine is $(uname -m)"
  command -v npm >/dev/null 2>&1 || install_packages npm
  install_packages openssl
  mkdir -p $directory
  fetch_package "$DUCKDB_LIBRARY_PACKAGE" "$DUCKDB_LIBRARY_SHA512" libduckdb.so $directory/libduckdb.so
  fetch_package "$DUCKDB_HEADER_PACKAGE" "$DUCKDB_HEADER_SHA512" src/duckdb/src/include/duckdb.h \
    $directory/duckdb.h
}

# build_in DIRECTORY [cmake options]: configures and builds, quiet unless it fails.
build_in() {
  target=$1
  shift
  mkdir -p "$target"
  if ! { cmake -S . -B "$target" -DSOLON_DUCKDB="$PWD/build/duckdb" "$@" &&
      cmake --build "$target" -j "$(nproc)"; } >"$target/build.log" 2>&1; then
    grep -E -A4 'error|warning|CMake Error' "$target/build.log" | head -n 60 >&2
    fail "the build failed; the whole log is $target/build.log"
  fi
}

# Everything up to build/bin/solon; the stamp says that it stands.
set_up() {
  command -v apt-get >/dev/null 2>&1 || fail "this set-up is for Debian 12 (apt-get not found)"
  mkdir -p build
  rm -f build/stamp
  install_packages $SOLON_PACKAGES
  fetch_duckdb
  say "building build/bin/solon"
  build_in build
  touch build/stamp
}
