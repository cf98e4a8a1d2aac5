/* paths.c - what this machine's processor can do. */
#include "segment/work.h"

#ifdef SEGMENT_AVX2
static bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}
#else
static bool has_avx2(void) { return false; }
#endif

#ifdef SEGMENT_AVX512
static bool has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("bmi2");
}
#else
static bool has_avx512(void) { return false; }
#endif

segment_path path_best(void) {
  if (!has_avx2()) return PATH_PORTABLE;
  return has_avx512() ? PATH_AVX512 : PATH_AVX2;
}

const char *path_name(segment_path path) {
  static const char *const names[] = {"fold", "portable", "AVX2", "AVX-512"};
  return names[path];
}
