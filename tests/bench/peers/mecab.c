/* mecab.c - MeCab with the dictionary it finds, or that of $MECAB_DICT. usage: mecab FILE */
#include <mecab.h>

#include "../contender.h"

static size_t cut(void *context, const char *line, size_t len) {
  size_t tokens = 0;
  const mecab_node_t *node = mecab_sparse_tonode2((mecab_t *)context, line, len);
  for (; node; node = node->next) tokens += node->stat == MECAB_NOR_NODE || node->stat == MECAB_UNK_NODE;
  return tokens;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  contender c = contender_open(argv[1]);
  const char *dict = getenv("MECAB_DICT");
  char program[] = "mecab", option[] = "-d", *words[] = {program, option, (char *)(size_t)dict};
  mecab_t *m = mecab_new(dict ? 3 : 1, words);
  return m ? contender_serve(&c, cut, m) : 2;
}
