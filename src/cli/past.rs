//! The earlier versions of a policy, as the history table of its next version tells them.
//!
//! Specification: `docs/policy-data.md`, "The source". Takes a replayed log and the archive's folder; gives the
//! versions that stand, withdrawn ones left out, with the effect last stated for each. What a version changed is
//! read from its archived source, which must be the one that was signed.

use serde::Deserialize;

use super::archive_args::{ArchiveArgs, open};
use super::workspace::Workspace;
use super::{Env, archived};
use crate::base::effect::{Effect, From};
use crate::base::{Day, Id, Purpose};
use crate::format::record::{Body, Stream};
use crate::store::Dir;
use crate::timeline::{Fact, View};
use crate::typeset::Past;
use crate::verify::{self, Finding, Log, Standing, What};

/// As much of an archived source as is told again.
#[derive(Deserialize)]
struct Source {
    policy: Policy,
}

#[derive(Deserialize)]
struct Policy {
    #[serde(default)]
    changes: Option<serde_json::Value>,
}

/// The number after the last one, withdrawn versions included.
pub fn next_version(log: &Log, id: &Id) -> u32 {
    let records = log.state.histories.get(id).map(|h| h.records()).unwrap_or_default();
    let numbers = records.iter().filter_map(|r| match r.fact {
        Fact::Issue { version, .. } => Some(version),
        _ => None,
    });
    numbers.max().unwrap_or(0).saturating_add(1)
}

/// The versions before that number which stand, whatever is disputed, in the order of their numbers; else the file that is at fault.
///
/// For a translation, what they changed is told in its language, where they were translated.
pub fn before(
    version: u32,
    language: Option<&str>,
    log: &Log,
    dir: &Dir,
    id: &Id,
) -> Result<Vec<Past>, Finding> {
    let Some(history) = log.state.histories.get(id) else { return Ok(Vec::new()) };
    let (latest, stream) = (history.latest(), Stream::Policy(id.clone()));
    let issues = log.state.stream(&stream).filter_map(|s| match &s.record.body {
        Body::Issue(issue) if issue.version < version && latest.counts(s.index) => {
            let translated = latest.renditions(s.index).1.into_iter().find(|entry| {
                let rendition = log.state.standing.get(entry).map(|s| &s.record.body);
                matches!(rendition, Some(Body::Rendition(r))
                    if r.purpose == Purpose::Translation && r.language.as_deref() == language)
            });
            let told = if language.is_some() { translated } else { Some(s.index) };
            let standing = |entry: u64| log.state.standing.get(&entry);
            let ends = Ends {
                effect: latest.effect(s.index)?,
                repealed: repealed(&latest, s.index),
                corrected: latest.renditions(s.index).0.and_then(standing).map(|s| s.logged.day()),
            };
            Some((issue, ends, told.and_then(standing)))
        }
        _ => None,
    });
    // Numbers are given in the order of the log.
    issues
        .map(|(issue, Ends { effect, repealed, corrected }, told)| {
            Ok(Past {
                version: issue.version,
                label: issue.label.clone(),
                as_of: issue.as_of,
                from: effect.from.clone(),
                until: effect.until.into_iter().chain(repealed).min(),
                adopted: issue.adopted,
                corrected,
                changes: told.map_or(Ok(None), |s| changes(log, dir, s))?,
            })
        })
        .collect()
}

/// What became of a version.
struct Ends<'a> {
    effect: &'a Effect,
    repealed: Option<Day>,
    corrected: Option<Day>,
}

/// The first day of a repeal that ranks after an issue.
fn repealed(view: &View<'_>, issue: u64) -> Option<Day> {
    let day = |repeal: u64| match view.effect(repeal)?.from {
        From::Day(day) => Some(day),
        From::Open(_) => None,
    };
    view.repeals().filter(|repeal| *repeal > issue).filter_map(day).min()
}

/// What a version changed; nothing is told of one that has no source, or whose source is withheld.
fn changes(log: &Log, dir: &Dir, standing: &Standing) -> Result<Option<String>, Finding> {
    match archived::bytes(log, dir, standing)? {
        Some((at, bytes)) => told(&bytes).map_err(|_| Finding::failure(at, What::Altered)),
        None => Ok(None),
    }
}

/// The field as a source has it; a later format may have something else than text there.
fn told(source: &[u8]) -> serde_json::Result<Option<String>> {
    let source: Source = serde_json::from_slice(source)?;
    Ok(source.policy.changes.and_then(|c| c.as_str().map(str::to_owned)))
}

/// The log of the workspace's archive, if it opens and holds: a draft can do without.
pub fn log(workspace: &Workspace, env: &Env) -> Option<(Log, Dir)> {
    let opened = open(workspace.archive().root(), &ArchiveArgs::default(), env).ok()?;
    let log = verify::log(&opened.dir, &opened.trust).ok()?;
    let sound = log.failures().next().is_none();
    sound.then_some((log, opened.dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_where_the_source_says_it() {
        let told = |json: &str| told(json.as_bytes()).ok();
        assert_eq!(told(r#"{"policy":{"title":"a","changes":"§ 2 neu"}}"#), Some(Some("§ 2 neu".to_owned())));
        assert_eq!(told(r#"{"policy":{"title":"a"},"edition":{}}"#), Some(None));
        assert_eq!(told(r#"{"policy":{"changes":[{"paragraph":[]}]}}"#), Some(None));
        assert_eq!(told("{}"), None);
    }
}
