#ifndef FRESHET_ENCODER_SHAPE_H
#define FRESHET_ENCODER_SHAPE_H

#include <stddef.h>

#include "encoder_kernels.h"

enum {
  HEAD = 32,        // dimension of an attention head
  QUERY_ROWS = 8,   // queries that share one pass over the keys: enough sums to hide a multiply-add's latency
  KEY_PADDING = 16  // keys are padded to the widest vector
};

static const float one_over_sqrt_head = 0.17677669529663687f;

static inline size_t padded_keys(size_t tokens) {
  return (tokens + KEY_PADDING - 1) / KEY_PADDING * KEY_PADDING;
}

#if defined(__x86_64__)
extern const struct freshet_encoder_kernels freshet_encoder_avx2, freshet_encoder_avx512;
#elif defined(__aarch64__)
extern const struct freshet_encoder_kernels freshet_encoder_neon;
#endif
extern const struct freshet_encoder_kernels freshet_encoder_portable;

#endif
