# The whole program also builds with clang, warnings as errors, and runs.
. scripts/setup.sh
echo 1..2
if (build_in build-clang -DCMAKE_C_COMPILER=clang) 2>&1 | sed 's/^/# /' | grep . ; then
  echo "not ok 1 - builds with clang"
else
  echo "ok 1 - builds with clang"
fi
answer=$(build-clang/bin/solon -e 'print(1 + 1)')
[ "$answer" = 2 ] && echo "ok 2 - what clang built runs" || echo "not ok 2 - what clang built runs"
