internal import FreshetLinearAlgebra
internal import FreshetKernels

/// The forward pass of the model, from token ids to the mean of the last hidden states.
///
/// Dense layers are BLAS matrix products over all tokens of a batch. The operations between them are C kernels, which
/// also add the preceding layer's bias, so that no matrix is read only to add a bias. The query, key and value products
/// are written side by side into one matrix.
struct MiniLMEncoder: Sendable {
  let weights: MiniLMWeights
  private let kernels = freshet_encoder_variant(0).pointee  // variant 0 is the fastest

  init(weights: MiniLMWeights) {
    self.weights = weights
  }

  /// Returns the mean of the last hidden states of each sequence: `MiniLMShape.dimension` floats, not normalized.
  func meanStates(of batch: PackedBatch) -> [[Float]] {
    var pass = EncoderPass(weights: weights, kernels: kernels, batch: batch)
    pass.embed()
    for layer in weights.layers {
      pass.attend(layer)
      pass.transform(layer)
    }
    return pass.meanStates()
  }
}

/// The computation of one batch, and the matrices that it needs.
private struct EncoderPass: ~Copyable {
  private let weights: MiniLMWeights
  private let kernels: freshet_encoder_kernels
  private let batch: PackedBatch
  private let tokens: Int
  /// The input and the output of a layer: tokens × dimension floats.
  private let states: UnsafeMutablePointer<Float>
  /// The output of a layer's attention block: tokens × dimension floats.
  private let attended: UnsafeMutablePointer<Float>
  /// The output of a layer's inner dense layer: tokens × inner floats. During attention, this memory contains the
  /// projections (tokens × 3 dimension) and the results of the heads (tokens × dimension).
  private let wide: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>

  init(weights: MiniLMWeights, kernels: freshet_encoder_kernels, batch: PackedBatch) {
    self.weights = weights
    self.kernels = kernels
    self.batch = batch
    tokens = batch.ids.count
    states = .allocate(capacity: tokens * MiniLMShape.dimension)
    attended = .allocate(capacity: tokens * MiniLMShape.dimension)
    wide = .allocate(capacity: tokens * MiniLMShape.inner)
    scratch = .allocate(capacity: freshet_attention_scratch(batch.ranges.map(\.count).max() ?? 0))
  }

  deinit {
    states.deallocate()
    attended.deallocate()
    wide.deallocate()
    scratch.deallocate()
  }

  private var width: Int { MiniLMShape.dimension }

  /// Computes the token embeddings: states = norm(piece + position + segment).
  mutating func embed() {
    for (row, id) in batch.ids.enumerated() {
      (states + row * width).update(from: weights.pieces + Int(id) * width, count: width)
    }
    for range in batch.ranges {
      kernels.bias_residual_norm(
        states + range.lowerBound * width, weights.segment, weights.positions, weights.embeddingNorm.gain,
        weights.embeddingNorm.shift, range.count, width, MiniLMShape.epsilon)
    }
  }

  /// Computes the attention block of a layer: attended = norm(attention(states) + states).
  mutating func attend(_ layer: MiniLMWeights.Layer) {
    let projections = wide
    let context = wide + 3 * width * tokens
    for (place, dense) in [layer.query, layer.key, layer.value].enumerated() {
      multiply(states, width, by: dense, width, into: projections + place * width, stride: 3 * width)
    }
    for range in batch.ranges {
      kernels.attention(
        projections + range.lowerBound * 3 * width, layer.projectionBias, context + range.lowerBound * width,
        range.count, MiniLMShape.heads, scratch)
    }
    multiply(context, width, by: layer.attentionOutput, width, into: attended, stride: width)
    norm(attended, layer.attentionOutput, residual: states, layer.attentionNorm)
  }

  /// Computes the feed-forward block of a layer: states = norm(output(gelu(inner(attended))) + attended).
  mutating func transform(_ layer: MiniLMWeights.Layer) {
    let inner = MiniLMShape.inner
    multiply(attended, width, by: layer.inner, inner, into: wide, stride: inner)
    kernels.bias_gelu(wide, layer.inner.bias, tokens, inner)
    multiply(wide, inner, by: layer.output, width, into: states, stride: width)
    norm(states, layer.output, residual: attended, layer.outputNorm)
  }

  func meanStates() -> [[Float]] {
    batch.ranges.map { range in
      [Float](unsafeUninitializedCapacity: width) { mean, count in
        let rows = states + range.lowerBound * width
        kernels.mean_rows(rows, mean.baseAddress!, range.count, width)  // not empty: 384 floats
        count = width
      }
    }
  }

  private func multiply(
    _ a: UnsafePointer<Float>, _ inputs: Int, by dense: MiniLMWeights.Dense, _ outputs: Int,
    into c: UnsafeMutablePointer<Float>, stride: Int
  ) {
    BLAS.multiply(
      a, rows: tokens, byTransposed: dense.weight, columns: outputs, inner: inputs, into: c, stride: stride)
  }

  private func norm(
    _ y: UnsafeMutablePointer<Float>, _ dense: MiniLMWeights.Dense, residual: UnsafePointer<Float>,
    _ norm: MiniLMWeights.Norm
  ) {
    kernels.bias_residual_norm(
      y, dense.bias, residual, norm.gain, norm.shift, tokens, width, MiniLMShape.epsilon)
  }
}
