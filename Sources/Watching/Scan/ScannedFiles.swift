package import FreshetCorpus

/// A document that a scan found: its path and its stamp.
package struct ScannedFile: Hashable, Sendable {
  /// The path relative to the root, with names joined by "/". For a file reached through a link, this is the path
  /// through the link, not the target's.
  package let path: String
  package let stamp: FileStamp

  package init(path: String, stamp: FileStamp) {
    self.path = path
    self.stamp = stamp
  }
}

/// The documents that a scan found, stored in columns to save memory.
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

  /// Returns the files sorted by path. A walk visits files in this order, except those that it reaches through links.
  func sorted() -> ScannedFiles {
    guard let indices = paths.indicesInOrder() else { return self }
    var sorted = ScannedFiles()
    (sorted.paths, sorted.stamps) = (paths.at(indices), indices.map { stamps[$0] })
    return sorted
  }

  /// Returns whether these files sort before `others`. Both lists must be sorted, and their ranges must not overlap. An
  /// empty list sorts before a list with files.
  func precede(_ others: ScannedFiles) -> Bool {
    !others.isEmpty && (isEmpty || paths.order(of: 0, against: others.paths, 0) < 0)
  }

  /// Returns the stamp of the file at `path`; nil if there is none. The files must be sorted.
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
