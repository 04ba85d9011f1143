import Foundation
import Testing

/// Headless Chromium with a profile and fonts of its own, so that it draws a page the same on every Debian 12.
///
/// Only DejaVu is there for it, hinted to whole pixels so that pictures compress well. `timeout` ends it with all that it started, should it hang.
struct Chromium {
  enum Scheme: String, CaseIterable {
    case light, dark

    /// Of Blink's mojom::PreferredColorScheme.
    fileprivate var number: Int { self == .dark ? 0 : 1 }
  }

  /// Of a page in a window of some width.
  struct Measure: Decodable {
    let width, scrollWidth, height: Int
    /// Labels that leave their picture or cover one another, and elements that leave the window, in sentences.
    let faults: [String]
  }

  private let folder: CommandTree

  init(showing page: String) throws {
    for (tool, package) in [("chromium", "chromium"), ("compare", "imagemagick")] {
      try #require(Self.isInstalled(tool), "no \(tool), of Debian's package \(package): run `make test-system` as root")
    }
    try #require(
      FileManager.default.fileExists(atPath: Self.fonts + "/DejaVuSans.ttf"),
      "no DejaVu fonts, of Debian's package fonts-dejavu-core: run `make test-system` as root")
    folder = try CommandTree(["page.html": page])
    try folder.write(fontConfiguration, to: "fonts.conf")
  }

  func at(_ name: String) -> String { folder.at(name) }

  /// In windows of these widths: the page in frames, looked over by a script of the page around them.
  func measures(at widths: [Int]) throws -> [Measure] {
    try folder.write(Self.probe(widths), to: "probe.html")
    let dom = try run(["--allow-file-access-from-files", "--dump-dom"], "probe.html")
    let title = try #require(dom.firstMatch(of: /<title>(.*?)<\/title>/)?.1, "the probe said nothing: \(dom)")
    let json = try #require(String(title).removingPercentEncoding)
    return try JSONDecoder().decode([Measure].self, from: Data(json.utf8))
  }

  /// The whole page; the picture's name in the folder.
  func screenshot(width: Int, height: Int, _ scheme: Scheme) throws -> String {
    let name = "\(width)-\(scheme).png"
    try run(
      [
        "--blink-settings=preferredColorScheme=\(scheme.number)", "--window-size=\(width),\(height)",
        "--screenshot=\(at(name))",
      ], "page.html")
    try #require(folder.exists(name), "Chromium made no \(name)")
    return name
  }

  func pdf() throws -> Data {
    try run(["--no-pdf-header-footer", "--print-to-pdf=\(at("page.pdf"))"], "page.html")
    return try folder.read("page.pdf")
  }

  @discardableResult
  private func run(_ options: [String], _ page: String) throws -> String {
    let usual = [
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
      "--user-data-dir=\(at("profile"))",
    ]
    let outcome = try SystemTool.run(
      ["timeout", "--kill-after=5", "90", "chromium"] + usual + options + ["file://\(at(page))"],
      environment: ["FONTCONFIG_FILE": at("fonts.conf"), "HOME": folder.path])
    try #require(outcome.status == 0, "chromium \(options) ended with \(outcome.status): \(outcome.errors)")
    return outcome.output
  }

  private static func isInstalled(_ tool: String) -> Bool {
    (try? SystemTool.run(["sh", "-c", "command -v \(tool)"]).status) == 0
  }

  /// Others lie in the same folder where the package of DejaVu's rarer fonts is installed, too.
  private static let faces = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"]
  private static let fonts = "/usr/share/fonts/truetype/dejavu"

  private var fontConfiguration: String {
    let preferred = [("sans-serif", "DejaVu Sans"), ("system-ui", "DejaVu Sans"), ("monospace", "DejaVu Sans Mono")]
    let aliases = preferred.map { "<alias><family>\($0)</family><prefer><family>\($1)</family></prefer></alias>" }
    return """
      <?xml version="1.0"?>
      <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
      <fontconfig>
      <dir>\(Self.fonts)</dir>
      <selectfont>
      <rejectfont><glob>*</glob></rejectfont>
      <acceptfont>\(Self.faces.map { "<glob>\(Self.fonts)/\($0).ttf</glob>" }.joined())</acceptfont>
      </selectfont>
      <cachedir>\(at("fonts"))</cachedir>
      \(aliases.joined(separator: "\n"))
      <match target="font">
      <edit name="hinting"><bool>true</bool></edit>
      <edit name="hintstyle"><const>hintfull</const></edit>
      <edit name="antialias"><bool>true</bool></edit>
      <edit name="rgba"><const>none</const></edit>
      </match>
      </fontconfig>
      """
  }

  private static func probe(_ widths: [Int]) -> String {
    let frames = widths.map { "<iframe src=\"page.html\" style=\"width:\($0)px;height:600px;border:0\"></iframe>" }
    return """
      <!DOCTYPE html>
      <html><head><title></title></head><body>
      \(frames.joined())
      <script>
      const leaves = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1
        || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
      const covers = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1;
      function faultsOfPicture(svg) {
        const faults = [], frame = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll("text")].filter(text => text.textContent);
        texts.forEach((text, place) => {
          const box = text.getBoundingClientRect();
          if (leaves(box, frame)) faults.push("leaves its picture: " + text.textContent);
          for (const other of texts.slice(place + 1))
            if (covers(box, other.getBoundingClientRect()))
              faults.push("covers one another: " + text.textContent + " | " + other.textContent);
        });
        return faults;
      }
      function measure(frame) {
        const page = frame.contentDocument, width = frame.clientWidth, faults = [];
        for (const svg of page.querySelectorAll("svg"))
          if (svg.getBoundingClientRect().width) faults.push(...faultsOfPicture(svg));
        for (const element of page.querySelectorAll("body *")) {
          const box = element.getBoundingClientRect();
          if (box.right > width + 0.5) faults.push("leaves the window: " + element.tagName + " " + element.textContent);
        }
        const root = page.documentElement;
        return { width, scrollWidth: root.scrollWidth, height: Math.ceil(root.getBoundingClientRect().height), faults };
      }
      addEventListener("load", () => {
        const measures = [...document.querySelectorAll("iframe")].map(measure);
        document.title = encodeURIComponent(JSON.stringify(measures));
      });
      </script>
      </body></html>
      """
  }
}
