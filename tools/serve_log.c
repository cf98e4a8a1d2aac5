/* serve_log.c - see serve_log.h. */
#include "serve_log.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 2048 };

/* The message without what a terminal or a JSON string would take for more than a character. */
static size_t clean(char *out, size_t room, const char *message) {
  size_t n = 0;
  for (const unsigned char *p = (const unsigned char *)message; *p && n + 2 < room; p++) {
    if (*p == '"' || *p == '\\') out[n++] = '\\';
    out[n++] = *p < 0x20 || *p == 0x7F ? ' ' : (char)*p;
  }
  out[n] = 0;
  return n;
}

static int as_json(char *line, size_t room, const char *level, const char *event, const char *message) {
  char safe[LINE / 2], when[32];
  struct tm utc;
  time_t now = time(NULL);
  clean(safe, sizeof safe, message);
  if (!gmtime_r(&now, &utc) || !strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc)) when[0] = 0;
  return snprintf(line, room, "{\"time\":\"%s\",\"level\":\"%s\",\"event\":\"%s\",\"message\":\"%s\"}\n",
                  when, level, event, safe);
}

void serve_say(const serve_log *log, const char *level, const char *event, const char *format, ...) {
  char line[LINE], message[LINE / 4];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  int n = log->json ? as_json(line, sizeof line, level, event, message)
                    : snprintf(line, sizeof line, "voxpop serve: %s%s\n",
                               strcmp(level, "info") == 0    ? ""
                               : strcmp(level, "error") == 0 ? "error: "
                                                             : "warning: ",
                               message);
  /* A log that nobody takes is no reason to stop serving. */
  if (n > 0 && write(STDERR_FILENO, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1) < 0) return;
}
