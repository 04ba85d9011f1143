package import Freshet

/// A prompt as JSON; docs/commands/prompt.md documents the keys.
package struct PromptObject: Encodable {
  package struct Stretch: Encodable {
    let mark: Int
    let document: String
    let start, end: Int
    let lines: [Int]
    let state: String
    let hits: [HitObject]
  }

  let query, text: String
  let tokens: Int
  let citations: [Stretch]
  let completeness: CompletenessObject
  let asOf: String
  let token: SessionToken
  let mode: String

  package init(_ prompt: Prompt, _ mode: SearchMode, query: String) {
    self.query = query
    self.mode = mode.rawValue
    text = prompt.text
    tokens = prompt.tokenCount
    citations = prompt.citations.map { citation in
      Stretch(
        mark: citation.mark, document: citation.document.description, start: citation.bytes.lowerBound,
        end: citation.bytes.upperBound, lines: [citation.lines.first, citation.lines.last],
        state: citation.freshness.name, hits: citation.hits.map(HitObject.init))
    }
    completeness = CompletenessObject(prompt.completeness)
    asOf = prompt.asOf.description
    token = prompt.token
  }
}
