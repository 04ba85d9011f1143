internal import FreshetCorpus

/// The truth: what the files hold, and what they held at every step.
struct SimulatedWorld {
  struct File {
    var content: Int
    var inode: UInt64
    var modified: Int64
  }

  /// What a document held from a step on; nil when there was none.
  struct Held {
    let content: Int?
    let step: Int
    let at: Timestamp
  }

  /// Never goes back, as the owner's clock mustn't: what the wall clock shows, or what it showed plus the time since.
  private(set) var now: Timestamp
  private(set) var wall: Timestamp
  private var jumps: Int64 = 0

  private(set) var files: [File?]
  private(set) var isReadable = [true, true, true]
  /// When each folder became readable, or unreadable, last: what lies in it counts as changed then.
  private var toggled: [(step: Int, at: Timestamp)]
  var isMounted = true
  /// Whether an empty folder is at the root's path, so that nobody sees the root's files.
  private(set) var isReplaced = false
  /// How often one folder replaced the other.
  private(set) var replacements = 0
  private(set) var held: [[Held]]
  /// The step of a change that no watcher could notice and nobody has come upon; nil when there is none.
  var unnoticedSince: [Int?]
  private var inodes: UInt64 = 0

  init() {
    now = Timestamp(seconds: 1_000_000_000, nanoseconds: 0)
    wall = now
    toggled = Array(repeating: (0, now), count: SimulatedDocument.folders.count)
    files = Array(repeating: nil, count: SimulatedDocument.fileCount)
    held = Array(
      repeating: [Held(content: nil, step: 0, at: now)], count: SimulatedDocument.fileCount)
    unnoticedSince = Array(repeating: nil, count: SimulatedDocument.fileCount)
  }

  mutating func pass(_ milliseconds: Int64) {
    wall = Timestamp(nanoseconds: wall.nanoseconds + milliseconds * 1_000_000)
    now = max(wall, Timestamp(nanoseconds: now.nanoseconds + milliseconds * 1_000_000))
  }

  /// No moment comes twice: two files can't have one stamp by a clock that went back to the very tick.
  mutating func jump(back: Bool) {
    jumps += 1
    wall = Timestamp(nanoseconds: wall.nanoseconds + (back ? -1 : 1) * jumps * 3_000_000_000_000_000)
    now = max(wall, now)
  }

  mutating func write(_ content: Int, to document: Int, inPlace: Bool, step: Int) {
    if !inPlace || files[document] == nil { inodes += 1 }
    let inode = inPlace ? files[document]?.inode ?? inodes : inodes
    files[document] = File(content: content, inode: inode, modified: tick)
    held[document].append(Held(content: content, step: step, at: now))
  }

  mutating func remove(_ document: Int, step: Int) {
    files[document] = nil
    held[document].append(Held(content: nil, step: step, at: now))
  }

  /// A rename: the same inode and the same stamp under another name.
  mutating func move(_ document: Int, to target: Int, step: Int) {
    files[target] = files[document]
    held[target].append(Held(content: files[document]?.content, step: step, at: now))
    remove(document, step: step)
  }

  mutating func toggle(_ folder: Int, step: Int) {
    isReadable[folder].toggle()
    toggled[folder] = (step, now)
  }

  mutating func toggleReplaced(step: Int) {
    isReplaced.toggle()
    replacements += 1
    toggled = toggled.map { _ in (step, now) }
  }

  /// The folder that is now at the root's path.
  var root: RootIdentity {
    RootIdentity(device: 1, inode: isReplaced ? 2 : 1, born: nil, path: "/root")
  }

  /// Whether the document could be seen all the time since.
  func couldBeSeen(_ document: Int, since step: Int) -> Bool {
    let folder = SimulatedDocument.folder(of: document)
    return isReadable[folder] && !isReplaced && toggled[folder].step <= step
  }

  func couldBeSeen(_ document: Int, since moment: Timestamp) -> Bool {
    let folder = SimulatedDocument.folder(of: document)
    return isReadable[folder] && !isReplaced && toggled[folder].at <= moment
  }

  func stamp(_ document: Int) -> FileStamp? {
    if isReplaced { return nil }
    return files[document].map {
      let modified = Timestamp(nanoseconds: $0.modified)
      return FileStamp(device: 1, inode: $0.inode, sizeInBytes: 5, modified: modified, statusChanged: modified)
    }
  }

  func canRead(_ document: Int) -> Bool {
    isMounted && !isReplaced && isReadable[SimulatedDocument.folder(of: document)]
  }

  /// Whether at some step from `step` on there was no text there to serve.
  func hadNoText(_ document: Int, from step: Int) -> Bool {
    let begins = held[document].lastIndex { $0.step <= step } ?? 0
    return held[document][begins...].contains { $0.content.map(SimulatedContent.isBinary) ?? true }
  }

  /// Whether serving `content` is right for the document as it was at `step` or at any step since.
  func held(_ document: Int, _ content: Int?, from step: Int) -> Bool {
    let begins = held[document].lastIndex { $0.step <= step } ?? 0
    return held[document][begins...].contains { Self.served($0.content) == content }
  }

  /// The step of the document's last change at or before `step`.
  func lastChange(of document: Int, before step: Int) -> Int {
    held[document].last { $0.step <= step }?.step ?? 0
  }

  /// What should be served of a file.
  static func served(_ content: Int?) -> Int? {
    content.flatMap { SimulatedContent.isBinary($0) ? nil : $0 }
  }

  /// A clock as coarse as the racy window allows: two changes within 1.9 s may leave the same time.
  private var tick: Int64 { wall.nanoseconds - wall.nanoseconds % 1_900_000_000 }
}
