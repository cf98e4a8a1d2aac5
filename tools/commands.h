/* commands.h - the commands of the program, one file each. */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H
#include "opt.h"

extern const command command_score, command_report, command_inspect, command_segment, command_explain,
    command_why, command_serve, command_lexicon, command_evaluate, command_merge, command_kwic;
#endif
