# python.sh - the wheel, installed into a clean virtual environment, says what the program says.
# VOX_EXTRAS=1 fetches numpy, pandas and pyarrow into it; otherwise those checks are skipped where pip has no copy at hand.
. tests/cli/helpers
unset VOXPOP_MODEL
cd "$root" || exit 1
BUILD=${BUILD#"$root"/}
if nm -D "$voxpop" | grep -q -E ' U __(asan|tsan|ubsan)_'; then
  echo "skipped python: built with a sanitizer"
  exit 0
fi
archive() { [ -e "$(${CC:-cc} -print-file-name="$1")" ]; }
if ! archive libicudata.a || ! archive libstdc++.a || ! PATH=$PATH:/usr/sbin command -v icupkg >/dev/null; then
  echo "skipped python wheel: the archives of ICU and the C++ library (g++), or icupkg, are not there"
  exit 0
fi
${MAKE:-make} -s wheel BUILD="$BUILD" >"$folder/made" 2>"$err" || { miss "python: make wheel" "$(tail -n 1 "$err")"; exit 1; }
wheel=$(tail -n 1 "$folder/made")
unset PYTHONPATH VOXPOP_LIBRARY VOXPOP_MODEL
if ! python3 -m venv "$folder/venv" >"$err" 2>&1; then
  echo "skipped python wheel: no virtual environments here (python3-venv)"
  exit 0
fi
python=$folder/venv/bin/python
holds "python: pip installs the wheel" "$python" -m pip install -q --no-index "$wheel"
if [ -n "${VOX_EXTRAS:-}" ]; then from=; else from=--no-index; fi
# shellcheck disable=SC2086
"$python" -m pip install -q $from numpy pandas pyarrow >/dev/null 2>&1
shared=${VOX_SHARED:-../shared}
here=$(pwd)
cd "$folder" || exit 1
case $shared in /*) ;; *) shared=$here/$shared ;; esac
case $voxpop in /*) ;; *) voxpop=$here/$voxpop ;; esac
"$python" "$here/tests/python/wheel.py" "$voxpop" "$here/tests/data" "$shared" >"$folder/out.txt" 2>"$err"
code=$?
cat "$folder/out.txt"
[ $code = 0 ] || { tail -n 3 "$err"; miss "python: the checks" "exit $code"; }
exit $bad
