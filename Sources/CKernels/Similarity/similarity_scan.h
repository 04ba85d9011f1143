// The scans over codes, for a variant that has included similarity_vector.h and defined how codes are summed:
//   BLOCKS, SHARE    how many blocks a tile's sums are taken of at once, and for how many queries
//   nibble_sums(block, D, codes)               a block's sixteen sums of nibble · code
//   tile_sums(blocks, D, tile, sums)           those of BLOCKS blocks for the SHARE queries that `tile` begins with
//   sign_sums(block, D, table, sums)           a sign block's thirty-two sums of look-ups, in order, as floats
//   mask_of(reached)                           one bit for each lane that is all ones
//   VARIANT, VARIANT_NAME, PREFERS_INTEGER_PRODUCTS    the table
// What is made of the sums is one text for all processors.

INLINE vector estimates_of(integers sums, const float *scales, const struct freshet_nibble_query *query) {
  vector centred = __builtin_convertvector(sums, vector) - all(query->offset);
  return fused(centred, load(scales) * all(query->scale), all(query->base));
}

TARGET static void estimate_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float *estimates) {
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    struct block_sums sums = nibble_sums(blocks, D, query->codes);
    for (size_t v = 0; v < 16; v += LANES)
      store(estimates + 16 * i + v, estimates_of(sums.lanes[v / LANES], nibble_scales(blocks, D) + v, query));
  }
}

// Writes those of a block's sixteen vectors whose upper bound reaches the threshold.
INLINE size_t keep(
    const struct block_sums *sums, const uint8_t *block, size_t D, const struct freshet_nibble_query *query,
    float threshold, size_t first, struct freshet_scan_hit *hits) {
  vector uppers[16 / LANES];
  uint32_t mask = 0;
  for (size_t v = 0; v < 16; v += LANES) {
    vector bounds = fused(load(nibble_spreads(block, D) + v), all(query->norm), all(query->slack));
    uppers[v / LANES] = estimates_of(sums->lanes[v / LANES], nibble_scales(block, D) + v, query) + bounds;
    mask |= mask_of(uppers[v / LANES] >= all(threshold)) << v;
  }
  if (__builtin_expect(!mask, 1)) return 0;
  float scores[16];
  memcpy(scores, uppers, sizeof scores);
  return kept(scores, mask, first, hits);
}

TARGET static size_t scan_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float threshold,
    struct freshet_scan_hit *hits) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++, blocks += freshet_nibble_block_bytes(D)) {
    struct block_sums sums = nibble_sums(blocks, D, query->codes);
    n += keep(&sums, blocks, D, query, threshold, 16 * i, hits + n);
  }
  return n;
}

// Beyond the last block the first of the tile stands in, and what it gives is passed over.
TARGET static void scan_nibbles_tile(
    const uint8_t *blocks, size_t count, size_t D, const int8_t *tile, const struct freshet_nibble_query *queries,
    size_t width, const float *thresholds, struct freshet_scan_hit **hits, size_t *found) {
  size_t bytes = freshet_nibble_block_bytes(D);
  for (size_t u = 0; u < width; u++) found[u] = 0;
  for (size_t i = 0; i < count; i += BLOCKS, blocks += BLOCKS * bytes) {
    const uint8_t *here[BLOCKS];
    for (size_t b = 0; b < BLOCKS; b++) here[b] = blocks + (i + b < count ? b : 0) * bytes;
    for (size_t first = 0; first < width; first += SHARE) {
      struct block_sums sums[BLOCKS][SHARE];
      tile_sums(here, D, tile + 4 * first, sums);
      for (size_t b = 0; b < BLOCKS && i + b < count; b++)
        for (size_t u = first; u < first + SHARE && u < width; u++)
          found[u] += keep(
              &sums[b][u - first], here[b], D, &queries[u], thresholds[u], 16 * (i + b), hits[u] + found[u]);
    }
  }
}

TARGET static size_t scan_signs(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_sign_query *query, float base, float margin,
    float threshold, const uint8_t *next, struct freshet_scan_hit *hits) {
  size_t n = 0, bytes = freshet_sign_block_bytes(D);
  for (size_t i = 0; i < count; i += 32, blocks += bytes) {
    if (next)
      for (size_t z = 0; z < bytes; z += 64) __builtin_prefetch(next + i / 32 * bytes + z);
    vector sums[32 / LANES], scores[32 / LANES];
    sign_sums(blocks, D, query->sums, sums);
    uint32_t mask = 0;
    for (size_t v = 0; v < 32 / LANES; v++) {
      vector factors = load(sign_factors(blocks, D) + LANES * v);
      vector totals = fused(sums[v], all(query->step), all(query->least));
      scores[v] = fused(factors, totals, all(base));
      mask |= mask_of(fused(factors, totals + all(margin), all(base)) > all(threshold)) << LANES * v;
    }
    if (count - i < 32) mask &= (1u << (count - i)) - 1;
    if (!mask) continue;
    float stored[32];
    memcpy(stored, scores, sizeof stored);
    n += kept(stored, mask, i, hits + n);
  }
  return n;
}

const struct freshet_similarity_kernels VARIANT = {
    VARIANT_NAME,     PREFERS_INTEGER_PRODUCTS,
    scores_of_rows,   exact_score,  rotate,            encode_nibbles, encode_signs,
    estimate_nibbles, scan_nibbles, scan_nibbles_tile, scan_signs,     greatest};
