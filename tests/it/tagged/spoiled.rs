//! Each check is seen to fail: one tree for each, with one fault.

use super::checks::CHECKS;
use super::{Kid, Node, Tagged};

/// An element: its role, its facts as `Name=value`, what is below it.
fn node(role: &str, facts: &[&str], kids: Vec<Kid>) -> Kid {
    let facts = facts.iter().map(|fact| fact.split_once('=').unwrap_or((fact, "")));
    let facts = facts.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let means = if role == "Title" { "P" } else { role };
    Kid::Node(Node { role: role.to_owned(), means: means.to_owned(), facts, kids })
}

fn text(words: &str) -> Kid {
    Kid::Text(words.to_owned())
}

fn leads(target: &str) -> Kid {
    Kid::Object(target.to_owned())
}

/// A document without a fault that has one of each.
fn good() -> Tagged {
    let cell = |role: &str, facts: &[&str]| node(role, facts, vec![text("x")]);
    let row = |cells| node("TR", &[], cells);
    let label = |kids| node("Lbl", &[], kids);
    let reference = node("Link", &[], vec![text("1"), leads("→ “1”")]);
    let kids = vec![
        node("Title", &[], vec![text("Title")]),
        node("H1", &[], vec![text("§ 1"), text("One")]),
        node("H2", &[], vec![text("Two")]),
        node(
            "P",
            &[],
            vec![label(vec![reference.clone()]), node("Note", &["ID"], vec![label(vec![reference])])],
        ),
        node("Figure", &["Alt=A plan", "BBox"], vec![text("")]),
        node(
            "L",
            &[],
            vec![node("LI", &[], vec![label(vec![text("a)")]), node("LBody", &[], vec![text("x")])])],
        ),
        node(
            "Table",
            &[],
            vec![
                row(vec![cell("TH", &["Scope=Column", "ColSpan=2"])]),
                row(vec![cell("TD", &[]), cell("TD", &["RowSpan=2"])]),
                row(vec![cell("TD", &[])]),
            ],
        ),
        node("H1", &[], vec![text("Three")]),
    ];
    Tagged {
        language: Some("de-DE".to_owned()),
        title: Some("Title".to_owned()),
        shows_title: true,
        marked: true,
        bookmarks: vec![(1, "§ 1 One".to_owned()), (2, "Two".to_owned()), (1, "Three".to_owned())],
        page_labels: Vec::new(),
        root: Node { role: "Root".to_owned(), means: "Root".to_owned(), facts: Vec::new(), kids },
        artifacts: vec![
            "Footer: Seite 1".to_owned(),
            "Layout: . . .".to_owned(),
            "Watermark: DRAFT".to_owned(),
            "Pagination: x".to_owned(),
        ],
        loose: Vec::new(),
    }
}

/// The element that a path of kids leads to.
fn at<'t>(tagged: &'t mut Tagged, path: &[usize]) -> &'t mut Node {
    path.iter().fold(&mut tagged.root, |node, &kid| match &mut node.kids[kid] {
        Kid::Node(node) => node,
        other => panic!("{other:?} is no element"),
    })
}

#[test]
fn each_check_fails_on_its_fault_and_on_nothing_else() {
    type Fault = (usize, fn(&mut Tagged));
    let faults: [Fault; 28] = [
        (0, |t| t.language = None),
        (0, |t| t.shows_title = false),
        (0, |t| t.marked = false),
        (0, |t| t.title = None),
        (0, |t| drop(t.root.kids.remove(0))),
        (1, |t| {
            at(t, &[2]).means = "H3".to_owned();
            t.bookmarks[1].0 = 3;
        }),
        (1, |t| {
            at(t, &[7]).kids.clear();
            t.bookmarks[2].1.clear();
        }),
        (2, |t| t.bookmarks[2].1 = "Four".to_owned()),
        (2, |t| t.bookmarks[1].0 = 1),
        (2, |t| drop(t.bookmarks.pop())),
        (3, |t| at(t, &[6, 0, 0]).facts.clear()),
        (3, |t| at(t, &[6, 0, 0]).facts.truncate(1)),
        (4, |t| drop(at(t, &[4]).facts.remove(0))),
        (4, |t| drop(at(t, &[4]).facts.remove(1))),
        (4, |t| at(t, &[4]).facts[0].1 = " ".to_owned()),
        (5, |t| drop(at(t, &[3, 0, 0]).kids.remove(1))),
        (5, |t| at(t, &[3, 0, 0]).kids[1] = leads("→ “”")),
        (6, |t| drop(at(t, &[5, 0]).kids.remove(0))),
        (6, |t| drop(at(t, &[5, 0]).kids.remove(1))),
        (6, |t| at(t, &[5, 0, 0]).kids.clear()),
        (6, |t| at(t, &[5]).kids.push(text("x"))),
        (7, |t| at(t, &[3, 1]).facts.clear()),
        (7, |t| drop(at(t, &[3]).kids.remove(0))),
        (7, |t| at(t, &[3, 1, 0, 0]).kids[0] = text("2")),
        (7, |t| at(t, &[3, 0]).kids = vec![text("1")]),
        (8, |t| t.loose.push("on page 1: a drawing".to_owned())),
        (9, |t| t.artifacts.push("Layout: The first section".to_owned())),
        (9, |t| t.artifacts.push("Pagination: Fee".to_owned())),
    ];
    assert_eq!(super::checks::all(&good()), [""; 0]);
    for (i, (wanted, spoil)) in faults.iter().enumerate() {
        let mut tagged = good();
        spoil(&mut tagged);
        let failed: Vec<usize> =
            (0..CHECKS.len()).filter(|&check| !CHECKS[check].1(&tagged).is_empty()).collect();
        assert_eq!(failed, [*wanted], "fault {i}");
    }
    let seen: std::collections::BTreeSet<usize> = faults.iter().map(|(check, _)| *check).collect();
    assert_eq!(seen.len(), CHECKS.len());
}
