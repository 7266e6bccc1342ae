# An installed Solon works from its own place.
echo 1..3
prefix=$(mktemp -d)
cmake --install build --prefix "$prefix" >"$prefix/log" 2>&1 &&
  echo "ok 1 - cmake --install" || { echo "not ok 1 - cmake --install"; sed 's/^/# /' "$prefix/log"; }
cd / || exit 1
[ "$("$prefix/bin/solon" -e 'print(1 + 1)')" = 2 ] && echo "ok 2 - the installed program runs" ||
  echo "not ok 2 - the installed program runs"
"$prefix/bin/solon" --version >/dev/null && echo "ok 3 - and tells its version" || echo "not ok 3 - and tells its version"
rm -rf "$prefix"
