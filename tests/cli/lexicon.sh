#!/bin/sh
# voxpop lexicon lint, test, stats and overlays on small files: exact output and exit codes.
program=${BUILD:-build}/voxpop
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
case $program in /*) ;; *) program=$PWD/$program ;; esac
settings=$PWD/lexicons/common/settings.tsv
cd "$folder" || exit 1
cp "$settings" settings.tsv

head_of() { printf '#: id: %s\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: us\n#: method: by hand\n' "$1"; }

# same NAME CODE: the last output is what `want` holds, the exit code is CODE.
same() {
  if [ "$code" -ne "$2" ]; then echo "not ok $1: exit $code instead of $2"; cat got
  elif cmp -s want got; then echo "ok $1"
  else echo "not ok $1"; diff want got; fi
}
run() { "$program" "$@" >got 2>errors; code=$?; }

# ---- lint ----
{
  printf '#: id: bad\n#: version: 1\n#: language: zh\n#: author: us\n#: method: by hand\n'
  printf '软件\tsentiment\t+1\n軟件\tsentiment\t+1\n软件\tsentiment\t-1\n'
  printf '好\tsentiment\t+9\n好 \tsentiment\t+1\n坏\tsentiment\t-1\tweka\n好\tno_class\n'
} >bad.tsv
cat >want <<'W'
bad.tsv:1: error: the header lacks `#: licence:` [missing-licence]  mend: add `#: licence: NAME`, or leave the file out if its licence is not known
bad.tsv:7: warning: stands already in bad.tsv:6; this line is left out [folded-double]  mend: delete this line: one line serves both ways of writing
bad.tsv:8: warning: has another value in bad.tsv:6; this line is left out [contradiction]  mend: keep one of the two lines; a layer above may say otherwise
bad.tsv:9: error: the value is no number this class allows [bad-value]  mend: see the table of classes in lexicons/README.md
bad.tsv:10: warning: blanks stand at the end of a column [trailing-blank]  mend: delete the blanks
bad.tsv:11: warning: no such flag [unknown-flag]  mend: flags are separated by one blank; see lexicons/README.md
bad.tsv:12: error: no such class [unknown-class]  mend: see the table of classes in lexicons/README.md
3 errors, 4 warnings, 0 notes
W
run lexicon lint settings.tsv bad.tsv
same "lint: a bad file" 4

{ head_of doubtful; printf '软件\tsentiment\t+1\n软件\tsentiment\t+1\n'; } >doubtful.tsv
cat >want <<'W'
doubtful.tsv:8: warning: stands already in doubtful.tsv:7; this line is left out [duplicate-entry]  mend: delete this line
0 errors, 1 warnings, 0 notes
W
run lexicon lint settings.tsv doubtful.tsv
same "lint: warnings pass" 0
sed -i 's/: warning:/: error:/; s/0 errors, 1/1 errors, 0/' want
run lexicon lint --strict settings.tsv doubtful.tsv
same "lint: warnings do not pass --strict" 4

{ printf '\357\273\277'; head_of crlf; printf '好\tsentiment\t+1\n'; } | sed 's/$/\r/' >crlf.tsv
echo '0 errors, 0 warnings, 0 notes' >want
run lexicon lint settings.tsv crlf.tsv
same "lint: a mark at the start and CRLF are read" 0

: >want
run lexicon lint
same "lint: no source" 2
run lexicon lint absent.tsv
same "lint: no such file" 5

# ---- test ----
{ head_of shown; printf '好吃\tsentiment\t+2\n+ 真好吃\n- 不好吃\n+ 难吃\n不好吃\tsentiment\t-2\n'; } >shown.tsv
cat >want <<'W'
shown.tsv:10: error: the text does not contain the entry of line 7 [example-failed]  mend: correct the entry or the example
3 examples, 1 failed
W
run lexicon test settings.tsv shown.tsv
same "test: a failing example" 4
"$program" lexicon build -o base.vox settings.tsv shown.tsv 2>errors
run lexicon test settings.tsv shown.tsv --model base.vox
same "test: the same on an artefact" 4

# ---- stats ----
cat >want <<'W'
file	id	language	licence	entries	examples	classes
shown.tsv	shown	zh	MIT	2	3	sentiment 2
all				2	3	sentiment 2
W
run lexicon stats shown.tsv
same "stats" 0

# ---- overlays ----
{ head_of over; printf '好吃\tsentiment\t-1\n不好吃\tsentiment\t-\n美味可口\tword\n美味可口\tsentiment\t+3\n'; } >over.tsv
cat >want <<'W'
over.tsv:7: note: replaces shown.tsv:7 [overrides]
over.tsv:8: note: takes away shown.tsv:11 [overrides]
W
"$program" lexicon build --verbose -o over.vox settings.tsv shown.tsv --overlay over.tsv >got 2>&1
code=$?
same "overlay: build says what it replaces" 0
"$program" explain --model over.vox --json 好吃 不好吃 美味可口 >want
run explain --model base.vox --overlay over.tsv --json 好吃 不好吃 美味可口
same "overlay: laid over an artefact, the same as built in" 0
echo '美味可口' >want
echo '美味可口' >text
run segment --model base.vox --overlay over.tsv text
same "overlay: its words are kept whole" 0
: >want
{ head_of bad2; printf '好吃\tsentiment\t+9\n'; } >bad2.tsv
run explain --model base.vox --overlay bad2.tsv 好吃
same "overlay: a bad one" 4
grep -q '^bad2.tsv:7: error: .*\[bad-value\]$' errors && echo "ok overlay: names file and line" || echo "not ok overlay: names file and line"

# ---- diff ----
cat >want <<'W'
- 不好吃	sentiment	-0.84
~ 好吃	sentiment	+0.84 -> -0.42
+ 美味可口	sentiment	+1.26
1 entries added, 1 removed, 1 changed
comment 1	positive -> negative
comment 3	null -> positive
3 comments: 2 with another label, 0 with other themes
W
printf '好吃\n今天来的\n美味可口\n' >comments.txt
run lexicon diff base.vox over.vox --corpus comments.txt --format lines
same "diff: entries and comments" 0
echo '0 entries added, 0 removed, 0 changed' >want
run lexicon diff base.vox base.vox
same "diff: an artefact and itself" 0

# ---- include ----
mkdir sub
{ head_of top; printf '#: include: sub/low.tsv\n好吃\tsentiment\t-3\n'; } >top.tsv
{ head_of low; printf '好吃\tsentiment\t+3\n'; } >sub/low.tsv
"$program" lexicon build -o include.vox settings.tsv top.tsv 2>errors
"$program" explain --model include.vox 好吃 | grep -q ' -.*top:8$' && echo "ok include: lies below" || echo "not ok include: lies below"
{ head_of low; printf '#: include: ../top.tsv\n好吃\tsentiment\t+3\n'; } >sub/low.tsv
cat >want <<'W'
sub/low.tsv:7: error: this file is included by what it includes [include-cycle]  mend: take one of the include lines out
1 errors, 0 warnings, 1 notes
W
run lexicon lint settings.tsv top.tsv
same "include: a cycle" 4
