/// An embedding space: everything that determines which vector a text gets. Vectors of two spaces can't be compared.
public struct EmbeddingSpace: Hashable, Sendable, Codable {
  /// The public name of the embedding model.
  public let model: String
  /// A hash or version that identifies the model's weights and vocabulary.
  public let modelRevision: String
  /// The number of components of each vector.
  public let dimension: Int
  /// How the model combines its tokens' vectors into one, for example "mean".
  public let pooling: String
  /// The text that the embedder inserts before a query.
  public let queryPrefix: String
  /// The text that the embedder inserts before a passage.
  public let passagePrefix: String
  /// The name of the rule that converts a document's bytes into the text to embed.
  public let normalization: String

  /// Makes an embedding space. Two spaces are equal if and only if all of these values are equal.
  public init(
    model: String, modelRevision: String, dimension: Int, pooling: String, queryPrefix: String = "",
    passagePrefix: String = "", normalization: String = "freshet-text-1"
  ) {
    self.model = model
    self.modelRevision = modelRevision
    self.dimension = dimension
    self.pooling = pooling
    self.queryPrefix = queryPrefix
    self.passagePrefix = passagePrefix
    self.normalization = normalization
  }

  /// The space's identity: the SHA-256 of its fields, each preceded by its length in bytes.
  public var id: SpaceID {
    let fields = [
      model, modelRevision, String(dimension), pooling, queryPrefix, passagePrefix, normalization,
    ]
    let text = fields.map { "\($0.utf8.count):\($0)" }.joined()
    return SpaceID(Fingerprint(hashing: text))
  }
}

extension EmbeddingSpace {
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      model: try object.decode(String.self, forKey: .model),
      modelRevision: try object.decode(String.self, forKey: .modelRevision),
      dimension: try object.decode(Int.self, forKey: .dimension),
      pooling: try object.decode(String.self, forKey: .pooling),
      queryPrefix: try object.decode(String.self, forKey: .queryPrefix),
      passagePrefix: try object.decode(String.self, forKey: .passagePrefix),
      normalization: try object.decode(String.self, forKey: .normalization))
    guard Bounds.dimensions.contains(dimension) else {
      throw DecodingError.impossible("vectors can't have \(dimension) components", at: decoder)
    }
  }
}
