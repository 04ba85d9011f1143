import FreshetCorpus
import Testing

/// Fields and tags under a context that covers more than has been here, or less than was forgotten.
struct UnreadAttributesTests {
  private let id = DocumentID(path: "a.md")
  private let there = Dot(replica: ReplicaID("there"), write: 1)
  private let here = Dot(replica: ReplicaID("here"), write: 1)

  private func state(
    _ change: AttributeChange, _ dot: Dot, context: CausalContext = CausalContext()
  ) -> DocumentState {
    var (versions, attributes) = (VersionSet<DocumentVersion>(), Attributes())
    let stamp = HybridTime(ticks: 1)
    attributes.apply(change, dot: dot, stamp: stamp, context: context, here: versions.context)
    versions.write(DocumentVersion(dot: dot, stamp: stamp, content: nil), dot: dot, context: context)
    return DocumentState(document: id, versions: versions, attributes: attributes)
  }

  @Test func `a tag and a field that a writer had read elsewhere outlast its write to a replica that lacks them`() {
    let change = AttributeChange(fields: ["owner": "harbour"], adding: ["urgent"])
    let one = state(change, there)
    let other = state(AttributeChange(), here, context: one.versions.context)
    for merged in [one.merged(with: other), other.merged(with: one)] {
      #expect(Array(merged.versions.siblings.keys) == [here])
      #expect(merged.attributes.tags == ["urgent": [there]])
      #expect(merged.attributes.values == ["owner": "harbour"])
      #expect(merged.attributes.reached == nil)
    }
  }

  @Test func `a field of a document that was removed and forgotten elsewhere doesn't stay behind`() {
    let mine = state(AttributeChange(fields: ["owner": "harbour"], adding: ["urgent"]), there)
    let merged = mine.merged(with: mine.forgotten)
    #expect(merged.versions.siblings.isEmpty)
    #expect(merged.attributes == Attributes())
  }
}
