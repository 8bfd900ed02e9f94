//! The Geltungsverzeichnis of a policy: which version was in force when, for people and programs.
//!
//! Specification: `docs/archive-format.md`, "Manifest". Takes a policy's records and a state of the log;
//! gives the text that the archive key signs. It is derived: a reader computes it anew and compares bytes,
//! so there is no parser for it.
//!
//! ```text
//! inkraft/manifest/1
//! origin musterkammer.example
//! policy social-media-konzept
//! tree 2 <root of the log at that size>
//!
//! version 1
//! title Konzept …
//! as-of 2018-07
//! entry 1 2018-07-02T10:05:00+02:00
//! pdf <SHA-256> 76543
//! in-force 2018-07-25 2019-01-25
//! ```

use std::fmt::Write as _;

use crate::base::{Id, Period, Time};
use crate::format::record::{Body, FileRef, Record, Tree};
use crate::timeline::{Fact, History, View};

/// A record of the policy, with its place in the log.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Entry index.
    pub index: u64,
    /// When it was logged.
    pub logged: Time,
    /// The record.
    pub record: &'a Record,
}

/// The manifest's text: the state of the policy as of its last record, at index `tree.size - 1`.
pub fn text(origin: &str, policy: &Id, tree: Tree, records: &[Line<'_>], history: &History) -> String {
    let view = history.latest();
    let mut out =
        format!("inkraft/manifest/1\norigin {origin}\npolicy {policy}\ntree {} {}\n", tree.size, tree.root);
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{text}");
    };
    for at in records {
        let (index, logged) = (at.index, at.logged);
        let file = |f: &FileRef| format!("{} {}", f.sha256, f.size);
        match &at.record.body {
            Body::Issue(issue) => {
                line(format_args!("\nversion {}", issue.version));
                line(format_args!("title {}", one_line(&issue.title)));
                line(format_args!("as-of {}", issue.as_of));
                line(format_args!("entry {index} {logged}"));
                line(format_args!("pdf {}", file(&issue.pdf)));
                if issue.adopted {
                    line(format_args!("adopted"));
                }
                line(format_args!("{}", became(&view, index)));
            }
            Body::Rendition(r) => {
                line(format_args!("\nrendition {}", r.version));
                match &r.language {
                    Some(language) => line(format_args!("purpose {} {language}", r.purpose.as_str())),
                    None => line(format_args!("purpose {}", r.purpose.as_str())),
                }
                if let Some(title) = &r.title {
                    line(format_args!("title {}", one_line(title)));
                }
                line(format_args!("entry {index} {logged}"));
                line(format_args!("pdf {}", file(&r.pdf)));
            }
            Body::Review(r) => {
                line(format_args!("\nreview {} {}", r.since, r.through));
                line(format_args!("entry {index} {logged}"));
                line(format_args!("next-due {}", r.next_due));
                for d in &r.decisions {
                    let channel =
                        d.channel.as_deref().map_or_else(String::new, |c| format!(" {}", one_line(c)));
                    line(format_args!("decision {}{channel}", d.outcome.as_str()));
                }
                if let Some(report) = &r.report {
                    line(format_args!("report {}", file(report)));
                }
            }
            Body::Withhold(w) => {
                line(format_args!("\nwithhold {}", w.target));
                line(format_args!("entry {index} {logged}"));
            }
            Body::Effect(_) | Body::Repeal(_) | Body::Withdraw(_) => {
                line(format_args!("\n{}", at.record.kind()));
                line(format_args!("entry {index} {logged}"));
            }
            Body::Charter(_) => {
                line(format_args!("\nruling"));
                line(format_args!("entry {index} {logged}"));
                let ruling = history.records().iter().find(|r| r.entry == index).map(|r| &r.fact);
                if let Some(Fact::Ruling { disputed, confirmed, voided }) = ruling {
                    for (word, list) in [("disputed", disputed), ("confirmed", confirmed), ("voided", voided)]
                    {
                        list.iter().for_each(|entry| line(format_args!("{word} {entry}")));
                    }
                }
            }
        }
    }
    out
}

/// What came of an issue.
fn became(view: &View<'_>, issue: u64) -> String {
    if view.is_voided(issue) {
        return "voided".to_owned();
    }
    let Some(span) = view.spans().iter().find(|s| s.entry == issue) else { return "withdrawn".to_owned() };
    match span.period.filter(|_| span.fixed) {
        _ if span.disputed => "disputed".to_owned(),
        Some(Period { from, until: Some(until) }) => format!("in-force {from} {until}"),
        Some(Period { from, until: None }) => format!("in-force {from}"),
        None if span.never => "never".to_owned(),
        None => "open".to_owned(),
    }
}

/// A text in one line: nothing that is read from a file can pose as a line of its own.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
