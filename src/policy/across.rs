//! What is checked across the tables of policy data, once all of them are read.
//!
//! Specification: `docs/policy-data.md`, "What is refused". Ids are unique and references resolve; labels and
//! levels are in order; what is stated is shown, and what is to be shown is stated, so that nothing is published
//! unseen in the attached data.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::numbering::{self, Unit};
use super::problem::Cause;
use super::shape::SHOWS;
use super::walk::Walk;
use super::words::nearest;
use crate::base::{Id, limits};

/// A list of the data; an absent one is empty.
pub(super) fn list<'j>(data: &'j Json, name: &str) -> &'j [Json] {
    data.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn text<'j>(table: &'j Json, field: &str) -> Option<&'j str> {
    table.get(field).and_then(Json::as_str)
}

/// Whether one of the words of a list is this one.
fn says(table: &Json, field: &str, word: &str) -> bool {
    list(table, field).iter().any(|w| w.as_str() == Some(word))
}

/// Ids are unique in the whole document, references resolve, nobody is their own deputy.
pub(super) fn references(walk: &mut Walk<'_>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (path, id) in walk.ids.clone() {
        let at = format!("{path}/id");
        if let Some(first) = seen.get(id.as_str()) {
            let first = walk.span(first);
            walk.note(walk.span(&at), Cause::Duplicate { field: "id", value: id.to_string(), first });
        }
        seen.entry(id.to_string()).or_insert(at);
    }
    let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, id) in &walk.ids {
        let list = path.split('/').nth(1).unwrap_or_default();
        lists.entry(list.to_owned()).or_default().insert(id.to_string());
    }
    let own: BTreeMap<String, Id> = walk.ids.iter().cloned().collect();
    for (path, list, id) in walk.refs.clone() {
        let there = lists.get(list);
        if !there.is_some_and(|ids| ids.contains(id.as_str())) {
            // Looking for the nearest takes time, and only so many are told.
            let known = there.into_iter().flatten().map(String::as_str);
            let is_told = walk.problems.len() < limits::PROBLEMS;
            let nearest = is_told.then(|| nearest(id.as_str(), known).map(str::to_owned)).flatten();
            walk.note(walk.span(&path), Cause::NotThere { list, id: id.to_string(), nearest });
        } else if let Some((person, _)) = path.split_once("/deputy_of/")
            && own.get(person) == Some(&id)
        {
            walk.note(walk.span(&path), Cause::OwnDeputy);
        }
    }
}

/// Levels follow each other, labels too; every section says something.
pub(super) fn sections(walk: &mut Walk<'_>, data: &Json, field: &'static str) {
    let sections = list(data, field);
    let level = |s: &Json| s.get("level").and_then(Json::as_u64).map_or(1, |l| l as u8);
    let levels: Vec<u8> = sections.iter().map(level).collect();
    let mut before = 0;
    for (i, section) in sections.iter().enumerate() {
        let at = format!("/{field}/{i}");
        let here = levels.get(i).copied().unwrap_or(1);
        if here > before + 1 {
            let span = walk.spans.get(&format!("{at}/level")).cloned().unwrap_or(walk.span(&at));
            walk.note(span, Cause::SkippedLevel { found: here, most: before + 1 });
        }
        before = here;
        if section.is_null() {
            continue;
        }
        let [gap, label, heading, says, shows] = ["gap", "label", "heading", "text", "show"]
            .map(|f| walk.spans.contains_key(&format!("{at}/{f}")));
        if gap {
            for (needless, there) in [("text", says), ("show", shows)] {
                if there {
                    let cause = Cause::Both { first: "gap", second: needless };
                    walk.note(walk.span(&format!("{at}/{needless}")), cause);
                }
            }
            if !label {
                walk.note(walk.span(&at), Cause::Missing { field: "label" });
            }
            continue;
        }
        let encloses = levels.get(i + 1).is_some_and(|next| *next > here);
        if !says && !shows && !(encloses && (heading || label)) {
            walk.note(walk.span(&at), Cause::Missing { field: "text" });
        } else if field == "annexes" && here == 1 && !heading && !label {
            walk.note(walk.span(&at), Cause::Missing { field: "heading" });
        }
    }
    let yes = |s: &Json, f: &str| s.get(f).and_then(Json::as_bool).unwrap_or(false);
    let units: Vec<_> = sections
        .iter()
        .zip(&levels)
        .map(|(s, level)| Unit {
            level: *level,
            label: text(s, "label"),
            // Every annex counts for itself.
            restart: yes(s, "restart") || field == "annexes" && *level == 1,
            again: yes(s, "label_again"),
        })
        .collect();
    for (i, fault) in numbering::check(&units) {
        let span = walk.span(&format!("/{field}/{i}/label"));
        let cause = match fault {
            numbering::Fault::Twice { first } => Cause::Duplicate {
                field: "label",
                value: units.get(i).and_then(|u| u.label).unwrap_or_default().to_owned(),
                first: walk.span(&format!("/{field}/{first}/label")),
            },
            numbering::Fault::Gap { expected, before } => Cause::SectionGap { expected, before },
        };
        walk.note(span, cause);
    }
}

/// The list that a word of `show` takes its facts from.
fn list_of(show: &str) -> &str {
    if show == "data_protection_officer" { "persons" } else { show }
}

/// What is stated is shown, and what is to be shown is stated. `cited` are the ids that texts name.
pub(super) fn shown(walk: &mut Walk<'_>, data: &Json, cited: &BTreeSet<String>) {
    let persons = list(data, "persons");
    let is_dpo = |p: &&Json| says(p, "roles", "data_protection_officer");
    let others = |p: &&Json| !(is_dpo(p) && list(p, "roles").len() == 1);
    let mut asked: BTreeMap<&str, String> = BTreeMap::new();
    for field in ["sections", "annexes"] {
        for (i, section) in list(data, field).iter().enumerate() {
            for (j, word) in list(section, "show").iter().enumerate() {
                let path = format!("/{field}/{i}/show/{j}");
                let Some(word) = word.as_str() else { continue };
                // Twice in one section is told where the list is read.
                let here = format!("/{field}/{i}/");
                if let Some(first) = asked.get(word).filter(|first| !first.starts_with(&here)) {
                    let (value, first) = (word.to_owned(), walk.span(first));
                    walk.note(walk.span(&path), Cause::Duplicate { field: "show", value, first });
                }
                asked.entry(word).or_insert(path);
            }
        }
    }
    // Contacts also stand where something refers to them.
    let contacts = walk.refs.iter().filter(|(_, list, _)| *list == "contacts");
    let reached: BTreeSet<&str> = contacts.map(|(_, _, id)| id.as_str()).collect();
    let mut problems = Vec::new();
    for show in SHOWS {
        let name = list_of(show);
        let stated = match *show {
            "persons" => persons.iter().any(|p| others(&p)),
            "data_protection_officer" => persons.iter().any(|p| is_dpo(&p)),
            // There is always one: this version.
            "history" => true,
            _ => data.get(name).is_some_and(|v| v.as_array().is_none_or(|l| !l.is_empty())),
        };
        let all = |known: &dyn Fn(&str) -> bool| {
            let items = list(data, name);
            !items.is_empty() && items.iter().all(|item| text(item, "id").is_some_and(known))
        };
        let elsewhere = match *show {
            "contacts" => all(&|id| reached.contains(id)),
            "figures" | "laws" | "related" => all(&|id| cited.contains(id)),
            "history" => true,
            _ => false,
        };
        match asked.get(show) {
            // A list that is there but faulty has its own problems.
            Some(path) if !stated && (!walk.names.contains_key(name) || name == "persons") => {
                problems.push((walk.span(path), Cause::NothingToShow { show }));
            }
            None if stated && !elsewhere => {
                let span = walk.names.get(name).cloned().unwrap_or(0..0);
                problems.push((span, Cause::NotShown { show }));
            }
            _ => {}
        }
    }
    for (span, cause) in problems {
        walk.note(span, cause);
    }
}
