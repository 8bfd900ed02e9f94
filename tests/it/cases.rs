//! Runs files of in-force cases: the shape, the questions, and what differs.
//!
//! Specification: `docs/in-force.md`, "Case files". Used by the test and by the example
//! `in-force-cases`, so that a file is judged in one way only. Takes the text of a file; gives a
//! [`Report`]. Reads no files itself.

use std::collections::{BTreeMap, BTreeSet};

use inkraft::base::effect::{Effect, Event};
use inkraft::base::{Day, Time};
use inkraft::format::record::Purpose;
use inkraft::timeline::{Answer, Fact, History, InForce, Known, Refused, Verdict, Why};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The format line of a file.
const FORMAT: &str = "inkraft/in-force-cases/1";

/// The reasons for which a file itself is refused a record, beside those of the timeline.
const NO_REASON: &str = "withdrawal without reason";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    #[serde(rename = "time_zone")]
    _time_zone: Option<String>,
    #[serde(rename = "shape")]
    _shape: Option<BTreeMap<String, String>>,
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    refused: Vec<RefusedCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "title")]
    _title: Option<String>,
    #[serde(rename = "source")]
    _source: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
    today: Day,
    records: Vec<CaseRecord>,
    #[serde(default)]
    questions: Vec<Question>,
    periods: Option<Vec<CasePeriod>>,
    never: Option<Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusedCase {
    id: String,
    #[serde(rename = "title")]
    _title: Option<String>,
    #[serde(rename = "source")]
    _source: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
    records: Vec<CaseRecord>,
    because: String,
}

/// A record: the fields that decide something, and those that only tell a reader more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseRecord {
    entry: u64,
    logged: Time,
    signed_at: Option<Time>,
    kind: String,
    policy: Option<String>,
    version: Option<u32>,
    effect: Option<Effect>,
    target: Option<u64>,
    purpose: Option<Purpose>,
    reason: Option<String>,
    #[serde(default)]
    disputed: Vec<u64>,
    #[serde(default)]
    confirmed: Vec<u64>,
    #[serde(default)]
    voided: Vec<u64>,
    #[serde(default)]
    adopted: bool,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(rename = "amends")]
    _amends: Option<u32>,
    #[serde(rename = "ground")]
    _ground: Option<String>,
    #[serde(rename = "title")]
    _title: Option<String>,
    #[serde(rename = "label")]
    _label: Option<String>,
    language: Option<String>,
    #[serde(rename = "as_of")]
    _as_of: Option<String>,
    #[serde(rename = "replaces")]
    _replaces: Option<Vec<String>>,
    #[serde(rename = "successors")]
    _successors: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    #[serde(default = "p")]
    policy: String,
    on: Day,
    as_known: Option<Day>,
    expect: Expect,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    answer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Day>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    awaits: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    disputed: Vec<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    otherwise: Option<Box<Expect>>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    flags: BTreeSet<String>,
}

/// One of several versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Side {
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<u64>,
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    for_whom: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CasePeriod {
    version: u32,
    from: Day,
    #[serde(default)]
    until: Option<Day>,
}

fn p() -> String {
    "p".to_owned()
}

/// What came out of a file.
#[derive(Debug, Default)]
pub struct Report {
    /// How many questions were asked.
    pub questions: usize,
    /// How many lists of periods and of versions that never came were compared.
    pub lists: usize,
    /// How many lists of records had to be refused.
    pub refused: usize,
    /// What came out otherwise: case, question, expected, got.
    pub differences: Vec<String>,
    /// Refusals that are as expected, for a reason that the file words in a way of its own.
    pub notes: Vec<String>,
}

/// Why a file could not be read.
pub type Unreadable = String;

/// Runs all cases of a file.
pub fn run(text: &str) -> Result<Report, Unreadable> {
    let file: File = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if file.format != FORMAT {
        return Err(format!("the format is {:?}, not {FORMAT:?}", file.format));
    }
    let mut report = Report::default();
    for case in &file.cases {
        report.case(case)?;
    }
    for case in &file.refused {
        report.refused += 1;
        let because = case.because.as_str();
        match histories(&case.records).map_err(|e| format!("{}: {e}", case.id))? {
            Ok(_) => report.differ(&case.id, "records", &because, &"accepted"),
            Err((_, code)) if code == because => {}
            Err((_, code)) if known_codes().contains(&because) => {
                report.differ(&case.id, "records", &because, &code);
            }
            Err((_, code)) => report.notes.push(format!("{}: refused for: {code} ({because})", case.id)),
        }
    }
    Ok(report)
}

impl Report {
    fn differ(
        &mut self,
        case: &str,
        what: &str,
        expected: &dyn std::fmt::Display,
        got: &dyn std::fmt::Display,
    ) {
        self.differences.push(format!("{case}: {what}\n  expected {expected}\n  got      {got}"));
    }

    fn case(&mut self, case: &Case) -> Result<(), Unreadable> {
        let histories = match histories(&case.records).map_err(|e| format!("{}: {e}", case.id))? {
            Ok(histories) => histories,
            Err((entry, code)) => {
                self.questions += case.questions.len();
                let got = format!("entry {entry} refused: {code}");
                self.differ(&case.id, "records", &"accepted", &got);
                return Ok(());
            }
        };
        let nothing = History::default();
        for question in &case.questions {
            self.questions += 1;
            let known = question.as_known.unwrap_or(case.today);
            let history = histories.get(&question.policy).unwrap_or(&nothing);
            let got = told(&history.answer(question.on, known));
            if got != question.expect {
                let what = format!("{} on {} as known {known}", question.policy, question.on);
                self.differ(&case.id, &what, &json(&question.expect), &json(&got));
            }
        }
        let mut spans = histories.get("p").unwrap_or(&nothing).periods(case.today);
        spans.retain(|s| !s.disputed);
        if let Some(expected) = &case.periods {
            self.lists += 1;
            let mut expected = expected.clone();
            expected.sort_unstable();
            let fixed = spans.iter().filter(|s| s.fixed).filter_map(|s| {
                s.period.map(|p| CasePeriod { version: s.version, from: p.from, until: p.until })
            });
            let got: Vec<_> = fixed.collect();
            if got != expected {
                self.differ(&case.id, "periods", &json(&expected), &json(&got));
            }
        }
        if let Some(expected) = &case.never {
            self.lists += 1;
            let expected: BTreeSet<u32> = expected.iter().copied().collect();
            let got: BTreeSet<u32> = spans.iter().filter(|s| s.never).map(|s| s.version).collect();
            if got != expected {
                self.differ(&case.id, "never", &json(&expected), &json(&got));
            }
        }
        Ok(())
    }
}

/// The histories of all policies, or the entry that is refused and why.
type Checked = Result<BTreeMap<String, History>, (u64, String)>;

fn histories(records: &[CaseRecord]) -> Result<Checked, Unreadable> {
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    let mut last: Option<&CaseRecord> = None;
    for record in records {
        let refuse = |why: Why| Ok(Err((record.entry, why.code().to_owned())));
        // Order holds for the whole log, also between policies.
        if let Some(last) = last {
            if record.entry <= last.entry {
                return refuse(Why::EntryOrder { after: last.entry });
            }
            if record.logged.seconds() < last.logged.seconds() {
                return refuse(Why::LoggedBackwards);
            }
        }
        last = Some(record);
        let Some(known) = known(record)? else { continue };
        if ["withdraw", "withhold"].contains(&record.kind.as_str())
            && record.reason.as_deref().unwrap_or("").trim().is_empty()
        {
            return Ok(Err((record.entry, NO_REASON.to_owned())));
        }
        let policy = record.policy.clone().unwrap_or_else(p);
        if let Err(Refused { entry, why }) = histories.entry(policy).or_default().push(known) {
            return Ok(Err((entry, why.code().to_owned())));
        }
    }
    Ok(Ok(histories))
}

/// The record as the timeline takes it; `None` for a charter.
fn known(record: &CaseRecord) -> Result<Option<Known>, Unreadable> {
    let lacks = |field: &str| format!("entry {}: {} without {field}", record.entry, record.kind);
    let effect = || record.effect.clone().ok_or_else(|| lacks("effect"));
    let version = || record.version.ok_or_else(|| lacks("version"));
    let target = || record.target.ok_or_else(|| lacks("target"));
    let fact = match record.kind.as_str() {
        "charter" => return Ok(None),
        "issue" => Fact::Issue { version: version()?, effect: effect()?, adopted: record.adopted },
        "effect" => Fact::Effect { target: target()?, effect: effect()? },
        "repeal" => Fact::Repeal { effect: effect()? },
        "withdraw" => Fact::Withdraw { target: target()? },
        "rendition" => {
            let purpose = record.purpose.ok_or_else(|| lacks("purpose"))?;
            Fact::Rendition { version: version()?, purpose, language: record.language.clone() }
        }
        "review" => Fact::Review,
        "withhold" => Fact::Withhold { target: target()? },
        "ruling" => {
            let (disputed, confirmed) = (record.disputed.clone(), record.confirmed.clone());
            Fact::Ruling { disputed, confirmed, voided: record.voided.clone() }
        }
        other => return Err(format!("entry {}: unknown kind {other:?}", record.entry)),
    };
    let (entry, logged) = (record.entry, record.logged);
    let signed = record.signed_at.unwrap_or(logged);
    Ok(Some(Known { entry, logged, signed, events: record.events.clone(), fact }))
}

/// An answer in the words of the files.
fn told(answer: &Answer) -> Expect {
    let mut told = verdict(&answer.verdict);
    told.flags = answer.flags.iter().map(|f| f.code().to_owned()).collect();
    told
}

fn verdict(verdict: &Verdict) -> Expect {
    let named = |answer: &str| Expect { answer: answer.to_owned(), ..Expect::default() };
    match verdict {
        Verdict::One(v) => {
            Expect { version: Some(v.version), text: v.text, also: v.also.clone(), ..named("one") }
        }
        Verdict::Several(all) => Expect { versions: all.iter().map(side).collect(), ..named("several") },
        Verdict::None(absent) => {
            Expect { why: Some(absent.code().to_owned()), since: absent.since(), ..named("none") }
        }
        Verdict::Undetermined { disputed, awaits, otherwise } => Expect {
            disputed: disputed.clone(),
            awaits: awaits.iter().map(|a| a.entry).collect(),
            otherwise: Some(Box::new(self::verdict(otherwise))),
            ..named("undetermined")
        },
    }
}

fn side(v: &InForce) -> Side {
    Side { version: v.version, text: v.text, also: v.also.clone(), for_whom: v.for_whom.clone() }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The reasons that a file can name exactly.
pub fn known_codes() -> [&'static str; 15] {
    let (target, version) = (0, 0);
    [
        NO_REASON,
        Why::EntryOrder { after: 0 }.code(),
        Why::LoggedBackwards.code(),
        Why::VersionNumber { expected: 0 }.code(),
        Why::UntilNotAfterFrom.code(),
        Why::NotAfterFirst.code(),
        Why::BesideNotEarlier { version }.code(),
        Why::RepealOnlyFrom.code(),
        Why::NothingToRepeal.code(),
        Why::TargetMissing { target }.code(),
        Why::TargetWithdrawn { target }.code(),
        Why::TargetKind { target }.code(),
        Why::TargetNoFiles { target }.code(),
        Why::TargetWithheld { target, by: 0 }.code(),
        Why::NoSuchVersion { version }.code(),
    ]
}
