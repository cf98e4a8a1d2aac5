# damage.sh - damaged artefacts are refused; see damage.c. FULL=1: every 13th byte (and every one of header and table),
# every length, 100,000 edits. STEP=1 with it: every byte, which takes the better part of an hour.
set -u
BUILD=${BUILD:-build}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sh tests/fault/make_small "$folder" || { echo "not ok damage: no small lexicon"; exit 1; }
bytes=4001 lengths=997 edits=1000
[ -n "${FULL:-}" ] && bytes=${STEP:-13} lengths=1 edits=100000
bad=0
"$BUILD/tests/fault/damage" "$folder/small.vox" bytes $bytes || bad=1
"$BUILD/tests/fault/damage" "$folder/small.vox" truncate $lengths || bad=1
"$BUILD/tests/fault/damage" "$BUILD/voxpop.vox" edits $edits || bad=1
exit $bad
