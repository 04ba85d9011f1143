package import FreshetCorpus

/// A document as a scan saw it.
package struct ScannedFile: Hashable, Sendable {
  /// Relative to the root, names joined with "/"; through a followed link, the link's path and not its target's.
  package let path: String
  package let stamp: FileStamp

  package init(path: String, stamp: FileStamp) {
    self.path = path
    self.stamp = stamp
  }
}

/// Such documents, in columns.
package struct ScannedFiles: Hashable, Sendable {
  package private(set) var paths = PackedPaths()
  package private(set) var stamps: [FileStamp] = []

  package init() {}

  mutating func reserveCapacity(_ count: Int) {
    paths.reserveCapacity(count)
    stamps.reserveCapacity(count)
  }

  mutating func append(path: UnsafeRawBufferPointer, _ stamp: FileStamp) {
    paths.append(path)
    stamps.append(stamp)
  }

  mutating func append(contentsOf others: ScannedFiles) {
    paths.append(contentsOf: others.paths)
    stamps += others.stamps
  }

  /// A walk meets them in order, but for those that links lead to.
  func sorted() -> ScannedFiles {
    guard let indices = paths.indicesInOrder() else { return self }
    var sorted = ScannedFiles()
    (sorted.paths, sorted.stamps) = (paths.at(indices), indices.map { stamps[$0] })
    return sorted
  }

  /// Whether these come first: of lists that don't overlap, each in order. Empty ones come before all others.
  func precede(_ others: ScannedFiles) -> Bool {
    !others.isEmpty && (isEmpty || paths.order(of: 0, against: others.paths, 0) < 0)
  }

  /// Of files in order.
  func stamp(of path: String) -> FileStamp? { paths.firstIndex(of: path).map { stamps[$0] } }
}

extension ScannedFiles: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { stamps.count }
  package subscript(index: Int) -> ScannedFile { ScannedFile(path: paths[index], stamp: stamps[index]) }
}

extension ScannedFiles: ExpressibleByArrayLiteral {
  package init(_ files: some Sequence<ScannedFile>) {
    for file in files {
      var path = file.path
      path.withUTF8 { append(path: UnsafeRawBufferPointer($0), file.stamp) }
    }
  }

  package init(arrayLiteral files: ScannedFile...) {
    self.init(files)
  }
}
