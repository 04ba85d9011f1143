/// A file system that is mounted in a source's folder tree. Freshet records it, so that a later scan can check whether
/// the same file system is still mounted there.
///
/// A device number alone proves nothing. The kernel reuses the number (for a new tmpfs or another loop image), the
/// number can change while the file system stays the same (after a reboot), and parts of one file system may have
/// different numbers (overlay layers, subvolumes).
package struct Mount: Sendable {
  /// The mount point relative to the source's folder; "" for the mount that contains that folder itself.
  package let point: String
  /// The device number of the folder or file that is mounted at `point`.
  package let device: UInt64
  /// The type of the file system, from statfs(2).
  package let type: UInt64
  /// The identification number of the file system (`f_fsid`); nil if it has none.
  package let number: UInt64?
  /// The inode of the folder or file that is mounted at `point`; nil for the source's own folder, which may be
  /// recreated on the same file system.
  package let inode: UInt64?
  /// The birth time of the folder or file that is mounted at `point`; nil for the source's own folder, and if the file
  /// system records none.
  package let born: Timestamp?

  package init(
    point: String, device: UInt64, type: UInt64, number: UInt64?, inode: UInt64?, born: Timestamp?
  ) {
    self.point = point
    self.device = device
    self.type = type
    self.number = number
    self.inode = inode
    self.born = born
  }
}

extension Mount {
  /// The type numbers of overlayfs and eCryptfs. For these types, `number` doesn't identify a mount: it may be the
  /// number of the underlying file system, which other mounts report too.
  private static let stackedTypes: Set<UInt64> = [0x794c_7630, 0xf15f]

  /// Whether `later` is provably the same mounted file system as this one. False if there is no proof.
  package func isSame(as later: Mount) -> Bool {
    guard ExactPath(point) == ExactPath(later.point), type == later.type, inode == later.inode else { return false }
    if let born, let laterBorn = later.born, born != laterBorn { return false }
    guard let number, let laterNumber = later.number else { return device == later.device }
    return number == laterNumber && (device == later.device || !Self.stackedTypes.contains(type))
  }
}

extension Mount: Hashable {
  package static func == (one: Mount, other: Mount) -> Bool {
    one.device == other.device && one.type == other.type && one.number == other.number && one.inode == other.inode
      && one.born == other.born && ExactPath(one.point) == ExactPath(other.point)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ExactPath(point))
    hasher.combine(device)
    hasher.combine(number)
    hasher.combine(inode)
  }
}

extension Mount: Codable {
  private enum CodingKeys: String, CodingKey {
    case point, device, type, number, inode, born
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      point: try values.decode(String.self, forKey: .point), device: try values.decode(UInt64.self, forKey: .device),
      type: try values.decode(UInt64.self, forKey: .type),
      number: try values.decodeIfPresent(UInt64.self, forKey: .number),
      inode: try values.decodeIfPresent(UInt64.self, forKey: .inode),
      born: try values.decodeIfPresent(Int64.self, forKey: .born).map(Timestamp.init(nanoseconds:)))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(point, forKey: .point)
    try values.encode(device, forKey: .device)
    try values.encode(type, forKey: .type)
    try values.encodeIfPresent(number, forKey: .number)
    try values.encodeIfPresent(inode, forKey: .inode)
    try values.encodeIfPresent(born?.nanoseconds, forKey: .born)
  }
}
