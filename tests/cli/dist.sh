# dist.sh - the tarball on a machine without our packages: a root with nothing but the C library in it.
. tests/cli/helpers
unset VOXPOP_MODEL
cd "$root" || exit 1
BUILD=${BUILD#"$root"/}
if nm -D "$voxpop" | grep -q -E ' U __(asan|tsan|ubsan)_'; then
  echo "skipped dist: built with a sanitizer"
  exit 0
fi
archive() { [ -e "$(${CC:-cc} -print-file-name="$1")" ]; }
if ! archive libicudata.a || ! archive libstdc++.a || ! PATH=$PATH:/usr/sbin command -v icupkg >/dev/null; then
  echo "skipped dist: the archives of ICU and the C++ library (g++), or icupkg, are not there"
  exit 0
fi
${MAKE:-make} -s dist BUILD="$BUILD" >"$folder/made" 2>"$err" || { miss "dist: make dist" "$(tail -n 1 "$err")"; exit 1; }
tarball=$(tail -n 1 "$folder/made")
cp "$tarball" "$folder/first"
${MAKE:-make} -s dist BUILD="$BUILD" >/dev/null 2>"$err"
holds "dist: the same bytes again" cmp "$tarball" "$folder/first"
root=$folder/root
mkdir -p "$root/opt" "$root/in"
tar -xzf "$tarball" -C "$root/opt"
home=$(ls "$root/opt")
needed() { readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | grep -v -E '^(libc|libm|ld-linux-.*)\.so\.[0-9]+$'; }
only_libc() { [ -z "$(needed "$root/opt/$home/bin/voxpop")$(needed "$root/opt/$home/lib/libvoxpop.so.0")" ]; }
holds "dist: needs the C library alone" only_libc
for f in bin/voxpop lib/libvoxpop.so.0 lib/pkgconfig/libvoxpop.pc include/vox.h include/vox_table.h share/voxpop/voxpop.vox \
  share/voxpop/licences/libicu-dev share/man/man1/voxpop.1 share/man/man3/libvoxpop.3 LICENSE README.md; do
  [ -s "$root/opt/$home/$f" ] || miss "dist: holds" "$f is missing"
done
pass "dist: program, library, artefact, headers, manual, licences"

# The same export in three encodings: two of them ask ICU's tables, of which most were left out.
printf '编号,评价,分数\n1,客服很好但是物流太慢了,6\n2,等了30分钟,2\n' >"$root/in/utf8.csv"
python3 - "$root/in" <<'X'
import os, sys
text = open(os.path.join(sys.argv[1], "utf8.csv"), encoding="utf-8").read()
open(os.path.join(sys.argv[1], "gb18030.csv"), "w", encoding="gb18030").write(text.replace("了,", "了𠮷,"))
traditional = "編號,評價,分數\n1,客服很好但是物流太慢了,6\n2,等了30分鐘,2\n"
open(os.path.join(sys.argv[1], "big5.csv"), "w", encoding="big5hkscs").write(traditional)
X
if [ "$(id -u)" = 0 ] && chroot / true 2>/dev/null; then
  for library in $(ldd "$root/opt/$home/bin/voxpop" | grep -o '/[^ ]*'); do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
  there() { env -i "$(command -v chroot)" "$root" "/opt/$home/bin/voxpop" "$@" --model "/opt/$home/share/voxpop/voxpop.vox"; } # no /proc there
  how="in a root with the C library alone"
else
  echo "skipped dist: a root of its own: not allowed here"
  there() { command=$1 file=$2; shift 2; env -i "$root/opt/$home/bin/voxpop" "$command" "$root$file" "$@"; }
  how="with an empty environment"
fi
for encoding in utf8 gb18030 big5; do
  $voxpop score --model "$BUILD/voxpop.vox" "$root/in/$encoding.csv" --encoding $encoding >"$folder/want" 2>"$err"
  there score "/in/$encoding.csv" --encoding $encoding >"$folder/got" 2>"$err"
  holds "dist: $encoding scored $how" cmp "$folder/want" "$folder/got"
  [ "$(wc -l <"$folder/got")" = 2 ] || miss "dist: $encoding" "$(head -n 1 "$err")"
done

# A consumer through the tarball's own pkg-config file.
consumer() {
  flags=$(PKG_CONFIG_PATH=$root/opt/$home/lib/pkgconfig pkg-config --cflags --libs libvoxpop) || return 1
  # shellcheck disable=SC2086
  ${CC:-cc} -std=c11 tests/install/consumer.c -o "$folder/consumer" $flags &&
    printf '{"id":1,"text":"客服很好","score":9}\n' | LD_LIBRARY_PATH=$root/opt/$home/lib "$folder/consumer" "$root/opt/$home/share/voxpop/voxpop.vox" >"$folder/consumed" &&
    grep -q '^{"id":1,' "$folder/consumed"
}
holds "dist: a consumer of its library" consumer
exit $bad
