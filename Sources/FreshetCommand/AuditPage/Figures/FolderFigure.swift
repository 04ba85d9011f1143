internal import Freshet

/// A treemap of the corpus: the area of a folder's tile shows how many documents the folder has, and the tile's colour
/// shows which share of them is in step.
struct FolderFigure {
  private let census: FolderCensus

  init(_ report: AuditReport, errors: [AuditFinding]) {
    census = FolderCensus(report.verdicts, errors: errors)
  }

  var markup: Markup {
    """
    <section id="folders">
    <h2>Freshness by folder</h2>
    \(body)
    </section>
    """
  }

  private var body: Markup {
    if census.folders.isEmpty { return "<p>There are no documents, so there is no folder to show.</p>" }
    let picture = Picture(title: "Folders by their share of documents in step", description: inWords, drawing: drawing)
    return """
      <p>\(inWords)</p>
      <figure>
      \(picture.markup)
      \(Picture.key(Shade.allCases.map { ("tile\($0.rawValue)", $0.meaning) } + [("mark", "has errors")]))
      </figure>
      \(worst)
      """
  }

  private var inWords: String {
    let whole = census.folders.count { $0.outOfStep == 0 }
    let marked = census.folders.count { $0.errors > 0 }
    let largest = census.folders.prefix(3).map { "\($0.name) (\($0.inStep.grouped) of \($0.documents.grouped))" }
    return """
      \(whole.grouped) of \(census.folders.count.groupedCount(of: "folder")) \(whole == 1 ? "is" : "are") completely in step, and \
      \(marked == 0 ? "none has" : marked == 1 ? "1 has" : "\(marked.grouped) have") errors. Documents in step in the largest: \(largest.joined(separator: ", ")).
      """
  }

  private var worst: Markup? {
    let folders = census.worst(10)
    if folders.isEmpty { return nil }
    let columns = ["Folder", "Documents", "In step", "Share", "Errors"]
    let rows = folders.map { folder -> [Markup] in
      let share = folder.inStep.share(of: folder.documents)
      return [
        "<bdi>\(folder.name)</bdi>", "\(folder.documents.grouped)", "\(folder.inStep.grouped)", "\(share)",
        "\(folder.errors.grouped)",
      ]
    }
    return PageTable(
      caption: "The folders with the most documents out of step",
      columns: columns.map { .init(title: $0, isNumber: $0 != "Folder") },
      rows: rows
    ).markup
  }

  private func drawing(_ width: Picture.Width) -> Picture.Drawing {
    let box = Box(x: 0, y: 0, width: width.units, height: width == .wide ? 400 : 420)
    let map = Treemap(census.folders.map { Double($0.documents) }, in: box)
    return Picture.Drawing(height: box.height, shapes: zip(census.folders, map.tiles).map(Self.tile))
  }

  private static func tile(_ folder: FolderCensus.Folder, _ box: Box) -> Markup {
    let shade = Shade(folder)
    let words =
      "\(folder.name): \(folder.inStep.grouped) of \(folder.documents.grouped) in step, \(folder.errors.groupedCount(of: "error"))"
    return """
      <g><title>\(words)</title>\
      <rect class="tile tile\(shade.rawValue)" x="\(box.x)" y="\(box.y)" width="\(box.width)" height="\(box.height)"/>\
      \(folder.errors > 0 ? corner(of: box) : nil)\(label(of: folder, in: box))</g>
      """
  }

  private static func corner(of box: Box) -> Markup {
    let size = min(12, box.width / 2, box.height / 2)
    return "<path class=\"mark\" d=\"M\(box.right - size - 1) \(box.y + 1)h\(size)v\(size)z\"/>"
  }

  /// The folder's name and, below it, its counts, as far as they fit into the tile; nil if not even the name fits.
  private static func label(of folder: FolderCensus.Folder, in box: Box) -> Markup? {
    let room = box.width - 18
    guard box.height >= 22, let name = name(of: folder, room) else { return nil }
    let share = "\(folder.inStep.grouped) of \(folder.documents.grouped)"
    let second: Markup? =
      box.height >= 40 && share.width(at: 12) <= room
      ? "<text x=\"\(box.x + 7)\" y=\"\(box.y + 33)\">\(share)</text>" : nil
    return "<text class=\"heavy\" x=\"\(box.x + 7)\" y=\"\(box.y + 17)\">\(name)</text>\(second)"
  }

  /// The folder's name, or its last component, or that component cut off if at least six characters remain: the first
  /// of these that fits. Nil if none does.
  private static func name(of folder: FolderCensus.Folder, _ room: Double) -> String? {
    let size = 13.5  // 12, and an eighth more because bold is wider
    let whole = folder.name.spelledOut
    if whole.width(at: size) <= room { return whole }
    let last = whole.pathNames.last ?? ""
    let cut = last.cut(toFit: room, at: size)
    return cut == last || cut.count >= 7 ? cut : nil
  }
}

/// The colour of a folder's tile, by the share of documents in step.
private enum Shade: Int, CaseIterable {
  case whole, most, many, half, few

  init(_ folder: FolderCensus.Folder) {
    switch folder.share {
    case 1...: self = .whole
    case 0.95...: self = .most
    case 0.8...: self = .many
    case 0.5...: self = .half
    default: self = .few
    }
  }

  var meaning: String {
    switch self {
    case .whole: "all in step"
    case .most: "95 % and more"
    case .many: "80 % and more"
    case .half: "half and more"
    case .few: "less than half"
    }
  }
}
