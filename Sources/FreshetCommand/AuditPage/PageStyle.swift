/// The page's style sheet. It shows each picture in one of two widths. On a narrow page it lays tables out as lists,
/// which is why the tables have ARIA roles.
enum PageStyle {
  static let text = """
    :root{color-scheme:light dark;\(PageColour.variables(\.light))}
    @media screen and (prefers-color-scheme:dark){:root{\(PageColour.variables(\.dark))}}
    \(layout)
    \(answer)
    \(findings)
    \(tables)
    \(pictures)
    \(narrow)
    \(print)
    """

  private static let layout = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);overflow-wrap:anywhere;
    font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
    header,nav,main,footer{max-width:820px;margin:0 auto;padding:0 24px}
    header{padding-top:40px}
    main>section{margin-top:20px;padding:24px;background:var(--card);border:1px solid var(--line);border-radius:10px}
    footer{margin-top:24px;padding-bottom:48px;color:var(--muted);font-size:13px}
    h1,h2,h3{line-height:1.25;margin:0;text-wrap:balance}
    h1{font-size:26px;font-weight:650;letter-spacing:-.01em}
    h2{font-size:19px;font-weight:650}
    h3{font-size:15px;font-weight:650}
    p{margin:8px 0 0;text-wrap:pretty}
    a{color:var(--link);text-underline-offset:2px}
    a:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
    code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    bdi,.name{white-space:pre-wrap}
    .quiet{color:var(--muted)}
    .kicker{margin:0 0 6px;color:var(--muted);font-size:13px}
    nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;margin:24px 0 0;padding:0;list-style:none;font-size:14px}
    """

  private static let answer = """
    .answer{margin-top:20px;padding:20px 24px;border:1px solid;border-left-width:6px;border-radius:10px}
    .answer.safe{color:var(--good);background:var(--goodWash)}
    .answer.warned{color:var(--warned);background:var(--warnedWash)}
    .answer.unsafe{color:var(--bad);background:var(--badWash)}
    .answer p{margin:0;color:var(--ink);font-size:17px;line-height:1.5}
    .answer .word{display:flex;gap:10px;align-items:baseline;margin-bottom:4px;color:inherit;font-size:24px;
    font-weight:700;line-height:1.25}
    .answer .more{margin-top:8px;color:var(--muted);font-size:13px}
    .answer h2{margin-top:18px;color:var(--ink);font-size:14px}
    .commands{margin:6px 0 0;padding:0;list-style:none;color:var(--ink)}
    .commands li{margin-top:6px}
    .commands code{display:inline-block;padding:4px 10px;background:var(--card);border:1px solid var(--line);
    border-radius:6px}
    .commands span{margin-left:10px;color:var(--muted);font-size:13px}
    .counts{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:20px 0 0}
    .counts div{padding:12px 16px;background:var(--card);border:1px solid var(--line);border-radius:10px}
    dt{color:var(--muted);font-size:12.5px}
    dd{margin:0}
    .counts dd{font-size:20px;font-weight:650;font-variant-numeric:tabular-nums}
    """

  private static let findings = """
    .rule{margin-top:24px;padding-top:20px;border-top:1px solid var(--line)}
    .rule h3{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline}
    .tag{padding:1px 8px;border:1px solid;border-radius:20px;font-size:12px;font-weight:600;line-height:1.5}
    .tag.error{color:var(--bad);background:var(--badWash)}
    .tag.warning{color:var(--warned);background:var(--warnedWash)}
    .tag.known{color:var(--muted);border-style:dashed}
    .findings{margin:0;padding:0;list-style:none}
    .findings li{margin-top:16px;padding-left:14px;border-left:3px solid var(--line)}
    .findings .error{border-left-color:var(--bad)}
    .findings .warning{border-left-color:var(--warned)}
    .findings .known{border-left-style:dashed;border-left-color:var(--line)}
    .findings p{margin:0}
    .findings .name{font-weight:650}
    .findings .tag{margin-left:6px}
    .findings code.name{font-weight:400}
    .side{display:inline-block;margin-right:6px;font-variant-numeric:tabular-nums}
    .facts{display:grid;grid-template-columns:1fr 1fr;gap:4px 20px;margin:6px 0 0;font-size:13px}
    .facts div{display:grid;grid-template-columns:88px 1fr;gap:6px;align-items:baseline}
    """

  private static let tables = """
    table{width:100%;margin-top:16px;border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
    caption{padding:0 0 6px;text-align:left;color:var(--muted);font-size:13px}
    th,td{padding:6px 0 6px 16px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
    th:first-child{padding-left:0}
    tbody th{min-width:200px;font-weight:650}
    tbody th .quiet{font-weight:400}
    thead th{color:var(--muted);font-size:12.5px}
    thead th,td time,.number{white-space:nowrap}
    .number{text-align:right}
    """

  private static let pictures = """
    figure{margin:16px 0 0}
    svg{width:100%;height:auto;overflow:visible;font-size:12px;font-variant-numeric:tabular-nums}
    svg.narrow{display:none;max-width:480px}
    text{fill:var(--ink)}
    .small{fill:var(--muted)}
    .middle{text-anchor:middle}
    .end{text-anchor:end}
    .heavy{font-weight:650}
    .grid{stroke:var(--line);stroke-width:1}
    .strong{fill:var(--strong)}
    .soft{fill:var(--soft)}
    rect.wash{fill:var(--wash);stroke:var(--soft);stroke-width:1}
    .whisker{stroke:var(--soft);stroke-width:1.5}
    .objective{stroke:var(--mark);stroke-width:1.5;stroke-dasharray:6 4}
    .promise{fill:var(--bad);font-weight:600}
    .halo{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
    .mark{fill:var(--mark)}
    .tile{stroke:var(--card);stroke-width:2}
    \((0...4).map { ".tile\($0){fill:var(--tile\($0))}" }.joined())
    .key{display:flex;flex-wrap:wrap;gap:4px 18px;margin:10px 0 0;padding:0;list-style:none;color:var(--muted);
    font-size:12.5px}
    .key li{display:flex;gap:7px;align-items:center}
    .swatch{flex:none;width:14px;height:14px;border-radius:2px}
    \(filled.map { ".swatch.\($0){background:var(--\($0))}" }.joined())
    .swatch.wash{box-shadow:inset 0 0 0 1px var(--soft)}
    .swatch.median{height:4px;background:var(--strong)}
    .swatch.whisker{width:2px;margin:0 6px;background:var(--soft)}
    .swatch.objective{height:0;border-top:2px dashed var(--mark);border-radius:0}
    .swatch.mark{width:10px;height:10px;background:var(--mark);clip-path:polygon(0 0,100% 0,100% 100%)}
    """

  private static let filled = ["strong", "soft", "wash"] + (0...4).map { "tile\($0)" }

  private static let narrow = """
    @media (max-width:640px){
    header,nav,main,footer{padding:0 14px}
    header{padding-top:24px}
    h1{font-size:22px}
    main>section{margin-top:14px;padding:18px 14px}
    .answer{padding:16px 14px}
    .answer p{font-size:16px}
    .counts{grid-template-columns:1fr 1fr;gap:8px}
    .counts div{padding:10px 12px}
    .counts dd{font-size:17px}
    .findings code.name{font-weight:400}
    .side{display:inline-block;margin-right:6px;font-variant-numeric:tabular-nums}
    .facts{grid-template-columns:1fr}
    svg.wide{display:none}
    svg.narrow{display:block}
    tbody th{min-width:0}
    thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    table,caption,tbody,tr,th,td{display:block}
    tr{padding:8px 0;border-bottom:1px solid var(--line)}
    th,td{padding:0;border:0}
    td{display:grid;grid-template-columns:96px 1fr;gap:8px}
    td.number{text-align:left}
    .numbers tr{display:grid;grid-template-columns:1fr 1fr;gap:0 28px}
    .numbers th{grid-column:1/-1}
    .numbers td{display:flex;justify-content:space-between}
    td::before{content:attr(data-label);color:var(--muted);font-size:12.5px}
    }
    """

  private static let print = """
    @media print{
    @page{margin:16mm 14mm}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    body{background:none;font-size:10.5pt}
    header,main,footer{max-width:none;padding-left:0;padding-right:0}
    header{padding-top:0}
    nav{display:none}
    main>section{padding:0;border:0}
    figure,.findings li,tr,.answer{break-inside:avoid}
    h2,h3{break-after:avoid}
    svg.wide{display:block}
    svg.narrow{display:none}
    }
    """
}
