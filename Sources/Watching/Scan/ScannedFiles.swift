package import FreshetCorpus

/// A document as a scan saw it.
package struct ScannedFile: Hashable, Sendable {
  /// The path relative to the root, with names joined by "/". Through a followed link, it is the link's path, not its
  /// target's.
  package let path: String
  package let stamp: FileStamp

  package init(path: String, stamp: FileStamp) {
    self.path = path
    self.stamp = stamp
  }
}

/// The documents that a scan saw, in columns.
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

  /// The files in the order of their paths. A walk meets them in this order, except those that links lead to.
  func sorted() -> ScannedFiles {
    guard let indices = paths.indicesInOrder() else { return self }
    var sorted = ScannedFiles()
    (sorted.paths, sorted.stamps) = (paths.at(indices), indices.map { stamps[$0] })
    return sorted
  }

  /// Whether these files come before `others`. Both lists are in order and don't overlap; an empty list comes before
  /// all others.
  func precede(_ others: ScannedFiles) -> Bool {
    !others.isEmpty && (isEmpty || paths.order(of: 0, against: others.paths, 0) < 0)
  }

  /// The stamp of the file at `path`. The files must be in order.
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
