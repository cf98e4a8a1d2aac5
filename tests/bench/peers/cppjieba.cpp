// cppjieba.cpp - cppjieba as a contender. usage: cppjieba hmm|plain FILE DICT HMM_MODEL
#include <cppjieba/MixSegment.hpp>

#include "../contender.h"

struct cutter {
  cppjieba::MixSegment segment;
  bool hmm;
  std::vector<cppjieba::Word> words;
};

static size_t cut(void *context, const char *line, size_t len) {
  cutter *c = static_cast<cutter *>(context);
  c->words.clear();
  c->segment.Cut(std::string(line, len), c->words, c->hmm);
  return c->words.size();
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  contender c = contender_open(argv[2]);
  cutter one{cppjieba::MixSegment(argv[3], argv[4]), std::string(argv[1]) == "hmm", {}};
  return contender_serve(&c, cut, &one);
}
