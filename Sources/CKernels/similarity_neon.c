// Every AArch64 has these instructions: no dot products of bytes, which came with ARMv8.2.
// Run under an emulator only: no such machine was at hand, so the shapes of the loops are not measured.
#if defined(__aarch64__)
#include <arm_neon.h>

#define LANES 4
#define TARGET
#include "similarity_vector.h"

INLINE int8x16_t low_nibbles(uint8x16_t x) { return vreinterpretq_s8_u8(vandq_u8(x, vdupq_n_u8(15))); }
INLINE int8x16_t high_nibbles(uint8x16_t x) { return vreinterpretq_s8_u8(vshrq_n_u8(x, 4)); }

INLINE int8x16_t four_codes(const int8_t *codes) {
  int32_t four;
  memcpy(&four, codes, 4);
  return vreinterpretq_s8_s32(vdupq_n_s32(four));
}

// Eight groups, each with a low and a high half, are sixteen products a sum of 16 bits: 16 · 15 · 127 = 30480.
enum { GROUPS_A_SUM = 8 };

// 16-bit sums of four vectors, four components each: `front` of the first two vectors, `back` of the others.
struct products {
  int16x8_t front, back;
};

INLINE void add_products(struct products *sums, int8x16_t nibbles, int8x16_t codes) {
  sums->front = vmlal_s8(sums->front, vget_low_s8(nibbles), vget_low_s8(codes));
  sums->back = vmlal_high_s8(sums->back, nibbles, codes);
}

INLINE int32x4_t plus_widened(int32x4_t sums, struct products products) {
  return vaddq_s32(sums, vpaddq_s32(vpaddlq_s16(products.front), vpaddlq_s16(products.back)));
}

// Σⱼ nibble[j] · codes[j] of a block's sixteen vectors.
INLINE void nibble_sums(const uint8_t *block, size_t D, const int8_t *codes, int32x4_t *sums) {
  size_t ahead = 2 * freshet_nibble_block_bytes(D);
  for (int v = 0; v < 4; v++) sums[v] = vdupq_n_s32(0);
  for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
    struct products products[4] = {};
    for (size_t i = g; i < g + GROUPS_A_SUM; i++) {
      int8x16_t low = four_codes(codes + 4 * i), high = four_codes(codes + D / 2 + 4 * i);
      __builtin_prefetch(block + 64 * i + ahead);
#pragma clang loop unroll(full)
      for (size_t v = 0; v < 4; v++) {
        uint8x16_t x = vld1q_u8(block + 64 * i + 16 * v);
        add_products(&products[v], low_nibbles(x), low);
        add_products(&products[v], high_nibbles(x), high);
      }
    }
    for (int v = 0; v < 4; v++) sums[v] = plus_widened(sums[v], products[v]);
  }
}

INLINE float32x4_t estimates_of(int32x4_t sums, float32x4_t scales, const struct freshet_nibble_query *query) {
  float32x4_t centred = vsubq_f32(vcvtq_f32_s32(sums), vdupq_n_f32(query->offset));
  return vfmaq_f32(vdupq_n_f32(query->base), centred, vmulq_n_f32(scales, query->scale));
}

INLINE float32x4_t uppers_of(float32x4_t estimates, float32x4_t spreads, const struct freshet_nibble_query *query) {
  return vaddq_f32(estimates, vfmaq_f32(vdupq_n_f32(query->slack), spreads, vdupq_n_f32(query->norm)));
}

TARGET static void estimate_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float *estimates) {
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    int32x4_t sums[4];
    nibble_sums(blocks, D, query->codes, sums);
    for (size_t v = 0; v < 4; v++) {
      float32x4_t scales = vld1q_f32(nibble_scales(blocks, D) + 4 * v);
      vst1q_f32(estimates + 16 * i + 4 * v, estimates_of(sums[v], scales, query));
    }
  }
}

// One bit a lane.
INLINE uint32_t mask_of(uint32x4_t reached) {
  static const uint32_t bits[4] = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32(reached, vld1q_u32(bits)));
}

// Writes those of a block's sixteen vectors whose upper bound reaches the threshold.
INLINE size_t keep(
    const int32x4_t *sums, const uint8_t *block, size_t D, const struct freshet_nibble_query *query, float threshold,
    size_t first, struct freshet_scan_hit *hits) {
  const float *scales = nibble_scales(block, D), *spreads = nibble_spreads(block, D);
  float scores[16];
  uint32_t mask = 0;
  for (int v = 0; v < 4; v++) {
    float32x4_t estimates = estimates_of(sums[v], vld1q_f32(scales + 4 * v), query);
    float32x4_t uppers = uppers_of(estimates, vld1q_f32(spreads + 4 * v), query);
    mask |= mask_of(vcgeq_f32(uppers, vdupq_n_f32(threshold))) << 4 * v;
    vst1q_f32(scores + 4 * v, uppers);
  }
  return kept(scores, mask, first, hits);
}

TARGET static size_t scan_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float threshold,
    struct freshet_scan_hit *hits) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    int32x4_t sums[4];
    nibble_sums(blocks, D, query->codes, sums);
    n += keep(sums, blocks, D, query, threshold, 16 * i, hits + n);
  }
  return n;
}

// Half a block for as many queries as thirty-two registers have sums for, beside the nibbles of a group.
enum { QUERIES = FRESHET_TILE_QUERIES, SHARE = 4 };

// One group's part of the sums of SHARE queries, over eight vectors.
INLINE void add_group(const uint8_t *group, const int8_t *low, const int8_t *high, struct products products[SHARE][2]) {
  uint8x16_t x = vld1q_u8(group), y = vld1q_u8(group + 16);
#pragma clang loop unroll(full)
  for (int u = 0; u < SHARE; u++) {
    int8x16_t l = four_codes(low + 4 * u), h = four_codes(high + 4 * u);
    add_products(&products[u][0], low_nibbles(x), l);
    add_products(&products[u][0], high_nibbles(x), h);
    add_products(&products[u][1], low_nibbles(y), l);
    add_products(&products[u][1], high_nibbles(y), h);
  }
}

// The sums of the vectors 8 · half … 8 · half + 7 of a block for SHARE queries, of which `tile` points at the first.
INLINE void tile_sums(const uint8_t *block, size_t D, const int8_t *tile, size_t half, int32x4_t sums[SHARE][4]) {
  const int8_t *upper = tile + 4 * QUERIES * (D / 8);
  for (int u = 0; u < SHARE; u++) sums[u][2 * half] = sums[u][2 * half + 1] = vdupq_n_s32(0);
  for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
    struct products products[SHARE][2] = {};
    for (size_t i = g; i < g + GROUPS_A_SUM; i++)
      add_group(block + 64 * i + 32 * half, tile + 4 * QUERIES * i, upper + 4 * QUERIES * i, products);
    for (int u = 0; u < SHARE; u++)
      for (size_t v = 0; v < 2; v++)
        sums[u][2 * half + v] = plus_widened(sums[u][2 * half + v], products[u][v]);
  }
}

TARGET static void scan_nibbles_tile(
    const uint8_t *blocks, size_t count, size_t D, const int8_t *tile, const struct freshet_nibble_query *queries,
    size_t width, const float *thresholds, struct freshet_scan_hit **hits, size_t *found) {
  for (size_t u = 0; u < width; u++) found[u] = 0;
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D))
    for (size_t first = 0; first < width; first += SHARE) {
      int32x4_t sums[SHARE][4];
      for (size_t half = 0; half < 2; half++) tile_sums(blocks, D, tile + 4 * first, half, sums);
      for (size_t u = first; u < first + SHARE && u < width; u++)
        found[u] += keep(sums[u - first], blocks, D, &queries[u], thresholds[u], 16 * i, hits[u] + found[u]);
    }
}

// Sixteen bytes added to 16-bit sums.
INLINE void widen(uint8x16_t bytes, uint16x8_t *sums) {
  sums[0] = vaddw_u8(sums[0], vget_low_u8(bytes));
  sums[1] = vaddw_high_u8(sums[1], bytes);
}

// Eight look-ups of at most 31 are added in bytes before they are widened. A load holds one group.
INLINE void sign_sums(const uint8_t *block, size_t D, const uint8_t *table, uint16x8_t *sums) {
  for (int e = 0; e < 4; e++) sums[e] = vdupq_n_u16(0);
  for (size_t g = 0; g < 4 * D; g += 128) {
    uint8x16_t low = vdupq_n_u8(0), high = low;
#pragma clang loop unroll(full)
    for (size_t u = g; u < g + 128; u += 16) {
      uint8x16_t x = vld1q_u8(block + u), entries = vld1q_u8(table + u);
      low = vaddq_u8(low, vqtbl1q_u8(entries, vandq_u8(x, vdupq_n_u8(15))));
      high = vaddq_u8(high, vqtbl1q_u8(entries, vshrq_n_u8(x, 4)));
    }
    widen(low, sums);
    widen(high, sums + 2);
  }
}

INLINE float32x4_t four_sums(const uint16x8_t *sums, int q) {
  uint16x8_t eight = sums[q / 2];
  return vcvtq_f32_u32(vmovl_u16(q % 2 ? vget_high_u16(eight) : vget_low_u16(eight)));
}

INLINE void ask_for_block(const uint8_t *block, size_t bytes) {
  for (size_t z = 0; z < bytes; z += 64) __builtin_prefetch(block + z);
}

TARGET static size_t scan_signs(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_sign_query *query, float base, float margin,
    float threshold, const uint8_t *next, struct freshet_scan_hit *hits) {
  size_t n = 0, bytes = freshet_sign_block_bytes(D);
  for (size_t i = 0; i < count; i += 32, blocks += bytes) {
    if (next) ask_for_block(next + i / 32 * bytes, bytes);
    uint16x8_t sums[4];
    sign_sums(blocks, D, query->sums, sums);
    float scores[32];
    uint32_t mask = 0;
    for (int q = 0; q < 8; q++) {
      float32x4_t factors = vld1q_f32(sign_factors(blocks, D) + 4 * q), bases = vdupq_n_f32(base);
      float32x4_t total = vfmaq_f32(vdupq_n_f32(query->least), four_sums(sums, q), vdupq_n_f32(query->step));
      float32x4_t upper = vfmaq_f32(bases, factors, vaddq_f32(total, vdupq_n_f32(margin)));
      mask |= mask_of(vcgtq_f32(upper, vdupq_n_f32(threshold))) << 4 * q;
      vst1q_f32(scores + 4 * q, vfmaq_f32(bases, factors, total));
    }
    if (count - i < 32) mask &= (1u << (count - i)) - 1;
    n += kept(scores, mask, i, hits + n);
  }
  return n;
}

const struct freshet_similarity_kernels freshet_similarity_neon = {
    "neon",           0,
    scores_of_rows,   exact_score,  rotate,            encode_nibbles, encode_signs,
    estimate_nibbles, scan_nibbles, scan_nibbles_tile, scan_signs, greatest};
#endif
