import FreshetCorpus
import FreshetEmbedding
import Testing

/// What `Embedder` promises, of every embedder. Without the model's files these fail, and say how to get them.
@Suite struct EmbedderPromises {
  enum Subject: CaseIterable {
    case miniLM, hashedNGrams

    func make() throws -> any Embedder {
      switch self {
      case .miniLM: try MiniLM()
      case .hashedNGrams: HashedNGramEmbedder()
      }
    }
  }

  static let texts = [
    "", "one", "A cache is fresh when what it serves is what the source says.", " \n\t ", "👍🏽",
    "\u{0}\u{FFFD}", "naïve",
    "缓存", String(repeating: "long ", count: 120), "one",
  ]

  @Test(arguments: Subject.allCases)
  func `every text has a unit vector of the space's dimension, the empty one too`(subject: Subject)
    async throws
  {
    let embedder = try subject.make()
    for purpose in EmbeddingPurpose.allCases {
      let vectors = try await embedder.embed(Self.texts, for: purpose)
      #expect(vectors.map(\.dimension) == Self.texts.map { _ in embedder.space.dimension })
      #expect(vectors.allSatisfy { UnitVector($0.components) == $0 })
    }
  }

  @Test(arguments: Subject.allCases)
  func `no texts have no vectors`(subject: Subject) async throws {
    let embedder = try subject.make()
    #expect(try await embedder.embed([], for: .passage) == [])
    #expect(try await embedder.embed([], for: .query) == [])
  }

  @Test(arguments: Subject.allCases)
  func `vectors come in the order of the texts, and don't depend on the rest of the batch`(subject: Subject)
    async throws
  {
    let embedder = try subject.make()
    let together = try await embedder.embed(Self.texts, for: .passage)
    let reversed = try await embedder.embed(Self.texts.reversed(), for: .passage)
    for (index, text) in Self.texts.enumerated() {
      let alone = try await embedder.embed([text], for: .passage)[0].components
      #expect(greatestDifference(alone, together[index].components) <= 1e-6, "\(text)")
      #expect(greatestDifference(alone, reversed.reversed()[index].components) <= 1e-6, "\(text)")
    }
  }

  @Test(arguments: Subject.allCases)
  func `the same batch gives the same vectors to the bit, from another embedder too`(subject: Subject)
    async throws
  {
    let first = try await subject.make().embed(Self.texts, for: .passage)
    let second = try await subject.make().embed(Self.texts, for: .passage)
    #expect(first == second)
  }

  @Test(arguments: Subject.allCases)
  func `a text within the limit has one vector for both purposes`(subject: Subject) async throws {
    let embedder = try subject.make()
    let passages = try await embedder.embed(Self.texts, for: .passage)
    let queries = try await embedder.embed(Self.texts, for: .query)
    #expect(passages == queries)
  }

  @Test(arguments: Subject.allCases)
  func `a cancelled task embeds nothing`(subject: Subject) async throws {
    let embedder = try subject.make()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await embedder.embed(Self.texts, for: .passage)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: Subject.allCases)
  func `texts that share words lie nearer than texts that don't`(subject: Subject) async throws {
    let vectors = try await subject.make().embed(
      [
        "the river floods its banks in spring", "in spring the river flooded", "parse the command line flags",
      ],
      for: .passage)
    let near = cosine(vectors[0].components, vectors[1].components)
    let far = cosine(vectors[0].components, vectors[2].components)
    #expect(near > far + 0.2)
  }

  @Test func `embedders of different models, revisions or dimensions have different spaces`() {
    let spaces = [
      MiniLM.space, HashedNGramEmbedder().space, HashedNGramEmbedder(seed: 1).space,
      HashedNGramEmbedder(dimension: 64).space,
    ]
    #expect(Set(spaces.map(\.id)).count == spaces.count)
  }
}
