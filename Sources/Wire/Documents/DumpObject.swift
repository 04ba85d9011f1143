package import Freshet

/// A passage, with one of the places in documents where its text occurs, as JSON. `freshet dump` prints one object for
/// each such place.
package struct DumpObject: Encodable {
  let document: String
  let address: ContentAddress
  let text: String
  let start, end: Int
  let lines: [Int]
  let headings: [String]
  let version: VersionVector
  let space: SpaceID
  let state: String

  package init(_ placement: DumpedPlacement) {
    document = placement.document.description
    address = placement.address
    text = placement.text
    start = placement.bytes.lowerBound
    end = placement.bytes.upperBound
    lines = [placement.lines.first, placement.lines.last]
    headings = placement.headingPath
    version = placement.version
    space = placement.space
    state = placement.state.name
  }
}
