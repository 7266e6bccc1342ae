# Every examples/NAME.lua runs and prints what examples/NAME.txt holds.
point=0
status=0
solon=$(readlink -f "${SOLON:-build/bin/solon}")
for program in examples/*.lua; do
  point=$((point + 1))
  expected="${program%.lua}.txt"
  if difference=$(cd examples && "$solon" "$(basename "$program")" 2>&1 </dev/null | diff - "$(basename "$expected")"); then
    echo "ok $point - $program prints what $expected holds"
  else
    echo "not ok $point - $program prints what $expected holds"
    printf '%s\n' "$difference" | head -n 40 | sed 's/^/#   /'
    status=1
  fi
done
[ "$point" -gt 0 ] || { echo "not ok 1 - there are examples"; point=1; status=1; }
echo "1..$point"
exit $status
