# The rules of the house that a machine can check.
point=0
status=0
check() { # check DESCRIPTION OFFENDERS
  point=$((point + 1))
  if [ -z "$2" ]; then
    echo "ok $point - $1"
  else
    echo "not ok $point - $1"
    printf '%s\n' "$2" | sed 's/^/#   /'
    status=1
  fi
}
check "core knows nothing of Lua" \
  "$(grep -rnE '#[[:space:]]*include[[:space:]]*[<"](lua|lauxlib|lualib)' core)"
check "no mathematics in the bindings" "$(grep -rlE '#include <gsl/' lua-bindings --include='*.c' --include='*.h' | grep -v host/)"
check "every exported symbol of core has the prefix" \
  "$(nm -g --defined-only build/libsolon.a 2>/dev/null | awk 'NF == 3 && $3 !~ /^solon_/ {print $3}' | sort -u)"
check "the top level holds only what the design names" \
  "$(git ls-files | cut -d/ -f1 | sort -u | grep -vxE 'CMakeLists\.txt|core|lua-bindings|scripts|stdlib|tests|examples|README\.md|LICENSE|docs|\..*')"
check "no fast-math, no contraction" "$(grep -rn 'fast-math' CMakeLists.txt core lua-bindings | grep -v never | grep -v 'no fast-math')"
check "the standard library does not draw from math.random" \
  "$(grep -rnE '\bmath\.random(seed)?[[:space:]]*\(' stdlib scripts --include='*.lua')"
check "no file is beyond 700 lines" \
  "$(git ls-files '*.c' '*.h' '*.lua' | xargs wc -l | awk '$2 != "total" && $1 > 700 {print $2, $1}')"
check "the library ./build/libsolon.a exists" "$([ -f build/libsolon.a ] || echo missing)"
check "C sources are formatted by .clang-format" \
  "$(git ls-files '*.c' '*.h' | xargs clang-format --dry-run 2>&1 | grep 'warning:' | cut -d: -f1 | sort -u)"
echo "1..$point"
exit $status
