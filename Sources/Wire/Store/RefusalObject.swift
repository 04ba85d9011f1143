package import Freshet

/// A document that one of two stores left out of a sync, as JSON; docs/commands/sync.md documents the keys.
package struct RefusalObject: Encodable {
  let document, reason, side: String

  package init(_ refusal: RefusedDocument) {
    (document, reason, side) = (refusal.document.description, refusal.reason, refusal.isHere ? "here" : "there")
  }
}
