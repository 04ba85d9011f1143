package import Freshet

extension CertificateVerdict {
  package var name: String {
    switch self {
    case .holds: "holds"
    case .outdated: "outdated"
    case .wrong: "wrong"
    case .unverifiable: "unverifiable"
    }
  }

  package var changedAt: Timestamp? { if case .outdated(let moment) = self { moment } else { nil } }

  package var why: String? {
    switch self {
    case .wrong(let why), .unverifiable(let why): why
    case .holds, .outdated: nil
    }
  }
}
