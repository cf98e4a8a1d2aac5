/* serve_log.h - what `serve` tells on standard error: a line an event, as text or as JSON. Never a comment.
 */
#ifndef TOOLS_SERVE_LOG_H
#define TOOLS_SERVE_LOG_H

typedef struct serve_log {
  int json;
} serve_log;

/* One write for each line, so that threads do not mix theirs. `level`: "info", "warning", "error". */
__attribute__((format(printf, 4, 5))) void serve_say(const serve_log *log, const char *level,
                                                     const char *event, const char *format, ...);
#endif
