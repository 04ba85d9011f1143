internal import FreshetCorpus
import Testing

@Suite struct EmbeddingSpaceTests {
  static func space(
    model: String = "mini", revision: String = "r1", dimension: Int = 384, pooling: String = "mean",
    query: String = "q: ", passage: String = "", normalization: String = "freshet-text-1"
  ) -> EmbeddingSpace {
    EmbeddingSpace(
      model: model, modelRevision: revision, dimension: dimension, pooling: pooling, queryPrefix: query,
      passagePrefix: passage, normalization: normalization)
  }

  /// printf %s '4:mini2:r13:3844:mean3:q: 0:14:freshet-text-1' | sha256sum
  @Test func `the identity is the hash of the fields, each after its length`() {
    #expect(Self.space().id.description == "24efe4d01890f9be4660999fe124787f8c1523dabc59135cf0de0f707ca70c8a")
  }

  @Test func `every field decides`() {
    let spaces = [
      Self.space(), Self.space(model: "maxi"), Self.space(revision: "r2"), Self.space(dimension: 385),
      Self.space(pooling: "first"), Self.space(query: "q:"), Self.space(passage: "p: "),
      Self.space(normalization: "freshet-text-2"),
    ]
    #expect(Set(spaces.map(\.id)).count == spaces.count)
    #expect(Set(spaces).count == spaces.count)
  }

  @Test func `what ends one field can't pass for the start of the next`() {
    let spaces = [
      Self.space(model: "ab", revision: "c"), Self.space(model: "a", revision: "bc"),
      Self.space(model: "", revision: "abc"), Self.space(model: "abc", revision: ""),
      Self.space(model: "ab1:c", revision: ""), Self.space(model: "a1:b", revision: "c"),
      Self.space(query: "p", passage: ""), Self.space(query: "", passage: "p"),
    ]
    #expect(Set(spaces.map(\.id)).count == spaces.count)
  }

  @Test func `lengths count bytes, so the Unicode form decides`() {
    #expect(Self.space(query: "\u{E9}").id != Self.space(query: "e\u{301}").id)
  }

  @Test func `without prefixes, the text's own rule is meant`() {
    #expect(
      EmbeddingSpace(model: "mini", modelRevision: "r1", dimension: 384, pooling: "mean")
        == Self.space(query: "", passage: "", normalization: "freshet-text-1"))
  }
}
