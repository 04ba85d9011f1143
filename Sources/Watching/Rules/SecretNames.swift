/// Recognizes names of files and folders that usually contain secrets (docs/DOCUMENTS.md, "Hidden and secret-like
/// names"). The comparison ignores ASCII case.
enum SecretNames {
  private static let folders = [".env", ".ssh", ".gnupg", ".aws", ".kube", ".docker", ".password-store"]
  private static let files = [
    ".netrc", "_netrc", ".pgpass", ".my.cnf", ".htpasswd", ".npmrc", ".pypirc", ".git-credentials", ".vault-token",
    "credentials", "credentials.json",
  ]
  private static let endings = [
    ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", "_history",
  ]
  private static let beginnings = [".env", "id_"]

  static func contains(_ name: Span<UInt8>, isFolder: Bool) -> Bool {
    if isFolder { return name.first == UInt8(ascii: ".") && folders.contains { name.equals($0) } }
    return beginnings.contains { name.begins(with: $0) } || endings.contains { name.ends(in: $0) }
      || files.contains { name.equals($0) }
  }
}

extension Span<UInt8> {
  fileprivate var first: UInt8? { isEmpty ? nil : self[0] }

  fileprivate func equals(_ lowercase: String) -> Bool {
    count == lowercase.utf8.count && begins(with: lowercase)
  }

  fileprivate func begins(with lowercase: String) -> Bool { agrees(with: lowercase, from: 0) }

  fileprivate func ends(in lowercase: String) -> Bool { agrees(with: lowercase, from: count - lowercase.utf8.count) }

  /// Returns whether the bytes from `start` on begin with `lowercase`, which is ASCII, in upper or lower case.
  private func agrees(with lowercase: String, from start: Int) -> Bool {
    guard start >= 0, count - start >= lowercase.utf8.count else { return false }
    var index = start
    for wanted in lowercase.utf8 {
      let byte = self[index]
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if (isCapital ? byte | 0x20 : byte) != wanted { return false }
      index += 1
    }
    return true
  }
}
