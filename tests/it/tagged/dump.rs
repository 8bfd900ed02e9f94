//! The tree as text: an element a line, what is below it indented, long texts shortened.

use super::{Kid, Node, Tagged};

/// All of it.
pub fn whole(tagged: &Tagged) -> String {
    let mut out = head(tagged);
    out += "\ntree\n";
    tree(&tagged.root, 1, &mut out);
    out += "\nartifacts\n";
    // Without lines and leaders.
    let artifacts = tagged.artifacts.iter().map(|artifact| artifact.trim_end_matches('.'));
    artifacts
        .filter(|artifact| !artifact.ends_with(": "))
        .for_each(|artifact| out += &format!("  {}\n", short(artifact)));
    out
}

/// Document data, bookmarks, headings, and how often each role is there.
pub fn outline(tagged: &Tagged) -> String {
    let mut out = head(tagged);
    out += "\nheadings\n";
    for node in tagged.root.all().into_iter().filter(|node| level(node).is_some()) {
        out += &format!("  {} {}\n", node.role, quoted(&node.text()));
    }
    out += "\nroles\n";
    let mut roles: Vec<&str> = tagged.root.all().iter().map(|node| node.role.as_str()).collect();
    roles.sort_unstable();
    for same in roles.chunk_by(|a, b| a == b) {
        out += &format!("  {} {}\n", same.len(), same[0]);
    }
    out
}

/// The level of a heading.
pub fn level(node: &Node) -> Option<usize> {
    node.means.strip_prefix('H')?.parse().ok()
}

fn head(tagged: &Tagged) -> String {
    let mut out = format!(
        "language {}\ntitle {}\nshows the title: {}\nmarked: {}\npage labels: {:?}\n\nbookmarks\n",
        tagged.language.as_deref().unwrap_or("none"),
        quoted(tagged.title.as_deref().unwrap_or("none")),
        tagged.shows_title,
        tagged.marked,
        tagged.page_labels,
    );
    for (level, title) in &tagged.bookmarks {
        out += &format!("{}{}\n", "  ".repeat(*level), short(title));
    }
    out
}

fn tree(node: &Node, depth: usize, out: &mut String) {
    let role =
        if node.role == node.means { node.role.clone() } else { format!("{}={}", node.role, node.means) };
    *out += &format!("{}{role}", "  ".repeat(depth));
    for (name, value) in &node.facts {
        *out += &if value.is_empty() { format!(" {name}") } else { format!(" {name}={}", short(value)) };
    }
    let mut kids = &node.kids[..];
    // Words at the beginning stand in the element's own line.
    if let Some(Kid::Text(text)) = kids.first() {
        let mut words = text.clone();
        kids = &kids[1..];
        while let Some(Kid::Text(more)) = kids.first() {
            words += more;
            kids = &kids[1..];
        }
        *out += &format!(" {}", quoted(&words));
    }
    out.push('\n');
    let indent = "  ".repeat(depth + 1);
    for kid in kids {
        match kid {
            Kid::Node(node) => tree(node, depth + 1, out),
            Kid::Text(text) => *out += &format!("{indent}{}\n", quoted(text)),
            Kid::Object(target) => *out += &format!("{indent}leads to {}\n", short(target)),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("“{}”", short(text))
}

/// About sixty characters, with what is not seen made visible.
fn short(text: &str) -> String {
    let text = text.replace('\u{a0}', "~").replace('\u{ad}', "¬").replace('\u{2060}', "");
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 64 {
        return text;
    }
    let (head, tail) = (&characters[..40], &characters[characters.len() - 20..]);
    head.iter().chain([&'…']).chain(tail).collect()
}
