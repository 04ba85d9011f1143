internal import FreshetCorpus

/// The dimensions of all-MiniLM-L6-v2, a BERT encoder with six layers (Wang et al., "MiniLM", NeurIPS 2020).
enum MiniLMShape {
  static let layers = 6
  static let heads = 12
  static let dimension = 384
  static let inner = 1536
  static let pieces = 30_522
  static let positions = 512
  static let epsilon: Float = 1e-12
}

/// The model's tensors, as pointers into the mapped file. Except for the projections' biases nothing is copied, so
/// loading takes little more than parsing the header.
final class MiniLMWeights: @unchecked Sendable {  // immutable; the pointers lead into a mapping that `file` keeps
  typealias Vector = UnsafePointer<Float>

  /// A dense layer, y = x · weightᵀ + bias. The weight is a matrix of outputs × inputs floats.
  struct Dense {
    let weight: Vector
    let bias: Vector
  }

  struct Norm {
    let gain: Vector
    let shift: Vector
  }

  struct Layer {
    let query, key, value: Dense
    let attentionOutput: Dense
    let attentionNorm: Norm
    let inner: Dense
    let output: Dense
    let outputNorm: Norm
    /// The biases of query, key and value, concatenated as the attention kernel needs them.
    let projectionBias: [Float]
  }

  let pieces: Vector
  let positions: Vector
  /// The embedding of segment 0. Segment 1 isn't used.
  let segment: Vector
  let embeddingNorm: Norm
  let layers: [Layer]
  private let file: MappedFile

  init(file: MappedFile) throws(EmbeddingError) {
    let reader = TensorReader(tensors: try SafeTensors(file: file))
    let width = MiniLMShape.dimension
    self.file = file
    pieces = try reader.tensor("embeddings.word_embeddings.weight", [MiniLMShape.pieces, width])
    positions = try reader.tensor("embeddings.position_embeddings.weight", [MiniLMShape.positions, width])
    segment = try reader.tensor("embeddings.token_type_embeddings.weight", [2, width])
    embeddingNorm = try reader.norm("embeddings.LayerNorm")
    var layers: [Layer] = []
    for index in 0..<MiniLMShape.layers {
      layers.append(try reader.layer("encoder.layer.\(index)"))
    }
    self.layers = layers
  }
}

private struct TensorReader {
  let tensors: SafeTensors

  func tensor(_ name: String, _ shape: [Int]) throws(EmbeddingError) -> UnsafePointer<Float> {
    try tensors.float32(name, shape: shape)
  }

  func dense(_ name: String, outputs: Int, inputs: Int) throws(EmbeddingError) -> MiniLMWeights.Dense {
    .init(
      weight: try tensor(name + ".weight", [outputs, inputs]), bias: try tensor(name + ".bias", [outputs]))
  }

  func norm(_ name: String) throws(EmbeddingError) -> MiniLMWeights.Norm {
    .init(
      gain: try tensor(name + ".weight", [MiniLMShape.dimension]),
      shift: try tensor(name + ".bias", [MiniLMShape.dimension]))
  }

  func layer(_ name: String) throws(EmbeddingError) -> MiniLMWeights.Layer {
    let (width, inner) = (MiniLMShape.dimension, MiniLMShape.inner)
    let query = try dense(name + ".attention.self.query", outputs: width, inputs: width)
    let key = try dense(name + ".attention.self.key", outputs: width, inputs: width)
    let value = try dense(name + ".attention.self.value", outputs: width, inputs: width)
    return .init(
      query: query, key: key, value: value,
      attentionOutput: try dense(name + ".attention.output.dense", outputs: width, inputs: width),
      attentionNorm: try norm(name + ".attention.output.LayerNorm"),
      inner: try dense(name + ".intermediate.dense", outputs: inner, inputs: width),
      output: try dense(name + ".output.dense", outputs: width, inputs: inner),
      outputNorm: try norm(name + ".output.LayerNorm"),
      projectionBias: [query, key, value].flatMap { UnsafeBufferPointer(start: $0.bias, count: width) })
  }
}
