/* lexicon_commands.h - the verbs of `voxpop lexicon`, each with the words behind it. */
#ifndef TOOLS_LEXICON_COMMANDS_H
#define TOOLS_LEXICON_COMMANDS_H
int lexicon_lint(int argc, char **argv);
int lexicon_test(int argc, char **argv);
int lexicon_stats(int argc, char **argv);
int lexicon_diff(int argc, char **argv);
int lexicon_export(int argc, char **argv);
int lexicon_suggest(int argc, char **argv);
int lexicon_learn(int argc, char **argv);
int lexicon_adapt(int argc, char **argv);
#endif
