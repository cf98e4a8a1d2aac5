/* mend.c - what to do about each diagnostic, by its code. The same list stands in lexicons/README.md. */
#include "base/span.h"
#include "lexicon/source.h"

static const struct {
  const char *code, *mend;
} MENDS[] = {
    {"alias-idle", "correct the form behind the tab; otherwise it waits for an entry"},
    {"bad-entry", "write term, TAB, class, TAB, value"},
    {"bad-header", "write `#: key: value`"},
    {"bad-pair", "write `left + right`, with a blank on both sides of the plus sign"},
    {"bad-rule", "see Rules in lexicons/README.md; `voxpop why --theme ID TEXT` shows what a rule does"},
    {"bad-utf8", "save the file as UTF-8"},
    {"bad-value", "see the table of classes in lexicons/README.md"},
    {"broken-entry", "add a line `term`, TAB, `word` to zh/words.tsv, or drop the entry"},
    {"contradiction", "keep one of the two lines; a layer above may say otherwise"},
    {"duplicate-entry", "delete this line"},
    {"example-failed", "correct the entry or the example"},
    {"folded-double", "delete this line: one line serves both ways of writing"},
    {"include-cycle", "take one of the include lines out"},
    {"include-missing", "the path counts from the folder of the file that includes"},
    {"many-weights", "keep those that weigh most"},
    {"missing-author", "add `#: author: NAME`"},
    {"missing-id", "add `#: id: NAME`"},
    {"missing-language", "add `#: language: zh`, `en` or `mul`"},
    {"missing-licence", "add `#: licence: NAME`, or leave the file out if its licence is not known"},
    {"missing-method", "add `#: method: HOW THE ENTRIES WERE MADE`"},
    {"missing-version", "add `#: version: N`"},
    {"not-removable", "only entries with a weight or a label can be removed by a layer above"},
    {"pair-star", "write the whole word: sides of a pair take no star"},
    {"removes-nothing", "correct the term or the class, or drop the line"},
    {"repeated-rule", "keep one of the two lines; a layer above may say otherwise"},
    {"rule-cycle", "take one of the references out"},
    {"repeated-id", "give each file an id of its own: evidence cites it"},
    {"shadowed-entry", "let one of the two lines go, unless both are meant"},
    {"stray-example", "put the example under the entry that it is about"},
    {"theme-without-terms", "add a line `term`, TAB, `theme`, TAB and this id, or drop the theme"},
    {"trailing-blank", "delete the blanks"},
    {"unknown-class", "see the table of classes in lexicons/README.md"},
    {"unknown-flag", "flags are separated by one blank; see lexicons/README.md"},
    {"unknown-language", "write zh, en or mul"},
    {"unknown-parent", "define the theme before the last dot as well"},
    {"unknown-theme", "define the theme, or correct its id"},
    {"unreachable-entry", "no text can hold this term: correct it or drop it"},
};

const char *mend_of(const char *code) {
  for (size_t i = 0; i < sizeof MENDS / sizeof *MENDS; i++)
    if (strcmp(MENDS[i].code, code) == 0) return MENDS[i].mend;
  return NULL;
}
