//! Answers as JSON.
//!
//! Specification: `docs/json.md`, `inkraft/in-force/1`. Shared by all commands that answer.

use serde_json::{Value, json};

use super::answer::issue;
use super::rendition;
use crate::base::Id;
use crate::timeline::{Answer, InForce, Verdict};
use crate::verify::Log;

/// An answer as JSON.
pub fn answer_json(a: &Answer, log: &Log, policy: &Id) -> Value {
    let mut value = verdict_json(&a.verdict, log);
    value["policy"] = json!(policy);
    value["on"] = json!(a.on);
    value["as_known"] = json!(a.known);
    value["flags"] = a.flags.iter().map(|f| f.code()).collect();
    value
}

/// What is in force, as JSON: the part of an answer without question and flags.
pub fn verdict_json(v: &Verdict, log: &Log) -> Value {
    match v {
        Verdict::One(v) => {
            let mut value = version_json(v, log);
            value["answer"] = json!("one");
            value
        }
        Verdict::Several(all) => {
            let versions: Vec<_> = all.iter().map(|v| version_json(v, log)).collect();
            json!({ "answer": "several", "versions": versions })
        }
        Verdict::None(absent) => {
            let mut value = json!({ "answer": "none", "why": absent.code() });
            if let Some(since) = absent.since() {
                value["since"] = json!(since);
            }
            value
        }
        Verdict::Undetermined { disputed, awaits, otherwise } => {
            let entries: Vec<_> = awaits
                .iter()
                .map(|a| json!({ "entry": a.entry, "awaits": a.awaits, "version": a.version }))
                .collect();
            let otherwise = verdict_json(otherwise, log);
            let mut value = json!({ "answer": "undetermined", "awaits": entries, "otherwise": otherwise });
            if !disputed.is_empty() {
                value["disputed"] = json!(disputed);
            }
            value
        }
    }
}

fn version_json(v: &InForce, log: &Log) -> Value {
    let mut value = json!({ "version": v.version, "entry": v.entry, "from": v.period.from });
    if let Some(until) = v.period.until {
        value["until"] = json!(until);
    }
    if v.disputed {
        value["period_disputed"] = json!(true);
    }
    if let Some(whom) = &v.for_whom {
        value["for"] = json!(whom);
    }
    if let Some(text) = v.text {
        value["text"] = json!(text);
    }
    if !v.also.is_empty() {
        value["also"] = json!(v.also);
    }
    if v.text.is_some() || !v.also.is_empty() {
        value["renditions"] = rendition::list_json(log, v.text.into_iter().chain(v.also.iter().copied()));
    }
    if let Some((_, issue)) = issue(log, v.entry) {
        value["title"] = json!(issue.title);
        value["pdf"] = json!(issue.pdf);
    }
    value
}
