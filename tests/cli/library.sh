# library.sh - the library as others get it: headers alone, symbols, installing, a consumer through pkg-config, manual.
set -u
BUILD=${BUILD:-build}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0
pass() { echo "ok library $1"; }
miss() { bad=1; echo "not ok library $1: $2"; }
holds() {
  check=$1
  shift
  if "$@" >"$folder/log" 2>&1; then pass "$check"; else miss "$check" "$(head -n 1 "$folder/log")"; fi
}

# ---- Each header alone and twice, under the strictest flags of each language.
strict="-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Werror -fsyntax-only -Iinclude"
alone() { # COMPILER LANGUAGE STANDARD
  for h in include/*.h; do
    printf '#include "%s"\n#include "%s"\nint main(void) { return 0; }\n' "${h#include/}" "${h#include/}" >"$folder/one.c"
    # shellcheck disable=SC2086
    "$1" -x "$2" -std="$3" $strict $4 "$folder/one.c" || return 1
  done
}
for compiler in gcc clang; do
  command -v $compiler >/dev/null || { echo "skipped library headers with $compiler: it is not there"; continue; }
  for standard in c99 c11 c17; do holds "headers, $compiler, $standard" alone $compiler c $standard "-Wstrict-prototypes"; done
  holds "headers, $compiler, c++17" alone $compiler c++ c++17 ""
done

# ---- Exported: what the headers promise, and nothing else.
sed -n '/VOX_API/,/;/p' include/*.h | tr '\n' ' ' | grep -o 'VOX_API [^;]*;' | grep -o '[*a-z_ ]vox_[a-z_0-9]*(' | tr -d '(* ' | sort -u >"$folder/promised"
symbols() { nm -D --defined-only "$BUILD/libvoxpop.so" | awk '$2 ~ /[TDBRVW]/ { print $3 }' | grep -v -E '^(_init|_fini|__bss_start|_edata|_end|__odr_asan.*)$' | sort -u; }
symbols >"$folder/exported"
exported() { diff "$folder/promised" "$folder/exported"; }
holds "exported symbols: $(wc -l <"$folder/promised") functions" exported
soname() { readelf -d "$BUILD/libvoxpop.so" | grep -q 'SONAME.*libvoxpop\.so\.0\]'; }
holds "soname" soname

if nm -D "$BUILD/libvoxpop.so" | grep -q -E ' U __(asan|tsan|ubsan)_'; then
  echo "skipped library install: built with a sanitizer"
  exit $bad
fi

# ---- Installed below DESTDIR, used, taken away.
stage=$folder/stage prefix=/opt/voxpop
quiet_make() { ${MAKE:-make} -s "$@" BUILD="$BUILD" DESTDIR="$stage" PREFIX="$prefix"; }
mkdir -p "$stage/opt/voxpop/lib/of-others"
holds "make install" quiet_make install
root=$stage$prefix
PKG_CONFIG_PATH=$root/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$stage
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
holds "pkg-config knows its version" test "$(pkg-config --modversion libvoxpop)" = "$("$BUILD/voxpop" --version | cut -d ' ' -f 2)"
printf '{"id":1,"text":"客服很好","score":9}\n{"id":2,"texts":{"a":"slow","b":"很好"}}\nbad\n' >"$folder/asked"
try() { # NAME COMPILER OPTIONS...: a consumer that answers as the program does
  name=$1
  shift
  # shellcheck disable=SC2046
  "$@" $(pkg-config --cflags libvoxpop) tests/install/consumer.c -o "$folder/consumer" -Wall -Wextra -Werror $libs &&
    LD_LIBRARY_PATH=$root/lib "$folder/consumer" "$root/share/voxpop/voxpop.vox" <"$folder/asked" >"$folder/$name" &&
    [ "$(wc -l <"$folder/$name")" = 4 ] && grep -q '^{"id":1,' "$folder/$name"
}
libs=$(pkg-config --libs libvoxpop)
holds "a consumer in C" try c ${CC:-cc} -std=c11
holds "it needs the library by its soname" sh -c "readelf -d '$folder/consumer' | grep -q 'NEEDED.*libvoxpop\.so\.0\]'"
command -v g++ >/dev/null && holds "a consumer in C++" try cc g++ -std=c++17 -x c++
libs="-x none $root/lib/libvoxpop.a $(PKG_CONFIG_SYSROOT_DIR= pkg-config --libs --static libvoxpop | sed 's/-L[^ ]*voxpop[^ ]* *//; s/-lvoxpop//')"
holds "a consumer with the archive" try static ${CC:-cc} -std=c11
holds "which says the same" cmp "$folder/c" "$folder/static"
archive() { nm -g --defined-only "$root/lib/libvoxpop.a" | awk 'NF == 3 { print $3 }' | sort -u | diff "$folder/promised" -; }
holds "the archive shows no more than the library" archive
program() { echo '{"id":1,"text":"客服很好","score":9}' | "$root/bin/voxpop" serve | tail -n +2 | cmp - "$folder/one"; }
head -n 1 "$folder/c" >"$folder/one"
holds "the installed program finds its lexicon" program
pages() {
  [ -s "$root/share/man/man1/voxpop.1" ] && [ -s "$root/share/man/man3/libvoxpop.3" ] || return 1
  while read -r name; do grep -q "$name" "$root/share/man/man3/libvoxpop.3" || { echo "$name is not in the manual"; return 1; }; done <"$folder/promised"
  for command in score report inspect segment explain serve evaluate; do grep -q "^.SS $command" "$root/share/man/man1/voxpop.1" || return 1; done
}
holds "the manual names every function and command" pages
holds "make uninstall" quiet_make uninstall
left() { [ "$(find "$stage" -mindepth 1 | sort | tr '\n' ' ')" = "$stage/opt $root $root/lib $root/lib/of-others " ] || { find "$stage" -type f; return 1; }; }
holds "nothing is left but what was there" left
exit $bad
