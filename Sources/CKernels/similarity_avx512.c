#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 16
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")))
#include "similarity_vector.h"

INLINE __m512i low_nibbles(__m512i x) { return _mm512_and_si512(x, _mm512_set1_epi8(15)); }
INLINE __m512i high_nibbles(__m512i x) { return low_nibbles(_mm512_srli_epi16(x, 4)); }

INLINE __m512i four_codes(const int8_t *codes) {
  int32_t four;
  memcpy(&four, codes, 4);
  return _mm512_set1_epi32(four);
}

// Σⱼ nibble[j] · codes[j] of a block's sixteen vectors.
INLINE __m512i nibble_sums(const uint8_t *block, size_t D, const int8_t *codes) {
  __m512i a = _mm512_setzero_si512(), b = a, c = a, e = a;
  size_t ahead = freshet_nibble_block_bytes(D);
  for (size_t g = 0; g < D / 8; g += 2) {
    __m512i x = _mm512_loadu_si512(block + 64 * g), y = _mm512_loadu_si512(block + 64 * g + 64);
    _mm_prefetch((const char *)block + 64 * g + 2 * ahead, _MM_HINT_T0);
    _mm_prefetch((const char *)block + 64 * g + 64 + 2 * ahead, _MM_HINT_T0);
    a = _mm512_dpbusd_epi32(a, low_nibbles(x), four_codes(codes + 4 * g));
    b = _mm512_dpbusd_epi32(b, high_nibbles(x), four_codes(codes + D / 2 + 4 * g));
    c = _mm512_dpbusd_epi32(c, low_nibbles(y), four_codes(codes + 4 * g + 4));
    e = _mm512_dpbusd_epi32(e, high_nibbles(y), four_codes(codes + D / 2 + 4 * g + 4));
  }
  return _mm512_add_epi32(_mm512_add_epi32(a, b), _mm512_add_epi32(c, e));
}

INLINE __m512 estimates_of(__m512i sums, __m512 scales, const struct freshet_nibble_query *query) {
  __m512 centred = _mm512_sub_ps(_mm512_cvtepi32_ps(sums), _mm512_set1_ps(query->offset));
  return _mm512_fmadd_ps(centred, _mm512_mul_ps(scales, _mm512_set1_ps(query->scale)), _mm512_set1_ps(query->base));
}

INLINE __m512 uppers_of(__m512 estimates, __m512 spreads, const struct freshet_nibble_query *query) {
  return _mm512_add_ps(
      estimates, _mm512_fmadd_ps(spreads, _mm512_set1_ps(query->norm), _mm512_set1_ps(query->slack)));
}

TARGET static void estimate_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float *estimates) {
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    __m512 scales = _mm512_loadu_ps(nibble_scales(blocks, D));
    _mm512_storeu_ps(estimates + 16 * i, estimates_of(nibble_sums(blocks, D, query->codes), scales, query));
  }
}

INLINE size_t keep(__m512 uppers, float threshold, size_t first, struct freshet_scan_hit *hits) {
  __mmask16 mask = _mm512_cmp_ps_mask(uppers, _mm512_set1_ps(threshold), _CMP_GE_OQ);
  if (__builtin_expect(!mask, 1)) return 0;
  float scores[16];
  _mm512_storeu_ps(scores, uppers);
  return kept(scores, mask, first, hits);
}

TARGET static size_t scan_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float threshold,
    struct freshet_scan_hit *hits) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    __m512 estimates =
        estimates_of(nibble_sums(blocks, D, query->codes), _mm512_loadu_ps(nibble_scales(blocks, D)), query);
    n += keep(uppers_of(estimates, _mm512_loadu_ps(nibble_spreads(blocks, D)), query), threshold, 16 * i, hits + n);
  }
  return n;
}

enum { QUERIES = FRESHET_TILE_QUERIES };

// The sums of two blocks for twelve queries: 24 accumulators, so that each load of codes serves 24 products.
INLINE void tile_sums(
    const uint8_t *one, const uint8_t *two, size_t D, const int8_t *tile, __m512i *sums, __m512i *more) {
  for (int u = 0; u < QUERIES; u++) sums[u] = more[u] = _mm512_setzero_si512();
  for (size_t g = 0; g < D / 8; g++) {
    __m512i x = _mm512_loadu_si512(one + 64 * g), y = _mm512_loadu_si512(two + 64 * g);
    for (int half = 0; half < 2; half++) {
      const int8_t *codes = tile + 4 * QUERIES * (half ? D / 8 + g : g);
      __m512i v = half ? high_nibbles(x) : low_nibbles(x), w = half ? high_nibbles(y) : low_nibbles(y);
#pragma clang loop unroll(full)
      for (int u = 0; u < QUERIES; u++) {
        __m512i four = four_codes(codes + 4 * u);
        sums[u] = _mm512_dpbusd_epi32(sums[u], v, four);
        more[u] = _mm512_dpbusd_epi32(more[u], w, four);
      }
    }
  }
}

TARGET static void scan_nibbles_tile(
    const uint8_t *blocks, size_t count, size_t D, const int8_t *tile, const struct freshet_nibble_query *queries,
    size_t width, const float *thresholds, struct freshet_scan_hit **hits, size_t *found) {
  size_t bytes = freshet_nibble_block_bytes(D);
  for (size_t u = 0; u < width; u++) found[u] = 0;
  for (size_t i = 0; i < count; i += 2) {
    const uint8_t *pair[2] = {blocks + i * bytes, blocks + (i + 1 < count ? i + 1 : i) * bytes};
    __m512i sums[2][QUERIES];
    tile_sums(pair[0], pair[1], D, tile, sums[0], sums[1]);
    for (size_t b = 0; b < 2 && i + b < count; b++) {
      __m512 scales = _mm512_loadu_ps(nibble_scales(pair[b], D)), spreads = _mm512_loadu_ps(nibble_spreads(pair[b], D));
      for (size_t u = 0; u < width; u++) {
        __m512 uppers = uppers_of(estimates_of(sums[b][u], scales, &queries[u]), spreads, &queries[u]);
        found[u] += keep(uppers, thresholds[u], 16 * (i + b), hits[u] + found[u]);
      }
    }
  }
}

// The bytes of two halves of a vector, widened by parity and added to 16-bit sums.
INLINE void widen(__m512i bytes, __m512i *even, __m512i *odd) {
  *even = _mm512_add_epi16(*even, _mm512_and_si512(bytes, _mm512_set1_epi16(255)));
  *odd = _mm512_add_epi16(*odd, _mm512_srli_epi16(bytes, 8));
}

INLINE __m128i folded(__m512i v) {
  __m256i half = _mm256_add_epi16(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
  return _mm_add_epi16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

// The sums of sixteen vectors in order, from those of the even and the odd ones.
INLINE __m512 in_order(__m512i even, __m512i odd) {
  __m128i e = folded(even), o = folded(odd);
  return _mm512_cvtepi32_ps(
      _mm512_cvtepu16_epi32(_mm256_set_m128i(_mm_unpackhi_epi16(e, o), _mm_unpacklo_epi16(e, o))));
}

// Up to eight look-ups of at most 31 are added in bytes before they are widened. A load holds four groups.
INLINE void sign_sums(const uint8_t *block, size_t D, const uint8_t *table, __m512 *first, __m512 *second) {
  __m512i e0 = _mm512_setzero_si512(), o0 = e0, e1 = e0, o1 = e0;
  for (size_t g = 0; g < 4 * D; g += 512) {
    __m512i low = _mm512_setzero_si512(), high = low;
#pragma clang loop unroll(full)
    for (size_t u = 0; u < 512; u += 64) {
      if (g + u >= 4 * D) break;
      __m512i x = _mm512_loadu_si512(block + g + u), sums = _mm512_load_si512(table + g + u);
      low = _mm512_add_epi8(low, _mm512_shuffle_epi8(sums, low_nibbles(x)));
      high = _mm512_add_epi8(high, _mm512_shuffle_epi8(sums, high_nibbles(x)));
    }
    widen(low, &e0, &o0);
    widen(high, &e1, &o1);
  }
  *first = in_order(e0, o0);
  *second = in_order(e1, o1);
}

TARGET static size_t scan_signs(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_sign_query *query, float base, float margin,
    float threshold, const uint8_t *next, struct freshet_scan_hit *hits) {
  size_t n = 0, bytes = freshet_sign_block_bytes(D);
  __m512 step = _mm512_set1_ps(query->step), least = _mm512_set1_ps(query->least), bases = _mm512_set1_ps(base);
  __m512 margins = _mm512_set1_ps(margin), thresholds = _mm512_set1_ps(threshold);
  for (size_t i = 0; i < count; i += 32, blocks += bytes) {
    if (next) {
      for (size_t z = 0; z < bytes; z += 64) _mm_prefetch((const char *)next + z, _MM_HINT_T0);
      next += bytes;
    }
    __m512 s0, s1, f0 = _mm512_loadu_ps(sign_factors(blocks, D)), f1 = _mm512_loadu_ps(sign_factors(blocks, D) + 16);
    sign_sums(blocks, D, query->sums, &s0, &s1);
    s0 = _mm512_fmadd_ps(s0, step, least);
    s1 = _mm512_fmadd_ps(s1, step, least);
    __m512 u0 = _mm512_fmadd_ps(f0, _mm512_add_ps(s0, margins), bases);
    __m512 u1 = _mm512_fmadd_ps(f1, _mm512_add_ps(s1, margins), bases);
    uint32_t mask = _mm512_cmp_ps_mask(u0, thresholds, _CMP_GT_OQ) |
                    (uint32_t)_mm512_cmp_ps_mask(u1, thresholds, _CMP_GT_OQ) << 16;
    if (count - i < 32) mask &= (1u << (count - i)) - 1;
    if (!mask) continue;
    float scores[32];
    _mm512_storeu_ps(scores, _mm512_fmadd_ps(f0, s0, bases));
    _mm512_storeu_ps(scores + 16, _mm512_fmadd_ps(f1, s1, bases));
    n += kept(scores, mask, i, hits + n);
  }
  return n;
}

const struct freshet_similarity_kernels freshet_similarity_avx512 = {
    "avx512",         1,
    scores_of_rows,   exact_score,  rotate,            encode_nibbles, encode_signs,
    estimate_nibbles, scan_nibbles, scan_nibbles_tile, scan_signs, greatest};
#endif
