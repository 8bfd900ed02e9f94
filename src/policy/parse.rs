//! From the text of a `policy.toml` or `policy.json` to a [`Policy`], or to everything that is wrong with it.
//!
//! Specification: `docs/policy-data.md`. Four steps: the file becomes a tree (`tree`), the tree is walked by the
//! shape of the data (`walk`, `shape`), texts become blocks (`markdown`), and what spans tables is checked
//! (`across`). What comes out without a problem is a policy.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value as Json;

use super::across::{list, references, sections, shown, text};
use super::markdown::{self, Target};
use super::problem::{Cause, Problem};
use super::walk::Walk;
use super::words::nearest;
use super::{Block, Policy, facts, shape, tree};
use crate::base::{Id, Lang, limits};

/// Reads policy data: JSON from a file whose name ends so, TOML from any other.
///
/// `assets` are the names of the files that the document may show, where they are known. The problems are in
/// the order of their places.
pub fn parse(file: &str, source: &str, assets: Option<&[&str]>) -> Result<Policy, Vec<Problem>> {
    if source.len() as u64 > limits::POLICY {
        let cause = Cause::TooLarge { limit: limits::POLICY };
        return Err(vec![Problem::new(0..0, cause)]);
    }
    let (root, broken) = match file.ends_with(".json") {
        true => (tree::json(source)?, Vec::new()),
        false => tree::toml(source),
    };
    let mut walk = Walk::new(source, broken.clone());
    let mut data = walk.document(&shape::POLICY, &root);
    defaults(&mut data);
    references(&mut walk);
    sections(&mut walk, &data, "sections");
    sections(&mut walk, &data, "annexes");
    periods(&mut walk, &data);
    let cited = texts(&mut walk, &mut data);
    if values(&data) > limits::VALUES {
        return Err(vec![Problem::new(0..0, Cause::TooMuch)]);
    }
    shown(&mut walk, &data, &cited);
    if let Some(assets) = assets {
        images(&mut walk, assets);
    }
    let mut problems = walk.problems;
    let semantic = problems.split_off(broken.len());
    problems.extend(semantic.into_iter().filter(|p| !tree::unclear(source, &broken, p.span.start)));
    if problems.is_empty() {
        match serde_json::from_value(data) {
            Ok(policy) => return Ok(policy),
            // The shape and the types contradict each other: a fault of the program, not of the file.
            Err(e) => problems.push(Problem::new(0..0, Cause::Contradiction(e.to_string()))),
        }
    }
    problems.sort_by_key(|p| p.span.start);
    Err(problems)
}

/// How many values there are: what typesetting costs follows from them, as long as texts are of a usual length.
fn values(data: &Json) -> usize {
    1 + match data {
        Json::Array(list) => list.iter().map(values).sum(),
        Json::Object(fields) => fields.values().map(values).sum(),
        _ => 0,
    }
}

/// What is always in the source, and left out in the file where it is the usual.
fn defaults(data: &mut Json) {
    let Some(fields) = data.as_object_mut() else { return };
    fields.entry("form").or_insert_with(|| "concept".into());
    for name in ["sections", "annexes"] {
        for section in fields.get_mut(name).and_then(Json::as_array_mut).into_iter().flatten() {
            if let Some(section) = section.as_object_mut() {
                section.entry("level").or_insert_with(|| 1.into());
            }
        }
    }
}

/// Ends do not lie before beginnings, and what stays beside is named once.
fn periods(walk: &mut Walk<'_>, data: &Json) {
    let none = Json::Null;
    let effect = data.get("effect").unwrap_or(&none);
    // Days are compared as they are written: year, month, day.
    let from = effect.get("from").unwrap_or(&none);
    let first = from.as_str().or_else(|| text(from, "not_before"));
    if let (Some(first), Some(until)) = (first, text(effect, "until"))
        && until <= first
    {
        walk.note(walk.span("/effect/until"), Cause::EndsBeforeItBegins { field: "last_day" });
    }
    if let (Some(first), Some(last)) = (text(from, "not_before"), text(from, "not_after"))
        && last < first
    {
        walk.note(walk.span("/effect/from/not_after"), Cause::EndsBeforeItBegins { field: "not_after" });
    }
    let mut beside: BTreeMap<u64, usize> = BTreeMap::new();
    for (i, other) in list(effect, "beside").iter().enumerate() {
        let Some(version) = other.get("version").and_then(Json::as_u64) else { continue };
        if let Some(earlier) = beside.insert(version, i) {
            let first = walk.span(&format!("/effect/beside/{earlier}/version"));
            let cause = Cause::Duplicate { field: "version", value: version.to_string(), first };
            walk.note(walk.span(&format!("/effect/beside/{i}/version")), cause);
        }
    }
    for (i, channel) in list(data, "channels").iter().enumerate() {
        if let (Some(since), Some(until)) = (text(channel, "since"), text(channel, "until"))
            && !until.starts_with(since)
            && until < since
        {
            walk.note(
                walk.span(&format!("/channels/{i}/until")),
                Cause::EndsBeforeItBegins { field: "until" },
            );
        }
    }
}

/// Reads every CommonMark text, now that everything it may refer to is known; gives the ids that texts cite.
fn texts(walk: &mut Walk<'_>, data: &mut Json) -> BTreeSet<String> {
    let lang = if text(data, "language") == Some("en") { Lang::En } else { Lang::De };
    let targets = targets(walk, data, lang);
    let cited = std::cell::RefCell::new(BTreeSet::new());
    let find = |id: &str| {
        let target = targets.get(id).cloned();
        cited.borrow_mut().extend(target.as_ref().map(|_| id.to_owned()));
        target
    };
    // Looking for the nearest takes time, and only so many are told.
    let left = std::cell::Cell::new(limits::PROBLEMS);
    let near = |id: &str| {
        left.set(left.get().checked_sub(1)?);
        nearest(id, targets.keys().map(String::as_str)).map(str::to_owned)
    };
    let mut deep = Vec::new();
    let texts = std::mem::take(&mut walk.texts);
    for (i, prose) in texts.iter().enumerate() {
        let read = markdown::read(prose.raw, lang, &find, &near);
        if read.faults.is_empty() && read.blocks.is_empty() {
            walk.note(walk.span(&prose.path), Cause::Empty { field: "text" });
        }
        for (part, cause) in read.faults {
            walk.note(walk.place(prose, &part), cause);
        }
        for (part, name) in read.images {
            walk.images.push((walk.place(prose, &part), name));
        }
        deep.extend(read.refs.into_iter().map(|reference| (i, reference)));
        if let Some(place) = data.pointer_mut(&prose.path) {
            *place = serde_json::to_value(&read.blocks).unwrap_or_default();
        }
    }
    // A reference into a section names a label that is there; its words depend on what that is.
    let mut inside: BTreeMap<String, HashMap<String, String>> = BTreeMap::new();
    for (i, reference) in deep {
        let id = reference.id.to_string();
        let labels = inside.entry(id.clone()).or_insert_with(|| {
            let home = walk.ids.iter().find(|(_, id)| *id == reference.id);
            let blocks = home.and_then(|(path, _)| data.pointer(&format!("{path}/text")));
            let blocks = blocks.and_then(|b| serde_json::from_value::<Vec<Block>>(b.clone()).ok());
            markdown::places(&blocks.unwrap_or_default(), lang)
        });
        let path = reference.path.join("/");
        if let Some(prose) = texts.get(i).filter(|_| !labels.contains_key(&path)) {
            walk.note(walk.place(prose, &reference.at), Cause::NoPlace { id, path });
        }
    }
    if !inside.is_empty() {
        let place = |id: &Id, path: &str| inside.get(id.as_str())?.get(path).cloned();
        for prose in &texts {
            let Some(text) = data.pointer_mut(&prose.path) else { continue };
            if let Ok(mut blocks) = serde_json::from_value::<Vec<Block>>(text.take()) {
                markdown::fill(&mut blocks, &place);
                *text = serde_json::to_value(&blocks).unwrap_or_default();
            }
        }
    }
    cited.into_inner()
}

/// What texts can refer to, by id.
fn targets(walk: &Walk<'_>, data: &Json, lang: Lang) -> BTreeMap<String, Target> {
    let own = |table: &Json, field: &str| text(table, field).map(str::to_owned);
    let mut targets = BTreeMap::new();
    for (path, id) in &walk.ids {
        let Some(table) = data.pointer(path) else { continue };
        let words = match path.split('/').nth(1).unwrap_or_default() {
            "sections" | "annexes" => {
                targets.insert(id.to_string(), Target::Section { label: own(table, "label") });
                continue;
            }
            "laws" => {
                let short = own(table, "short").or_else(|| own(table, "title"));
                let target = Target::Law { short: short.unwrap_or_default(), url: own(table, "url") };
                targets.insert(id.to_string(), target);
                continue;
            }
            "related" => {
                let (words, url) = (own(table, "title").unwrap_or_default(), own(table, "url"));
                targets.insert(id.to_string(), Target::Document { words, url });
                continue;
            }
            "channels" => own(table, "network"),
            "contacts" => {
                let line = || list(table, "address").first().and_then(Json::as_str).map(str::to_owned);
                ["name", "email", "phone", "url", "fax"].iter().find_map(|f| own(table, f)).or_else(line)
            }
            "figures" => Some(facts::in_words(table, lang)),
            _ => own(table, "name"),
        };
        targets.insert(id.to_string(), Target::Words(words.unwrap_or_default()));
    }
    targets
}

/// Every image that the document shows is there.
fn images(walk: &mut Walk<'_>, assets: &[&str]) {
    for (span, name) in std::mem::take(&mut walk.images) {
        if !assets.contains(&name.as_str()) {
            let nearest = nearest(&name, assets.iter().copied()).map(str::to_owned);
            walk.note(span, Cause::NoSuchFile { name, nearest });
        }
    }
}
