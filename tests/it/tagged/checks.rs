//! What must be so in every document, whatever it says. Each check tells what is wrong, or nothing.
//!
//! veraPDF holds the file to the standard; these hold the tree to what is meant, such as a heading for each cell.

use std::collections::{BTreeMap, BTreeSet};

use super::dump::level;
use super::{Kid, Node, Tagged};

/// A check and its name, a sentence.
pub type Check = (&'static str, fn(&Tagged) -> Vec<String>);

/// All checks.
pub const CHECKS: [Check; 10] = [
    ("language and title are told and shown", told),
    ("headings begin with the first level and never skip one", levels),
    ("bookmarks are the headings", bookmarks),
    ("each cell has a heading that says what it heads", cells),
    ("each figure has a text and a place", figures),
    ("each link has words and leads somewhere", links),
    ("each item of a list has label and body", items),
    ("each footnote has an id, and a reference to it stands before it", notes),
    ("nothing but artifacts stands outside of the tree", loose),
    ("artifacts are heads, feet, marks and leaders", artifacts),
];

/// What all checks tell.
pub fn all(tagged: &Tagged) -> Vec<String> {
    CHECKS
        .iter()
        .flat_map(|(name, check)| check(tagged).into_iter().map(move |w| format!("{name}: {w}")))
        .collect()
}

fn told(tagged: &Tagged) -> Vec<String> {
    let printed =
        tagged.root.all().into_iter().find(|node| node.role == "Title").map(|node| squeezed(&node.text()));
    let mut wrong = Vec::new();
    wrong.extend(tagged.language.is_none().then(|| "no language".to_owned()));
    wrong.extend((!tagged.marked).then(|| "not marked as tagged".to_owned()));
    wrong.extend((!tagged.shows_title).then(|| "the window does not show the title".to_owned()));
    let told = tagged.title.as_deref().map(squeezed);
    wrong.extend((printed.is_none() || printed != told).then(|| format!("{printed:?} is told as {told:?}")));
    wrong
}

fn levels(tagged: &Tagged) -> Vec<String> {
    let mut before = 0;
    let mut wrong = Vec::new();
    for node in tagged.root.all() {
        let Some(level) = level(node) else { continue };
        wrong.extend((level > before + 1).then(|| format!("{} after H{before}: {}", node.role, node.text())));
        wrong.extend(node.text().trim().is_empty().then(|| format!("an empty {}", node.role)));
        before = level;
    }
    wrong
}

fn bookmarks(tagged: &Tagged) -> Vec<String> {
    let headings =
        tagged.root.all().into_iter().filter_map(|node| Some((level(node)?, squeezed(&node.text()))));
    let headings: Vec<_> = headings.collect();
    let bookmarks: Vec<_> = tagged.bookmarks.iter().map(|(level, title)| (*level, squeezed(title))).collect();
    if headings == bookmarks { Vec::new() } else { vec![format!("{headings:?} are told as {bookmarks:?}")] }
}

/// Every TD needs a TH that heads its column or its row. Cells that head a row are TD so far: typst has
/// `pdf.header-cell` only behind its feature `a11y-extras`.
fn cells(tagged: &Tagged) -> Vec<String> {
    let mut wrong = Vec::new();
    for table in tagged.root.with("Table") {
        let (mut columns, mut rows) = (BTreeSet::new(), BTreeSet::new());
        let cells = grid(table);
        for (&(row, column), cell) in &cells {
            match cell.fact("Scope") {
                Some("Column") => drop(columns.insert(column)),
                Some("Row") => drop(rows.insert(row)),
                Some("Both") => drop((columns.insert(column), rows.insert(row))),
                _ if cell.means == "TH" => wrong.push(format!("a heading without a scope: {}", cell.text())),
                _ => {}
            }
        }
        let bare = cells.iter().filter(|(place, cell)| {
            cell.means == "TD" && !columns.contains(&place.1) && !rows.contains(&place.0)
        });
        wrong.extend(bare.map(|(_, cell)| format!("a cell without a heading: {}", cell.text())));
    }
    wrong
}

/// The cells of a table by row and column; one that spans several is in each.
fn grid(table: &Node) -> BTreeMap<(usize, usize), &Node> {
    let mut grid = BTreeMap::new();
    for (row, line) in table.with("TR").into_iter().enumerate() {
        let mut column = 0;
        for cell in line.nodes() {
            while grid.contains_key(&(row, column)) {
                column += 1;
            }
            let span = |name| cell.fact(name).and_then(|n| n.parse().ok()).unwrap_or(1);
            for r in 0..span("RowSpan") {
                grid.extend((0..span("ColSpan")).map(|c| ((row + r, column + c), cell)));
            }
        }
    }
    grid
}

fn figures(tagged: &Tagged) -> Vec<String> {
    let figures = tagged.root.with("Figure").into_iter();
    let bad =
        figures.filter(|f| f.fact("Alt").is_none_or(|alt| alt.trim().is_empty()) || f.fact("BBox").is_none());
    bad.map(|figure| format!("{figure:?}")).collect()
}

fn links(tagged: &Tagged) -> Vec<String> {
    let leads = |link: &&Node| {
        let targets = link.kids.iter().filter_map(|kid| match kid {
            Kid::Object(target) => Some(target),
            _ => None,
        });
        let mut targets = targets.peekable();
        targets.peek().is_some() && targets.all(|target| !target.is_empty() && target != "→ “”")
    };
    let links = tagged.root.with("Link").into_iter();
    let bad = links.filter(|link| !leads(link) || link.text().trim().is_empty());
    bad.map(|link| format!("{link:?}")).collect()
}

fn items(tagged: &Tagged) -> Vec<String> {
    let mut wrong = Vec::new();
    for list in tagged.root.with("L") {
        // typst moves a list that ends an item behind that item (typst-pdf, tags/context/list.rs), so L may stand in L.
        let strange = list.kids.iter().filter(|kid| match kid {
            Kid::Node(node) => !["LI", "L", "Caption"].contains(&node.means.as_str()),
            _ => true,
        });
        wrong.extend(strange.map(|kid| format!("not an item: {kid:?}")));
    }
    for item in tagged.root.with("LI") {
        let roles: Vec<&str> = item.nodes().map(|node| node.means.as_str()).collect();
        let labelled = item.nodes().next().is_some_and(|label| !label.text().trim().is_empty());
        wrong.extend((roles != ["Lbl", "LBody"] || !labelled).then(|| format!("{roles:?}: {}", item.text())));
    }
    wrong
}

/// typst marks the reference as Lbl with a Link in it, where ISO 32000-1 would have Reference; both are accepted.
fn notes(tagged: &Tagged) -> Vec<String> {
    let mut wrong = Vec::new();
    for parent in tagged.root.all() {
        let mut before: Option<&Node> = None;
        for kid in &parent.kids {
            let Kid::Node(node) = kid else { continue };
            let label = node.with("Lbl").first().map(|label| label.text());
            let referred = before.filter(|b| ["Lbl", "Reference"].contains(&b.means.as_str()));
            let referred = referred.filter(|b| !b.with("Link").is_empty()).map(Node::text);
            if node.means == "Note" && (node.fact("ID").is_none() || label.is_none() || label != referred) {
                wrong.push(format!("{label:?} behind {referred:?}: {}", node.text()));
            }
            before = Some(node);
        }
    }
    wrong
}

fn loose(tagged: &Tagged) -> Vec<String> {
    tagged.loose.clone()
}

/// Heads and feet are given as such, and so are headings of a table that are repeated on the next page. What else
/// is an artifact has no words, but for the mark of a draft.
fn artifacts(tagged: &Tagged) -> Vec<String> {
    let repeated: Vec<String> = tagged.root.with("TH").iter().map(|heading| heading.text()).collect();
    let words = |artifact: &&String| {
        let (kind, words) = artifact.split_once(": ").unwrap_or_default();
        let known = match kind {
            "Header" | "Footer" => true,
            "Pagination" => repeated.iter().any(|heading| heading.contains(words)),
            _ => ["ENTWURF", "DRAFT"].contains(&words),
        };
        !known && words.chars().any(char::is_alphanumeric)
    };
    tagged.artifacts.iter().filter(words).cloned().collect()
}

/// Words without spaces and with straight quotation marks: data are typed straight, and between a label and its
/// heading there is room on the page, but no space in the file.
pub fn squeezed(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !['\u{ad}', '\u{2060}', '\u{200b}'].contains(c));
    kept.map(|c| match c {
        '‚' | '‘' | '’' => '\'',
        '„' | '“' | '”' => '"',
        c => c,
    })
    .collect()
}
