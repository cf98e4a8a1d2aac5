# reference.sh - the statistics of a report against NumPy, SciPy and statsmodels (tests/reference/report.py).
. tests/cli/helpers
unset VOXPOP_MODEL
cd "$root" || exit 1
python=/usr/bin/python3
[ -x $python ] || python=python3
$python tests/reference/report.py "$BUILD" >"$out" 2>&1
case $? in
0) pass "reference: $(tail -n 1 "$out")" ;;
77) echo "skipped cli reference: $(tail -n 1 "$out")" ;;
*) miss "reference" "$(tail -n 5 "$out")" ;;
esac
exit $bad
