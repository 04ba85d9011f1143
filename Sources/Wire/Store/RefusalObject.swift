package import Freshet

/// A document that a side left out of an exchange, as JSON: docs/commands/sync.md.
package struct RefusalObject: Encodable {
  let document, reason, side: String

  package init(_ refusal: RefusedDocument) {
    (document, reason, side) = (refusal.document.description, refusal.reason, refusal.isHere ? "here" : "there")
  }
}
