#ifndef FRESHET_SIMILARITY_SHAPE_H
#define FRESHET_SIMILARITY_SHAPE_H

#include "similarity_kernels.h"

static inline float *nibble_scales(const uint8_t *block, size_t D) { return (float *)(block + 8 * D); }
static inline float *nibble_spreads(const uint8_t *block, size_t D) { return nibble_scales(block, D) + 16; }
static inline float *sign_factors(const uint8_t *block, size_t D) { return (float *)(block + 4 * D); }

// The length of the Hadamard transform: the greatest power of two in D.
static inline size_t transform_length(size_t D) {
  size_t p = 64;
  while (2 * p <= D) p *= 2;
  return p;
}

// What encode_nibbles adds to |y − ŷ| for the rounding of its own sum: γ of D terms, and of each difference.
static inline float spread_rounded_up(float norm, size_t D) {
  return norm * (1 + (float)(D + 16) * 0x1p-23f) + 0x1p-20f;
}

// The scales that encode_nibbles tries, as shares of the one that reaches the greatest component.
static const float nibble_shares[] = {0.5f, 0.6f, 0.7f, 0.8f, 1.0f};

// Writes the lanes of `mask` as hits; returns how many.
static inline size_t kept(const float *scores, uint32_t mask, size_t first, struct freshet_scan_hit *hits) {
  size_t n = 0;
  while (mask) {
    int lane = __builtin_ctz(mask);
    mask &= mask - 1;
    hits[n++] = (struct freshet_scan_hit){(uint32_t)(first + (size_t)lane), scores[lane]};
  }
  return n;
}

#if defined(__x86_64__)
extern const struct freshet_similarity_kernels freshet_similarity_avx2, freshet_similarity_avx512;
#elif defined(__aarch64__)
extern const struct freshet_similarity_kernels freshet_similarity_neon;
#endif
extern const struct freshet_similarity_kernels freshet_similarity_portable;

#endif
