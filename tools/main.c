/* main.c - picks a command. Output to a closed pipe ends quietly, so SIGPIPE becomes an error of write. */
#include "commands.h"
#include "exit.h"
#include "vox.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const command *const COMMANDS[] = {
    &command_score, &command_report, &command_merge, &command_inspect, &command_segment, &command_explain,
    &command_why,   &command_kwic,   &command_serve, &command_lexicon, &command_evaluate};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void print_help(FILE *to) {
  fprintf(to,
          "voxpop %s - reads what people wrote in a survey\n\nusage: voxpop COMMAND [options] [FILE...]\n\n",
          vox_version());
  for (int i = 0; i < COMMAND_COUNT; i++)
    fprintf(to, "  %-8s  %.*s\n", COMMANDS[i]->name, (int)strcspn(COMMANDS[i]->about, "\n"),
            COMMANDS[i]->about);
  fprintf(
      to,
      "\nexamples:\n"
      "  voxpop score survey.csv --text-column 评价内容 --score-column 推荐度 > records.ndjson\n"
      "  voxpop report survey.csv --text-column 评价内容 --score-column 推荐度 --summary\n"
      "  voxpop explain '物流慢但是包装好'\n\n"
      "voxpop COMMAND --help tells more. Exit codes: 0 done, 1 a threshold asked for was hit, 2 wrong use,\n"
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
    if (strcmp(name, COMMANDS[i]->name) == 0) return COMMANDS[i]->run(argc - 2, argv + 2);
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
