#ifndef FRESHET_SIMILARITY_KERNELS_H
#define FRESHET_SIMILARITY_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The kernels of the similarity indexes.
///
/// d is a vector's dimension; D is d rounded up to a multiple of 64, at most FRESHET_WIDEST. Vectors are float32. Codes
/// lie in blocks, so that one instruction works on the same components of many vectors. No pointer may alias another.
/// Codes and look-up tables start on 64-byte boundaries. u = 2⁻²⁴.
///
/// A *nibble block* holds 16 vectors at 4 bits a component, 8·D + 128 bytes:
///   offset 0     [D/8][16][4] bytes: byte (g, v, j) holds component 4g + j of vector v in its low half and component
///                D/2 + 4g + j in its high half; a nibble n stands for (n − 7.5) · scale[v]
///   offset 8·D   16 float32 scales, then 16 float32 spreads: upper bounds of |y − ŷ|, −∞ where no vector lies
///
/// A *sign block* holds 32 vectors at one bit a component, 4·D + 128 bytes:
///   offset 0     [D/4][16] bytes: byte (g, v) holds the signs of components 4g … 4g + 3 of vector v in its low half (bit
///                0 for 4g, set if positive), and of vector v + 16 in its high half
///   offset 4·D   32 float32 factors |r|² / Σ|rᵢ|
enum {
  FRESHET_WIDEST = 8192,
  FRESHET_NIBBLE_LANES = 16,
  FRESHET_SIGN_LANES = 32,
  FRESHET_TILE_QUERIES = 12,
  FRESHET_MOST_GREATEST = 64,
  FRESHET_BINS = 224
};

static inline size_t freshet_nibble_block_bytes(size_t D) { return 8 * D + 128; }
static inline size_t freshet_sign_block_bytes(size_t D) { return 4 * D + 128; }

/// A vector that a scan kept: its place among those scanned, and its estimate or upper bound.
struct __attribute__((swift_attr("@Sendable"))) freshet_scan_hit {
  uint32_t place;
  float score;
};

/// A rotated query y as 8-bit integers: y = scale · codes + a rest.
struct freshet_nibble_query {
  /// D integers, -127 … 127.
  const int8_t *_Nonnull codes;
  float scale;
  /// 7.5 · Σ codes
  float offset;
  /// What is added to each estimate: the part of the score that lies in the codes' centre.
  float base;
  /// What a spread is multiplied by, and what is added, to bound the error of an estimate.
  float norm, slack;
};

/// A rotated query as sums of its components by the signs of four neighbours, in 32 steps.
struct freshet_sign_query {
  /// [D/4][16] bytes: entry (g, n) is the sum ±y[4g] ±y[4g+1] ±y[4g+2] ±y[4g+3] by the bits of n, less the least of
  /// its group, in steps of `step`, at most 31.
  const uint8_t *_Nonnull sums;
  float step;
  /// The sum of the groups' least sums.
  float least;
};

struct __attribute__((swift_attr("@Sendable"))) freshet_similarity_kernels {
  /// "portable", "avx2", "avx512" or "neon".
  const char *_Nonnull name;
  /// Whether `scan_nibbles_tile` is quicker than a BLAS product of the same shape.
  int prefers_integer_products;

  /// scores[i] = Σⱼ rows[i][j] · query[j]          rows: count pointers to d floats each;  query: d;  scores: count
  /// |fast − exact| ≤ γ_d Σ|products|, γ_d = d·u/(1−d·u), whatever the order (Higham 2002, section 3.1).
  void (*_Nonnull scores_of_rows)(
      const float *_Nonnull const *_Nonnull rows, size_t count, const float *_Nonnull query, size_t d,
      float *_Nonnull scores);

  /// The score that is served: Σⱼ row[j] · query[j] with products and sums in double, rounded once at the end.
  /// Term j is added to lane j mod 16 in order, and the lanes are added as a binary tree, so that every variant gives the
  /// same bits: a product of two float32 is exact in double, so it is all the same whether it is fused.
  float (*_Nonnull exact_score)(const float *_Nonnull row, const float *_Nonnull query, size_t d);

  /// x ← R x in place, R orthogonal: rounds of sign flips, each followed by a Hadamard transform of p components scaled
  /// by 1/√p, p the greatest power of two in D, over the first p components and the last p by turns.
  /// x: D;  signs: freshet_rotation_rounds(D) × D, each 1 or −1.
  /// |fast − exact| ≤ rounds · (log₂ p + 2) · u · |x|: each level is one rounded sum a component.
  /// Ailon and Chazelle, "Approximate nearest neighbors and the fast Johnson-Lindenstrauss transform", STOC 2006.
  void (*_Nonnull rotate)(float *_Nonnull x, const float *_Nonnull signs, size_t D);

  /// Writes y into lane `lane` of a nibble block: the scale with the least |y − ŷ| of five, and |y − ŷ| rounded up.
  /// y: D.  Returns the spread.
  float (*_Nonnull encode_nibbles)(const float *_Nonnull y, size_t D, uint8_t *_Nonnull block, size_t lane);

  /// Writes the signs of r, and its factor, into lane `lane` of a sign block.  r: D.
  void (*_Nonnull encode_signs)(const float *_Nonnull r, size_t D, uint8_t *_Nonnull block, size_t lane);

  /// estimates[16b + v] = base + query scale · scale[v] · (Σⱼ nibble[j] · codes[j] − offset)  of each block b
  /// The sum is exact in integers.
  void (*_Nonnull estimate_nibbles)(
      const uint8_t *_Nonnull blocks, size_t count, size_t D, const struct freshet_nibble_query *_Nonnull query,
      float *_Nonnull estimates);

  /// The vectors whose estimate + spread · norm + slack reaches `threshold`, each with that upper bound, in order.
  /// hits: room for 16 · count.  Returns how many.
  /// By Cauchy and Schwarz <y, x> ≤ <y, x̂> + |y| |x − x̂|, so nothing whose score reaches the threshold is left out.
  size_t (*_Nonnull scan_nibbles)(
      const uint8_t *_Nonnull blocks, size_t count, size_t D, const struct freshet_nibble_query *_Nonnull query,
      float threshold, struct freshet_scan_hit *_Nonnull hits);

  /// The same for up to 12 queries in one pass over the blocks.
  /// tile: [D/4][12][4] bytes, the codes of the queries (those beyond `width` may be anything); queries: width;
  /// thresholds: width; hits: width rooms of 16 · count each; found: width.
  void (*_Nonnull scan_nibbles_tile)(
      const uint8_t *_Nonnull blocks, size_t count, size_t D, const int8_t *_Nonnull tile,
      const struct freshet_nibble_query *_Nonnull queries, size_t width, const float *_Nonnull thresholds,
      struct freshet_scan_hit *_Nonnull *_Nonnull hits, size_t *_Nonnull found);

  /// The first `count` vectors of sign blocks whose base + factor · (S + margin) exceeds `threshold`, each with its
  /// base + factor · S, where S = least + step · Σ_g sums[g][signs of group g].
  /// hits: room for 32 · ⌈count/32⌉.  Returns how many.  `next` is asked from memory meanwhile, as many blocks.
  /// The table look-up by byte shuffles: André, Kermarrec and Le Scouarnec, "Cache locality is not enough", VLDB 2015;
  /// the estimate without bias: Gao and Long, "RaBitQ", SIGMOD 2024.
  size_t (*_Nonnull scan_signs)(
      const uint8_t *_Nonnull blocks, size_t count, size_t D, const struct freshet_sign_query *_Nonnull query, float base,
      float margin, float threshold, const uint8_t *_Nullable next, struct freshet_scan_hit *_Nonnull hits);

  /// The places of the k greatest scores, greatest first, ties by place.  places: k ≤ FRESHET_MOST_GREATEST.  Returns
  /// min(k, count).  O(count), and O(k) for each score that is among the greatest so far.
  size_t (*_Nonnull greatest)(const float *_Nonnull scores, size_t count, size_t k, uint32_t *_Nonnull places);
};

/// 2 where D is a power of two, else 4.
size_t freshet_rotation_rounds(size_t D);

/// y as integers: codes[j] = round(y[j] / scale), scale = max|y| / 127 (1 if y is zero).  codes: D.
/// Returns the scale; rest: |y − scale · codes|, rounded up.
float freshet_quantize_query(const float *_Nonnull y, size_t D, int8_t *_Nonnull codes, float *_Nonnull rest);

/// Fills the table of a sign query from y.  sums: 4·D bytes.
void freshet_tabulate_signs(
    const float *_Nonnull y, size_t D, uint8_t *_Nonnull sums, struct freshet_sign_query *_Nonnull query);

/// Copies lane `from` of one block to lane `to` of another.
void freshet_move_signs(
    const uint8_t *_Nonnull source, size_t from, size_t D, uint8_t *_Nonnull target, size_t to);

/// 64 bits that tell damaged bytes from those that were written: accidents, not intent. Little-endian words of 64-byte blocks,
/// the last filled up with zeros, multiplied into eight lanes; the lanes and the count are mixed.
uint64_t freshet_checksum(const uint8_t *_Nonnull bytes, size_t count);

/// bins[i] ← (((threshold − alphas[i] · scores[i]) · inverses[i] − first) · perUnit) rounded, within 0 … FRESHET_BINS − 1.
void freshet_bin_distances(
    const float *_Nonnull scores, const float *_Nonnull alphas, const float *_Nonnull inverses, size_t count,
    float threshold, float first, float perUnit, uint8_t *_Nonnull bins);

/// The sums of the weights by bin, and how many there are.  sums, sizes: 256.
void freshet_sum_bins(
    const uint8_t *_Nonnull bins, const float *_Nonnull weights, size_t count, float *_Nonnull sums,
    uint32_t *_Nonnull sizes);

/// Those of bins below `cut` ≤ 255, lowest bin first.  starts: 256, where each bin's are to begin, left where they end.
void freshet_order_bins(
    const uint8_t *_Nonnull bins, size_t count, uint8_t cut, uint32_t *_Nonnull starts, uint32_t *_Nonnull order);

/// Marks a lane of a nibble block as empty.
void freshet_clear_nibbles(uint8_t *_Nonnull block, size_t lane, size_t D);

/// The variants that this machine can run, fastest first; the last is the portable one, which is the reference
/// for the others.
size_t freshet_similarity_variant_count(void);
const struct freshet_similarity_kernels *_Nonnull freshet_similarity_variant(size_t index);

#endif
