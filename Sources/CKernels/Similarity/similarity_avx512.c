#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 16
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")))
#define VARIANT freshet_similarity_avx512
#define VARIANT_NAME "avx512"
#define PREFERS_INTEGER_PRODUCTS 1
#include "similarity_vector.h"

// 24 accumulators, so that each load of codes serves 24 products.
enum { BLOCKS = 2, QUERIES = FRESHET_TILE_QUERIES, SHARE = QUERIES };

INLINE __m512i low_nibbles(__m512i x) { return _mm512_and_si512(x, _mm512_set1_epi8(15)); }
INLINE __m512i high_nibbles(__m512i x) { return low_nibbles(_mm512_srli_epi16(x, 4)); }

INLINE __m512i four_codes(const int8_t *codes) {
  int32_t four;
  memcpy(&four, codes, 4);
  return _mm512_set1_epi32(four);
}

// Σⱼ nibble[j] · codes[j] of a block's sixteen vectors.
INLINE struct block_sums nibble_sums(const uint8_t *block, size_t D, const int8_t *codes) {
  __m512i a = _mm512_setzero_si512(), b = a, c = a, e = a;
  size_t ahead = freshet_nibble_block_bytes(D);
  for (size_t g = 0; g < D / 8; g += 2) {
    __m512i x = _mm512_loadu_si512(block + 64 * g), y = _mm512_loadu_si512(block + 64 * g + 64);
    __builtin_prefetch(block + 64 * g + 2 * ahead);
    __builtin_prefetch(block + 64 * g + 64 + 2 * ahead);
    a = _mm512_dpbusd_epi32(a, low_nibbles(x), four_codes(codes + 4 * g));
    b = _mm512_dpbusd_epi32(b, high_nibbles(x), four_codes(codes + D / 2 + 4 * g));
    c = _mm512_dpbusd_epi32(c, low_nibbles(y), four_codes(codes + 4 * g + 4));
    e = _mm512_dpbusd_epi32(e, high_nibbles(y), four_codes(codes + D / 2 + 4 * g + 4));
  }
  return (struct block_sums){{(integers)_mm512_add_epi32(_mm512_add_epi32(a, b), _mm512_add_epi32(c, e))}};
}

INLINE void tile_sums(
    const uint8_t *const *blocks, size_t D, const int8_t *tile, struct block_sums sums[BLOCKS][SHARE]) {
  __m512i one[QUERIES], two[QUERIES];
  for (int u = 0; u < QUERIES; u++) one[u] = two[u] = _mm512_setzero_si512();
  for (size_t g = 0; g < D / 8; g++) {
    __m512i x = _mm512_loadu_si512(blocks[0] + 64 * g), y = _mm512_loadu_si512(blocks[1] + 64 * g);
    for (int half = 0; half < 2; half++) {
      const int8_t *codes = tile + 4 * QUERIES * (half ? D / 8 + g : g);
      __m512i v = half ? high_nibbles(x) : low_nibbles(x), w = half ? high_nibbles(y) : low_nibbles(y);
#pragma clang loop unroll(full)
      for (int u = 0; u < QUERIES; u++) {
        __m512i four = four_codes(codes + 4 * u);
        one[u] = _mm512_dpbusd_epi32(one[u], v, four);
        two[u] = _mm512_dpbusd_epi32(two[u], w, four);
      }
    }
  }
  for (int u = 0; u < QUERIES; u++) sums[0][u].lanes[0] = (integers)one[u], sums[1][u].lanes[0] = (integers)two[u];
}

INLINE uint32_t mask_of(integers reached) { return _mm512_movepi32_mask((__m512i)reached); }

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
INLINE vector in_order(__m512i even, __m512i odd) {
  __m128i e = folded(even), o = folded(odd);
  return (vector)_mm512_cvtepi32_ps(
      _mm512_cvtepu16_epi32(_mm256_set_m128i(_mm_unpackhi_epi16(e, o), _mm_unpacklo_epi16(e, o))));
}

// Up to eight look-ups of at most 31 are added in bytes before they are widened. A load holds four groups.
INLINE void sign_sums(const uint8_t *block, size_t D, const uint8_t *table, vector *sums) {
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
  sums[0] = in_order(e0, o0);
  sums[1] = in_order(e1, o1);
}

#include "similarity_scan.h"
#endif
