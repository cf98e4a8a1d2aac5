# clients.sh - the clients in tools/clients: against the program, and against a server that is killed, stalls, answers nonsense.
. tests/cli/helpers
cd "$root" || exit 1
run() {
  timeout 120 "$@" "$voxpop" "$VOXPOP_MODEL" "$(command -v python3)" 2>"$err" >"$out"
  code=$?
  cat "$out"
  [ $code = 0 ] || miss "clients: $2" "exit $code: $(tail -n 1 "$err")"
}
short() { [ "$(wc -l <"$1")" -le 150 ]; }
for client in tools/clients/*; do holds "clients: $client has at most 150 lines" short "$client"; done
run python3 tests/clients/client.py
if command -v node >/dev/null; then run node tests/clients/client.mjs; else echo "skipped clients: node is not there"; fi
exit $bad
