package import Freshet

/// The results of checking certificates against the present bytes of the documents, as JSON, as `freshet verify` prints
/// them.
package struct VerdictsObject: Encodable {
  package struct Verdict: Encodable {
    let document: String
    let start, end: Int
    let state, verifiedAt, verdict: String
    let changedAt, why: String?
  }

  let holds, outdated, wrong, unverifiable: Int
  let verdicts: [Verdict]

  package init(_ all: [(StatedCertificate, CertificateVerdict)]) {
    func count(of name: String) -> Int { all.count { $0.1.name == name } }
    (holds, outdated, wrong, unverifiable) = (
      count(of: "holds"), count(of: "outdated"), count(of: "wrong"), count(of: "unverifiable")
    )
    verdicts = all.map { certificate, verdict in
      Verdict(
        document: certificate.claim.document.description, start: certificate.start, end: certificate.end,
        state: certificate.state, verifiedAt: certificate.verifiedAt, verdict: verdict.name,
        changedAt: verdict.changedAt?.description, why: verdict.why)
    }
  }
}
