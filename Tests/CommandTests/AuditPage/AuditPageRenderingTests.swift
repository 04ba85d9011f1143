import Foundation
import Testing

internal import Freshet
internal import FreshetCommand

/// The audit's page as Chromium draws it: on a phone and on a desk, light and dark, against stored pictures.
///
/// After a change of the page that is meant, look at what it has become and store it:
///
///     FRESHET_RECORD_SCREENSHOTS=1 swift test -c release -Xswiftc -enable-testing --filter AuditPageRenderingTests
@Suite(.serialized) struct AuditPageRenderingTests {
  private static let sample = AuditPage(SampleReport.report, known: SampleReport.known).text
  private static let isRecording = ProcessInfo.processInfo.environment["FRESHET_RECORD_SCREENSHOTS"] == "1"

  /// Of a picture's pixels that may differ: a line that moved by its own height is more.
  private static let tolerance = 0.005

  @Test(arguments: [390, 1280], Chromium.Scheme.allCases)
  func `a report looks as it did when somebody last looked`(width: Int, scheme: Chromium.Scheme) throws {
    let chromium = try Chromium(showing: Self.sample)
    let height = try #require(try chromium.measures(at: [width]).first).height
    let drawn = chromium.at(try chromium.screenshot(width: width, height: height, scheme))
    let stored = Self.stored("audit-\(width)-\(scheme).png")
    if Self.isRecording { return try store(drawn, at: stored) }
    let differing = try differingPixels(drawn, stored)
    #expect(
      differing <= Self.tolerance * Double(width * height),
      "\(differing) of \(width * height) pixels differ from \(stored)")
  }

  @Test(arguments: ["sample", "hostile", "empty"])
  func `at no width does a page scroll sideways or a label get cut off`(name: String) throws {
    let pages = ["sample": Self.sample, "hostile": HostileReport.page, "empty": EmptyReport.page]
    let chromium = try Chromium(showing: try #require(pages[name]))
    for measure in try chromium.measures(at: [320, 390, 640, 641, 1280]) {
      #expect(measure.scrollWidth <= measure.width)
      #expect(measure.faults == [], "at \(measure.width)")
    }
  }

  @Test func `it prints to a PDF`() throws {
    let pdf = try Chromium(showing: Self.sample).pdf()
    #expect(pdf.prefix(5) == Data("%PDF-".utf8))
    #expect(pdf.count > 10_000)
  }

  private static func stored(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Screenshots/\(name)").path
  }

  /// With a palette instead of full colour: a quarter of the size, and below what is compared.
  private func store(_ picture: String, at path: String) throws {
    let outcome = try SystemTool.run(
      ["convert", picture, "-strip", "+dither", "-colors", "48", "-define", "png:compression-level=9", "png8:\(path)"])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// By more than a tenth of the range of colours; all, when the sizes differ.
  private func differingPixels(_ one: String, _ other: String) throws -> Double {
    let outcome = try SystemTool.run(["compare", "-metric", "AE", "-fuzz", "10%", one, other, "null:"])
    if outcome.errors.contains("widths or heights differ") { return .infinity }
    try #require(outcome.status < 2, "\(outcome.errors)")
    return try #require(Double(outcome.errors.split(separator: " ").first ?? ""), "\(outcome.errors)")
  }
}
