# The session at a real terminal: prompt, line editing, completion, history, Ctrl-C, Ctrl-D.
if ! command -v expect >/dev/null 2>&1; then
  echo "1..0 # SKIP expect is not installed"
  exit 0
fi
HOME=$(mktemp -d)
export HOME TERM=xterm NO_COLOR=1 SOLON="${SOLON:-$PWD/build/bin/solon}"
unset XDG_STATE_HOME
expect -f - <<'END'
log_user 0
set timeout 5
set point 0
set status 0
proc check {pattern name} {
  global point status
  incr point
  expect {
    -re $pattern { puts "ok $point - $name" }
    default { puts "not ok $point - $name"; set status 1 }
  }
}
# Keys are sent only when the session waits for them.
proc type {keys} {
  expect -re {> $} {}
  send -- $keys
}
proc leave {keys name} {
  global point status
  type $keys
  incr point
  expect {
    eof { set result [lindex [wait] 3] }
    timeout { set result "no end"; exec kill -9 [exp_pid] }
  }
  if {$result == 0} { puts "ok $point - $name" } else { puts "not ok $point - $name # $result"; set status 1 }
}
spawn $env(SOLON)
check {Solon \d.*leaves} "a banner"
type "1 + 1\r"
check {\r2\r} "an expression"
type "local answer = 42\r"
type "ans\t + 0\r"
check {answer \+ 0.*\r42\r} "completion by Tab"
type "\x1b\[A\r"
check {answer \+ 0.*\r42\r} "history by the arrow"
type "for i = 1, 2 do\r"
check {>> } "a second prompt"
send "print(i * 100)\rend\r"
check {100\r\n200\r} "an input of several lines"
type "while true do end\r"
sleep 0.3
send "\x03"
check {interrupted} "Ctrl-C ends a loop"
type "answer + 1\r"
check {\r43\r} "the session goes on"
type "half a line\x03"
check {\^C} "Ctrl-C drops a line"
type "answer + 2\r"
check {\r44\r} "and the next is read afresh"
type "\x1b\[200~local p = 7\nlocal q = 8\nprint(p * q)\x1b\[201~\r"
check {\r56\r} "a pasted block is one input"
type "40 +"
stty rows 30 columns 70 < $spawn_out(slave,name)
sleep 0.2
send " 5\r"
check {\r45\r} "a window that changes its size leaves the line alone"
type "error('slip')\r"
check {slip} "an error"
leave "\x04" "Ctrl-D leaves with status 0"
spawn $env(SOLON)
check {leaves} "a second session"
type "\x1b\[A\x1b\[A\x1b\[A\r"
check {56\r} "remembers the first, a pasted block in one piece"
leave "exit\r" "exit leaves with status 0"
spawn $env(SOLON)
type "string.find(('a'):rep(1e5), ('a*'):rep(10) .. 'b')\r"
sleep 0.3
send "\x03"
sleep 0.7
send "\x03"
incr point
expect {
  eof { set result [lindex [wait] 4] }
  timeout { set result "no end"; exec kill -9 [exp_pid] }
}
if {$result == "CHILDKILLED"} { puts "ok $point - a second Ctrl-C ends what the first could not" } else { puts "not ok $point - a second Ctrl-C # $result"; set status 1 }
spawn $env(SOLON) --max-seconds 0.5
check {time limit reached} "the time limit ends a session that waits"
expect eof
incr point
set result [lindex [wait] 3]
if {$result == 124} { puts "ok $point - with status 124" } else { puts "not ok $point - with status 124 # $result"; set status 1 }
puts "1..$point"
exit $status
END
status=$?
rm -rf "$HOME"
exit $status
