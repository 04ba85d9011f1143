internal import Glibc

/// The entries of one folder, in the order of their paths' bytes. All are read at once, so that no directory stream
/// stays open.
///
/// The names are stored one after another in one buffer, each terminated by a NUL for system calls.
struct FolderListing {
  struct Entry {
    let name: Range<Int>
    /// The kind of the entry; nil if the file system doesn't report it in listings, so that a `stat` call is necessary.
    let kind: FileStatus.Kind?
  }

  private(set) var bytes: [UInt8] = []
  private(set) var entries: [Entry] = []
  /// Whether a name contains bytes outside ASCII, so that it may be invalid UTF-8.
  private(set) var hasUnusualNames = false

  init(of folder: Descriptor) throws(SystemError) {
    let copy = dup(folder.number)
    guard copy >= 0 else { throw .last }
    guard let stream = fdopendir(copy) else {
      let error = SystemError.last
      close(copy)
      throw error
    }
    defer { closedir(stream) }
    errno = 0
    while let entry = readdir(stream) { append(entry) }
    guard errno == 0 else { throw .last }
    sort()
  }

  /// Makes a listing of only these names, without checking whether they exist.
  init(of names: [String]) {
    for name in names { append(Array(name.utf8), kind: nil) }
    sort()
  }

  /// Returns whether the listing has an entry with this name.
  func contains(_ name: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return entries.contains { $0.name.count == wanted.count && bytes[$0.name].elementsEqual(wanted) }
  }

  func withCString<Result, Failure: Error>(
    of entry: Entry, _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outcome = bytes.withUnsafeBytes { buffer -> Swift.Result<Result, Failure> in
      // The buffer isn't empty, because it contains the entry's name.
      let start = buffer.baseAddress! + entry.name.lowerBound
      do throws(Failure) {
        return .success(try body(start.assumingMemoryBound(to: CChar.self)))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private mutating func append(_ entry: UnsafeMutablePointer<dirent>) {
    // `d_name` is a stored member, so its offset isn't nil. Read the name in place: a copy of the tuple takes 256
    // bytes.
    let name = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
    let text = UnsafeRawBufferPointer(start: name, count: strlen(name.assumingMemoryBound(to: CChar.self)))
    let isItselfOrParent = text.count <= 2 && text.allSatisfy { $0 == UInt8(ascii: ".") }
    if isItselfOrParent { return }
    append(text, kind: Self.kind(of: Int32(entry.pointee.d_type)))
  }

  private mutating func append(_ name: some Collection<UInt8>, kind: FileStatus.Kind?) {
    let start = bytes.count
    bytes.append(contentsOf: name)
    entries.append(Entry(name: start..<bytes.count, kind: kind))
    hasUnusualNames = hasUnusualNames || bytes[start...].contains { $0 >= 0x80 }
    bytes.append(0)
  }

  private static func kind(of type: Int32) -> FileStatus.Kind? {
    switch type {
    case Int32(DT_REG): .file
    case Int32(DT_DIR): .folder
    case Int32(DT_LNK): .link
    case Int32(DT_UNKNOWN): nil
    default: .other
    }
  }

  /// Sorts the entries. A folder sorts as if its name ended with "/", so that a walk visits files in the order of their
  /// whole paths.
  private mutating func sort() {
    bytes.withUnsafeBufferPointer { bytes in
      func byte(_ entry: Entry, _ index: Int) -> UInt8 {
        if index < entry.name.count { return bytes[entry.name.lowerBound + index] }
        return entry.kind == .folder ? UInt8(ascii: "/") : 0
      }
      entries.sort { one, other in
        for index in 0...min(one.name.count, other.name.count) {
          let (left, right) = (byte(one, index), byte(other, index))
          if left != right { return left < right }
        }
        return false
      }
    }
  }
}
