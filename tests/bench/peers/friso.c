/* friso.c - friso, as Debian configures it. usage: friso FILE [friso.ini] */
#include <friso/friso.h>
#include <friso/friso_API.h>

#include "../contender.h"

typedef struct both {
  friso_t friso;
  friso_config_t config;
  friso_task_t task;
} both;

static size_t cut(void *context, const char *line, size_t len) {
  both *b = (both *)context;
  size_t tokens = 0;
  (void)len;
  friso_set_text(b->task, (fstring)(size_t)line);
  while (b->config->next_token(b->friso, b->config, b->task)) tokens++;
  return tokens;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  contender c = contender_open(argv[1]);
  both b = {friso_new(), friso_new_config(), NULL};
  char ini[] = "/etc/friso/friso.ini";
  if (friso_init_from_ifile(b.friso, b.config, argc > 2 ? argv[2] : ini) != 1) return 2;
  b.task = friso_new_task();
  return contender_serve(&c, cut, &b);
}
