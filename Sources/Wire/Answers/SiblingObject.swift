package import Freshet

/// One of the versions that stand side by side; without a text it is a removal.
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
