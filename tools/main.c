/* main.c - picks a command. Output to a closed pipe ends quietly, so SIGPIPE becomes an error of write. */
#include "commands.h"
#include "exit.h"
#include "vox.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const command *is;
  const char *in_short;
} COMMANDS[] = {
    {&command_score, "prints a record a comment: sentiment, emotions, themes, intents, NPS group"},
    {&command_report, "prints one report of a file: NPS, themes and their impact, segments, trend, quotes"},
    {&command_merge, "adds up partial reports into the report of all their rows"},
    {&command_inspect, "shows how an export will be read: encoding, header, columns and why"},
    {&command_segment, "cuts lines into words"},
    {&command_explain, "scores one comment and prints every reason"},
    {&command_why, "shows why a comment has a theme or an alert, or why not"},
    {&command_kwic, "lists where a word or a theme stands, with what is around it"},
    {&command_serve, "answers requests, a JSON object a line, over pipes or a socket"},
    {&command_lexicon, "build, lint, test, stats, diff, export, suggest, learn, adapt"},
    {&command_evaluate, "tells how right the scores of labelled comments are"},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void print_help(FILE *to) {
  fprintf(to,
          "voxpop %s - reads what people wrote in a survey\n\nusage: voxpop COMMAND [options] [FILE...]\n\n",
          vox_version());
  for (int i = 0; i < COMMAND_COUNT; i++)
    fprintf(to, "  %-8s  %s\n", COMMANDS[i].is->name, COMMANDS[i].in_short);
  fprintf(to, "\nexamples:\n"
              "  voxpop score survey.csv --text-column 评价内容 --score-column 推荐度 > records.ndjson\n"
              "  voxpop report survey.csv --text-column 评价内容 --score-column 推荐度 --summary\n"
              "  voxpop explain '物流慢但是包装好'\n\n"
              "voxpop COMMAND --help tells more. Exit codes: 0 done, 2 wrong use,\n"
              "3 input bad or unreadable, 4 lexicon bad, 5 reading or writing failed.\n");
}

static int run(int argc, char **argv) {
  if (argc < 2) return print_help(stderr), EXIT_USE;
  const char *name = argv[1];
  if (strcmp(name, "help") == 0 && argc > 2) {
    argv[1] = argv[2], argv[2] = (char[]){"--help"};
    return run(3, argv);
  }
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
    return print_help(stdout), EXIT_DONE;
  if (strcmp(name, "--version") == 0) return printf("voxpop %s\n", vox_version()), EXIT_DONE;
  for (int i = 0; i < COMMAND_COUNT; i++)
    if (strcmp(name, COMMANDS[i].is->name) == 0) return COMMANDS[i].is->run(argc - 2, argv + 2);
  fprintf(stderr, "voxpop: no command %s; see voxpop --help\n", name);
  return EXIT_USE;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  int code = run(argc, argv);
  /* Help and version go through stdio: a full disk must not pass for success. */
  if (fflush(stdout) == 0 || code != EXIT_DONE) return code;
  if (errno == EPIPE) return EXIT_PIPE;
  fprintf(stderr, "voxpop: standard output: %s\n", strerror(errno));
  return EXIT_IO;
}
