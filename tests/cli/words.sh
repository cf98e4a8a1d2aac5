# words.sh - voxpop segment, explain, lexicon build, help and version.
. tests/cli/helpers

same "segment" segment.txt 0 "$voxpop" segment small.txt
printf '很好\377太慢\345\256\nnext' >"$folder/ill.txt"
same "segment mends ill-formed bytes" segment-ill.txt 0 "$voxpop" segment "$folder/ill.txt"
: >"$folder/empty.txt"
same "segment of nothing" empty.txt 0 "$voxpop" segment "$folder/empty.txt"
same "score of nothing" empty.txt 0 "$voxpop" score --format lines "$folder/empty.txt"
printf '等了30分钟\n花了3万块，买10kg\n5%% 30 分钟\n' >"$folder/units.txt"
same "segment prints units apart" segment-units.txt 0 "$voxpop" segment "$folder/units.txt"
# Short lines are cut together: that must not show. Beginnings that fold away, composing marks, joiners, flags.
printf '很好\n\n\r\n\342\200\215啊\n\314\201x\n30\n分钟\n👨\n\342\200\215👩\n🇨\n🇳\nhttps://a.cn\nb\n:\n)\n\357\273\277好\n e\n\314\201\n' >"$folder/lines.txt"
while IFS= read -r line; do printf '%s\n' "$line" | "$voxpop" segment; done <"$folder/lines.txt" >"$folder/one-by-one"
"$voxpop" segment "$folder/lines.txt" >"$out"
holds "segment: lines together are as lines alone" cmp "$out" "$folder/one-by-one"
same "explain" explain.txt 0 "$voxpop" explain "物流太慢，但是包装很好"
same "explain as json" explain.json 0 "$voxpop" explain --json "物流太慢，但是包装很好"
same "explain does not obey the terminal" explain-escape.txt 0 "$voxpop" explain "$(printf '\033[31m很好\007')"
says "explain needs a comment" 2 "argument" "$voxpop" explain
same "version" version.txt 0 "$voxpop" --version
for name in score report segment explain lexicon; do
  "$voxpop" $name --help >"$out" 2>"$err"
  holds "$name --help: exit 0" [ $? = 0 ]
  holds "$name --help: examples" grep -q "^examples:" "$out"
  holds "$name --help: nothing on standard error" [ ! -s "$err" ]
  "$voxpop" help $name >"$folder/two"
  holds "help $name is the same" cmp "$out" "$folder/two"
done
"$voxpop" --help >"$out" 2>"$err"
holds "--help: exit 0" [ $? = 0 ]
holds "--help names every command" sh -c "for n in score report segment explain lexicon; do grep -q \"  \$n\" '$out' || exit 1; done"
says "no command at all" 2 "usage" "$voxpop"

build() { "$voxpop" lexicon build --dict-base "$folder/dict.txt" --min-count 1 "$@"; }
build -o "$folder/again.vox" "$folder/settings.tsv" "$folder/small.tsv" 2>"$err"
holds "lexicon build: same sources in another order, same bytes" cmp "$folder/again.vox" "$folder/small.vox"
printf '很好\tsentiment\n' >"$folder/broken.tsv"
says "lexicon build: a source without a header" 4 "broken.tsv:[0-9]*: error" build -o "$folder/again.vox" "$folder/broken.tsv" \
  "$folder/settings.tsv"
holds "lexicon build: the old artefact stands" cmp "$folder/again.vox" "$folder/small.vox"
says "lexicon build: a source that is missing" 5 "none.tsv" build -o "$folder/again.vox" none.tsv
says "lexicon build: no sources" 2 "sources" build -o "$folder/again.vox"
says "lexicon: no verb" 2 "lexicon build" "$voxpop" lexicon
exit $bad
