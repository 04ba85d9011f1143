#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 8
#define TARGET __attribute__((target("avx2,fma")))
#include "similarity_vector.h"

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
INLINE void nibble_sums(const uint8_t *block, size_t D, const int8_t *codes, __m256i *sums) {
  size_t ahead = 2 * freshet_nibble_block_bytes(D);
  sums[0] = sums[1] = _mm256_setzero_si256();
  for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
    __m256i a = _mm256_setzero_si256(), b = a;
#pragma clang loop unroll(full)
    for (size_t i = g; i < g + GROUPS_A_SUM; i++) {
      __m256i x = loaded(block + 64 * i), y = loaded(block + 64 * i + 32);
      __m256i low = four_codes(codes + 4 * i), high = four_codes(codes + D / 2 + 4 * i);
      _mm_prefetch((const char *)block + 64 * i + ahead, _MM_HINT_T0);
      a = plus_products(plus_products(a, low_nibbles(x), low), high_nibbles(x), high);
      b = plus_products(plus_products(b, low_nibbles(y), low), high_nibbles(y), high);
    }
    sums[0] = plus_widened(sums[0], a);
    sums[1] = plus_widened(sums[1], b);
  }
}

INLINE __m256 estimates_of(__m256i sums, __m256 scales, const struct freshet_nibble_query *query) {
  __m256 centred = _mm256_sub_ps(_mm256_cvtepi32_ps(sums), _mm256_set1_ps(query->offset));
  return _mm256_fmadd_ps(centred, _mm256_mul_ps(scales, _mm256_set1_ps(query->scale)), _mm256_set1_ps(query->base));
}

INLINE __m256 uppers_of(__m256 estimates, __m256 spreads, const struct freshet_nibble_query *query) {
  return _mm256_add_ps(
      estimates, _mm256_fmadd_ps(spreads, _mm256_set1_ps(query->norm), _mm256_set1_ps(query->slack)));
}

TARGET static void estimate_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float *estimates) {
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    __m256i sums[2];
    nibble_sums(blocks, D, query->codes, sums);
    for (size_t h = 0; h < 2; h++)
      store(estimates + 16 * i + 8 * h, estimates_of(sums[h], load(nibble_scales(blocks, D) + 8 * h), query));
  }
}

// Writes those of a block's sixteen vectors whose upper bound reaches the threshold.
INLINE size_t keep(
    const __m256i *sums, const uint8_t *block, size_t D, const struct freshet_nibble_query *query, float threshold,
    size_t first, struct freshet_scan_hit *hits) {
  const float *scales = nibble_scales(block, D), *spreads = nibble_spreads(block, D);
  __m256 left = uppers_of(estimates_of(sums[0], load(scales), query), load(spreads), query);
  __m256 right = uppers_of(estimates_of(sums[1], load(scales + 8), query), load(spreads + 8), query);
  int low = _mm256_movemask_ps(_mm256_cmp_ps(left, _mm256_set1_ps(threshold), _CMP_GE_OQ));
  int high = _mm256_movemask_ps(_mm256_cmp_ps(right, _mm256_set1_ps(threshold), _CMP_GE_OQ));
  if (__builtin_expect(!(low | high), 1)) return 0;
  float scores[16];
  store(scores, left);
  store(scores + 8, right);
  return kept(scores, (uint32_t)(low | high << 8), first, hits);
}

TARGET static size_t scan_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float threshold,
    struct freshet_scan_hit *hits) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    __m256i sums[2];
    nibble_sums(blocks, D, query->codes, sums);
    n += keep(sums, blocks, D, query, threshold, 16 * i, hits + n);
  }
  return n;
}

// As many queries as sixteen registers have sums for, beside the nibbles of a group.
enum { QUERIES = FRESHET_TILE_QUERIES, SHARE = 4 };

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

// The sums of one block for SHARE queries, of which `tile` points at the first.
INLINE void tile_sums(const uint8_t *block, size_t D, const int8_t *tile, __m256i sums[SHARE][2]) {
  const int8_t *upper = tile + 4 * QUERIES * (D / 8);
  for (int u = 0; u < SHARE; u++) sums[u][0] = sums[u][1] = _mm256_setzero_si256();
  for (size_t g = 0; g < D / 8; g += GROUPS_A_SUM) {
    __m256i pairs[SHARE][2] = {};
#pragma clang loop unroll(full)
    for (size_t i = g; i < g + GROUPS_A_SUM; i++)
      add_group(block + 64 * i, tile + 4 * QUERIES * i, upper + 4 * QUERIES * i, pairs);
    for (int u = 0; u < SHARE; u++)
      for (int h = 0; h < 2; h++) sums[u][h] = plus_widened(sums[u][h], pairs[u][h]);
  }
}

TARGET static void scan_nibbles_tile(
    const uint8_t *blocks, size_t count, size_t D, const int8_t *tile, const struct freshet_nibble_query *queries,
    size_t width, const float *thresholds, struct freshet_scan_hit **hits, size_t *found) {
  for (size_t u = 0; u < width; u++) found[u] = 0;
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D))
    for (size_t first = 0; first < width; first += SHARE) {
      __m256i sums[SHARE][2];
      tile_sums(blocks, D, tile + 4 * first, sums);
      for (size_t u = first; u < first + SHARE && u < width; u++)
        found[u] += keep(sums[u - first], blocks, D, &queries[u], thresholds[u], 16 * i, hits[u] + found[u]);
    }
}

// The bytes of two groups, widened by parity and added to 16-bit sums.
INLINE void widen(__m256i bytes, __m256i *even, __m256i *odd) {
  *even = _mm256_add_epi16(*even, _mm256_and_si256(bytes, _mm256_set1_epi16(255)));
  *odd = _mm256_add_epi16(*odd, _mm256_srli_epi16(bytes, 8));
}

INLINE __m128i folded(__m256i v) {
  return _mm_add_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

// The sums of sixteen vectors in order, from those of the even and the odd ones.
INLINE void in_order(__m256i even, __m256i odd, __m256 *sums) {
  __m128i e = folded(even), o = folded(odd);
  sums[0] = _mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_unpacklo_epi16(e, o)));
  sums[1] = _mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_unpackhi_epi16(e, o)));
}

// Eight look-ups of at most 31 are added in bytes before they are widened. A load holds two groups.
INLINE void sign_sums(const uint8_t *block, size_t D, const uint8_t *table, __m256 *sums) {
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

INLINE void ask_for_block(const uint8_t *block, size_t bytes) {
  for (size_t z = 0; z < bytes; z += 64) _mm_prefetch((const char *)block + z, _MM_HINT_T0);
}

TARGET static size_t scan_signs(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_sign_query *query, float base, float margin,
    float threshold, const uint8_t *next, struct freshet_scan_hit *hits) {
  size_t n = 0, bytes = freshet_sign_block_bytes(D);
  for (size_t i = 0; i < count; i += 32, blocks += bytes) {
    if (next) ask_for_block(next + i / 32 * bytes, bytes);
    __m256 sums[4];
    sign_sums(blocks, D, query->sums, sums);
    float scores[32];
    uint32_t mask = 0;
    for (int q = 0; q < 4; q++) {
      __m256 factors = load(sign_factors(blocks, D) + 8 * q), bases = _mm256_set1_ps(base);
      __m256 total = _mm256_fmadd_ps(sums[q], _mm256_set1_ps(query->step), _mm256_set1_ps(query->least));
      __m256 upper = _mm256_fmadd_ps(factors, _mm256_add_ps(total, _mm256_set1_ps(margin)), bases);
      int reached = _mm256_movemask_ps(_mm256_cmp_ps(upper, _mm256_set1_ps(threshold), _CMP_GT_OQ));
      mask |= (uint32_t)reached << 8 * q;
      store(scores + 8 * q, _mm256_fmadd_ps(factors, total, bases));
    }
    if (count - i < 32) mask &= (1u << (count - i)) - 1;
    n += kept(scores, mask, i, hits + n);
  }
  return n;
}

const struct freshet_similarity_kernels freshet_similarity_avx2 = {
    "avx2",           0,
    scores_of_rows,   exact_score,  rotate,            encode_nibbles, encode_signs,
    estimate_nibbles, scan_nibbles, scan_nibbles_tile, scan_signs, greatest};
#endif
