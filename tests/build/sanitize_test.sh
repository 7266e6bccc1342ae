# A build with AddressSanitizer and UndefinedBehaviorSanitizer passes the C tests and the Lua tests.
. scripts/setup.sh
if ! (build_in build-sanitize -DSANITIZE=ON) 2>&1 | sed 's/^/# /'; then echo "# build failed"; fi
export SOLON="$PWD/build-sanitize/bin/solon"
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
point=0
status=0
for test in build-sanitize/tests/*_test tests/lua/*_test.lua; do
  point=$((point + 1))
  if ./tests/run "$test" >build-sanitize/output 2>&1; then
    echo "ok $point - $test under the sanitizers"
  else
    echo "not ok $point - $test under the sanitizers"
    grep -vE '^ok ' build-sanitize/output | tail -n 40 | sed 's/^/# /'
    status=1
  fi
done
echo "1..$point"
exit $status
