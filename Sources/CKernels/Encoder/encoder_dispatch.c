#include "encoder_shape.h"

#define MOST_VARIANTS 3

static const struct freshet_encoder_kernels *variants[MOST_VARIANTS];
static size_t variant_count;

// Before main, so that no caller meets a table half filled.
__attribute__((constructor)) static void choose_variants(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) variants[variant_count++] = &freshet_encoder_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    variants[variant_count++] = &freshet_encoder_avx2;
#elif defined(__aarch64__)
  variants[variant_count++] = &freshet_encoder_neon;
#endif
  variants[variant_count++] = &freshet_encoder_portable;
}

size_t freshet_encoder_variant_count(void) { return variant_count; }

const struct freshet_encoder_kernels *freshet_encoder_variant(size_t index) { return variants[index]; }

size_t freshet_attention_scratch(size_t tokens) {
  size_t keys_and_values = 2 * HEAD * padded_keys(tokens);
  size_t queries_and_scores = QUERY_ROWS * (HEAD + padded_keys(tokens));
  return keys_and_values + queries_and_scores;
}
