# An installed Solon works from its own place: program, standard library, DuckDB.
point=0
status=0
check() { # check DESCRIPTION GOT WANT
  point=$((point + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $point - $1"
  else
    echo "not ok $point - $1"
    printf '%s\n' "got: $2" "want: $3" | sed 's/^/# /'
    status=1
  fi
}
work=$(mktemp -d)
prefix="$work/first"
build="$PWD/build"
cmake --install build --prefix "$prefix" >"$work/log" 2>&1
check "cmake --install" "$?" 0
cd / || exit 1
check "the installed program runs" "$("$prefix/bin/solon" -e 'print(1 + 1)')" 2
check "and tells its version" "$("$prefix/bin/solon" --version)" "$("$build/bin/solon" --version)"
check "the licence comes with it" "$([ -s "$prefix/share/doc/solon/LICENSE" ] && echo yes)" yes
# moved elsewhere, and without the library the build was configured with
mv "$prefix" "$work/second"
check "it works wherever it is moved" \
  "$("$work/second/bin/solon" -e 'print(require("solon.frame").sql("SELECT 40 + 2 AS answer"):column("answer")[1])' 2>&1)" 42.0
check "with its own DuckDB" \
  "$("$work/second/bin/solon" -e 'require("solon.frame").sql("SELECT 1 AS one")
    for line in io.lines("/proc/self/maps") do
      if line:find("libduckdb", 1, true) then print(line:match("(/.*)$")) break end
    end')" "$work/second/lib/solon/libduckdb.so"
"$work/second/bin/solon" doctor >"$work/log" 2>&1
check "the doctor is content" "$?" 0
rm -rf "$work"
echo "1..$point"
exit $status
