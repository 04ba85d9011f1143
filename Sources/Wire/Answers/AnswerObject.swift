package import Freshet

/// The answer to a query as JSON; docs/commands/query.md documents the keys.
package struct AnswerObject: Encodable {
  let id: String?
  let query: String?
  let hits: [HitObject]
  let completeness: CompletenessObject
  let asOf: String
  let token: SessionToken
  let embedder: String
  let mode: String

  package init(_ answer: Answer, _ mode: SearchMode, id: String? = nil, query: String? = nil) {
    self.id = id
    self.query = query
    self.mode = mode.rawValue
    hits = answer.hits.map(HitObject.init)
    completeness = CompletenessObject(answer.completeness)
    asOf = answer.asOf.description
    token = answer.token
    embedder = answer.embedder.model
  }
}
