// Every AArch64 has these instructions: no dot products of bytes, which came with ARMv8.2.
// Run under an emulator only: no such machine was at hand, so the shapes of the loops are not measured.
#if defined(__aarch64__)
#include <arm_neon.h>

#define LANES 4
#define TARGET
#define VARIANT freshet_similarity_neon
#define VARIANT_NAME "neon"
#define PREFERS_INTEGER_PRODUCTS 0
#include "similarity_vector.h"

// As many queries as thirty-two registers have sums of half a block for, beside the nibbles of a group.
enum { BLOCKS = 1, QUERIES = FRESHET_TILE_QUERIES, SHARE = 4 };

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
INLINE struct block_sums nibble_sums(const uint8_t *block, size_t D, const int8_t *codes) {
  size_t ahead = 2 * freshet_nibble_block_bytes(D);
  struct block_sums sums = {};
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
    for (int v = 0; v < 4; v++) sums.lanes[v] = (integers)plus_widened((int32x4_t)sums.lanes[v], products[v]);
  }
  return sums;
}

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

INLINE void tile_sums(
    const uint8_t *const *blocks, size_t D, const int8_t *tile, struct block_sums sums[BLOCKS][SHARE]) {
  const int8_t *upper = tile + 4 * QUERIES * (D / 8);
  for (size_t half = 0; half < 2; half++) {
    int32x4_t totals[SHARE][2] = {};
    for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
      struct products products[SHARE][2] = {};
      for (size_t i = g; i < g + GROUPS_A_SUM; i++)
        add_group(blocks[0] + 64 * i + 32 * half, tile + 4 * QUERIES * i, upper + 4 * QUERIES * i, products);
      for (int u = 0; u < SHARE; u++)
        for (size_t v = 0; v < 2; v++) totals[u][v] = plus_widened(totals[u][v], products[u][v]);
    }
    for (int u = 0; u < SHARE; u++)
      for (size_t v = 0; v < 2; v++) sums[0][u].lanes[2 * half + v] = (integers)totals[u][v];
  }
}

// One bit a lane.
INLINE uint32_t mask_of(integers reached) {
  static const uint32_t bits[4] = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32((uint32x4_t)reached, vld1q_u32(bits)));
}

// Sixteen bytes added to 16-bit sums.
INLINE void widen(uint8x16_t bytes, uint16x8_t *sums) {
  sums[0] = vaddw_u8(sums[0], vget_low_u8(bytes));
  sums[1] = vaddw_high_u8(sums[1], bytes);
}

// Eight look-ups of at most 31 are added in bytes before they are widened. A load holds one group.
INLINE void wide_sums(const uint8_t *block, size_t D, const uint8_t *table, uint16x8_t *sums) {
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

INLINE void sign_sums(const uint8_t *block, size_t D, const uint8_t *table, vector *sums) {
  uint16x8_t wide[4];
  wide_sums(block, D, table, wide);
  for (int q = 0; q < 8; q++) {
    uint16x4_t four = q % 2 ? vget_high_u16(wide[q / 2]) : vget_low_u16(wide[q / 2]);
    sums[q] = (vector)vcvtq_f32_u32(vmovl_u16(four));
  }
}

#include "similarity_scan.h"
#endif
