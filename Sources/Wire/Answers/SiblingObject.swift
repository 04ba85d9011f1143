package import Freshet

/// One of several concurrent versions of a document, as JSON. A version without text means that this write removed the
/// document.
package struct SiblingObject: Encodable {
  let write: Dot
  let at: String
  let revision: Revision?
  let text: String?

  package init(_ sibling: Sibling) {
    write = sibling.dot
    at = sibling.stamp.timestamp.description
    revision = sibling.revision
    text = sibling.text
  }
}
