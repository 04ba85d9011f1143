/// Everything that decides a text's vector. Vectors of two spaces can't be compared.
public struct EmbeddingSpace: Hashable, Sendable, Codable {
  /// The model's public name.
  public let model: String
  /// A digest or a version that distinguishes this model's weights and vocabulary from others.
  public let modelRevision: String
  /// The number of a vector's components.
  public let dimension: Int
  /// How the model combines its tokens' vectors into one, for example "mean".
  public let pooling: String
  /// What the embedder puts before a query's text.
  public let queryPrefix: String
  /// What the embedder puts before a passage's text.
  public let passagePrefix: String
  /// The name of the rule that turns source bytes into the text that is embedded.
  public let normalization: String

  /// Makes a space. Two spaces are equal exactly if all of these values are equal.
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
      throw DecodingError.impossible("vectors of \(dimension) components", at: decoder)
    }
  }
}
