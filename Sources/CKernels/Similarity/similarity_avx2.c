#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 8
#define TARGET __attribute__((target("avx2,fma")))
#define VARIANT freshet_similarity_avx2
#define VARIANT_NAME "avx2"
#define PREFERS_INTEGER_PRODUCTS 0
#include "similarity_vector.h"

// As many queries as sixteen registers have sums for, beside the nibbles of a group.
enum { BLOCKS = 1, QUERIES = FRESHET_TILE_QUERIES, SHARE = 4 };

INLINE __m256i loaded(const void *from) { return _mm256_loadu_si256(from); }
INLINE __m256i low_nibbles(__m256i x) { return _mm256_and_si256(x, _mm256_set1_epi8(15)); }
INLINE __m256i high_nibbles(__m256i x) { return low_nibbles(_mm256_srli_epi16(x, 4)); }

INLINE __m256i four_codes(const int8_t *codes) {
  int32_t four;
  memcpy(&four, codes, 4);
  return _mm256_set1_epi32(four);
}

// Four groups, each with a low and a high half, are eight products a sum of 16 bits: 8 · 2 · 15 · 127 = 30480.
enum { GROUPS_A_SUM = 4 };

INLINE __m256i plus_products(__m256i sums, __m256i nibbles, __m256i codes) {
  return _mm256_add_epi16(sums, _mm256_maddubs_epi16(nibbles, codes));
}

INLINE __m256i plus_widened(__m256i sums, __m256i pairs) {
  return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

// Σⱼ nibble[j] · codes[j] of a block's sixteen vectors.
INLINE struct block_sums nibble_sums(const uint8_t *block, size_t D, const int8_t *codes) {
  size_t ahead = 2 * freshet_nibble_block_bytes(D);
  __m256i sums[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
  for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
    __m256i a = _mm256_setzero_si256(), b = a;
#pragma clang loop unroll(full)
    for (size_t i = g; i < g + GROUPS_A_SUM; i++) {
      __m256i x = loaded(block + 64 * i), y = loaded(block + 64 * i + 32);
      __m256i low = four_codes(codes + 4 * i), high = four_codes(codes + D / 2 + 4 * i);
      __builtin_prefetch(block + 64 * i + ahead);
      a = plus_products(plus_products(a, low_nibbles(x), low), high_nibbles(x), high);
      b = plus_products(plus_products(b, low_nibbles(y), low), high_nibbles(y), high);
    }
    sums[0] = plus_widened(sums[0], a);
    sums[1] = plus_widened(sums[1], b);
  }
  return (struct block_sums){{(integers)sums[0], (integers)sums[1]}};
}

// One group's part of the sums of SHARE queries.
INLINE void add_group(const uint8_t *group, const int8_t *low, const int8_t *high, __m256i pairs[SHARE][2]) {
  __m256i x = loaded(group), y = loaded(group + 32);
  __m256i x0 = low_nibbles(x), x1 = high_nibbles(x), y0 = low_nibbles(y), y1 = high_nibbles(y);
#pragma clang loop unroll(full)
  for (int u = 0; u < SHARE; u++) {
    __m256i l = four_codes(low + 4 * u), h = four_codes(high + 4 * u);
    pairs[u][0] = plus_products(plus_products(pairs[u][0], x0, l), x1, h);
    pairs[u][1] = plus_products(plus_products(pairs[u][1], y0, l), y1, h);
  }
}

INLINE void tile_sums(
    const uint8_t *const *blocks, size_t D, const int8_t *tile, struct block_sums sums[BLOCKS][SHARE]) {
  const int8_t *upper = tile + 4 * QUERIES * (D / 8);
  __m256i totals[SHARE][2] = {};
  for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
    __m256i pairs[SHARE][2] = {};
#pragma clang loop unroll(full)
    for (size_t i = g; i < g + GROUPS_A_SUM; i++)
      add_group(blocks[0] + 64 * i, tile + 4 * QUERIES * i, upper + 4 * QUERIES * i, pairs);
    for (int u = 0; u < SHARE; u++)
      for (int h = 0; h < 2; h++) totals[u][h] = plus_widened(totals[u][h], pairs[u][h]);
  }
  for (int u = 0; u < SHARE; u++)
    sums[0][u] = (struct block_sums){{(integers)totals[u][0], (integers)totals[u][1]}};
}

INLINE uint32_t mask_of(integers reached) { return (uint32_t)_mm256_movemask_ps((__m256)reached); }

// The bytes of two groups, widened by parity and added to 16-bit sums.
INLINE void widen(__m256i bytes, __m256i *even, __m256i *odd) {
  *even = _mm256_add_epi16(*even, _mm256_and_si256(bytes, _mm256_set1_epi16(255)));
  *odd = _mm256_add_epi16(*odd, _mm256_srli_epi16(bytes, 8));
}

INLINE __m128i folded(__m256i v) {
  return _mm_add_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

// The sums of sixteen vectors in order, from those of the even and the odd ones.
INLINE void in_order(__m256i even, __m256i odd, vector *sums) {
  __m128i e = folded(even), o = folded(odd);
  sums[0] = (vector)_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_unpacklo_epi16(e, o)));
  sums[1] = (vector)_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_unpackhi_epi16(e, o)));
}

// Eight look-ups of at most 31 are added in bytes before they are widened. A load holds two groups.
INLINE void sign_sums(const uint8_t *block, size_t D, const uint8_t *table, vector *sums) {
  __m256i e0 = _mm256_setzero_si256(), o0 = e0, e1 = e0, o1 = e0;
  for (size_t g = 0; g < 4 * D; g += 256) {
    __m256i low = _mm256_setzero_si256(), high = low;
#pragma clang loop unroll(full)
    for (size_t u = g; u < g + 256; u += 32) {
      __m256i x = loaded(block + u), entries = loaded(table + u);
      low = _mm256_add_epi8(low, _mm256_shuffle_epi8(entries, low_nibbles(x)));
      high = _mm256_add_epi8(high, _mm256_shuffle_epi8(entries, high_nibbles(x)));
    }
    widen(low, &e0, &o0);
    widen(high, &e1, &o1);
  }
  in_order(e0, o0, sums);
  in_order(e1, o1, sums + 2);
}

#include "similarity_scan.h"
#endif
